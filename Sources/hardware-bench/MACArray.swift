import HardwareDSL

/// One multiply-accumulate unit.
final class MACElement: Module {
  let clear = input(.bit)
  let enable = input(.bit)
  let a = input(.signed(8))
  let b = input(.signed(8))
  let sum = output(.signed(32))

  let total = register(.signed(32), reset: 0)

  var documentation: Documentation {
    Documentation("Sum of products of bytes.", latency: "1 cycle.", combinationalPaths: "none.")
  }

  var body: Behavior {
    when(clear) { total <== 0 }
      .elseWhen(enable) { total <== total &+ a * b }
    sum <== total
  }
}

/// The outer product of a column and a row of bytes, accumulated: the circuit of the speed
/// comparison in ARCHITECTURE.md.
final class MACArray: Module {
  let clear = input(.bit)
  let enable = input(.bit)
  let a: [Signal]
  let b: [Signal]
  let choice: Signal
  let sum = output(.signed(32))

  let elements: [MACElement]
  let result = register(.signed(32), reset: 0)

  private let rows: Int
  private let columns: Int

  init(rows: Int, columns: Int) {
    self.rows = rows
    self.columns = columns
    a = (0..<rows).map { _ in input(.signed(8)) }
    b = (0..<columns).map { _ in input(.signed(8)) }
    choice = input(.unsigned(bitsToHold(rows * columns - 1)))
    elements = (0..<(rows * columns)).map { _ in MACElement() }
  }

  var moduleName: String { "mac_array_\(rows)x\(columns)" }

  var documentation: Documentation {
    Documentation(
      "Array of multiply-accumulate units with one sum chosen for the output.",
      latency: "2 cycles.", combinationalPaths: "none.")
  }

  var body: Behavior {
    for (index, element) in elements.enumerated() {
      element.clear <== clear
      element.enable <== enable
      element.a <== a[index / columns]
      element.b <== b[index % columns]
    }
    let chosen = wire("chosen", .signed(32))
    chosen <== Signal(0, .signed(32))
    decode(choice, values: 0..<elements.count) { index in chosen <== elements[index].sum }
    result <== chosen
    sum <== result
  }
}
