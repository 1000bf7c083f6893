import HardwareDSL

/// Multiply-accumulate element, the arithmetic of every engine.
///
/// The two multiplexers in front of the adder are ViTCoD's: {0 | own sum} accumulates inside the
/// element (SpMM, output-stationary), {0 | left neighbour} accumulates along the line (SDDMM).
final class MAC: Module {
  /// 9 bits hold both operands of the left side: signed 8-bit features, unsigned 8-bit numerators.
  static let leftBits = 9
  static let rightBits = 8

  let operands = Valid(.input(), "the operands are a pair") { MACOperands($0) }
  let control = MACControl(.input())
  let neighbour: Signal

  let sum: Signal
  let total: Signal
  let product = dataRegister(.signed(MAC.leftBits + MAC.rightBits))
  private let accumulator: Signal
  private let sumBits: Int

  init(sumBits: Int) {
    self.sumBits = sumBits
    neighbour = input(.signed(sumBits))
    sum = output(.signed(sumBits), "the new sum, for the right neighbour")
    total = output(.signed(sumBits), "the accumulated sum")
    accumulator = dataRegister(.signed(sumBits))
  }

  var moduleName: String { "mac_s9xs8_acc\(sumBits)" }

  var documentation: Documentation {
    Documentation(
      "Multiply-accumulate element with intra-PE (own sum) and inter-PE (neighbour) accumulation.",
      latency: [
        .cycles(1, from: operands.payload, to: sum), .cycles(2, from: operands.payload, to: total),
      ],
      throughput: [.one("pair", from: operands.payload, to: total)],
      reset: [.none, .sentence("the first product of a sum comes with control_restart_i")],
      combinationalPaths: [.path(from: control.restart, control.chain, neighbour, to: sum)])
  }

  var body: Behavior {
    when(operands.valid) { product <== wire("product", operands.left * operands.right) }

    let own = wire("own", mux(control.restart, Signal(0, .signed(sumBits)), accumulator))
    let addend = wire("addend", mux(control.chain, neighbour, own))
    sum <== addend &+ product
    when(control.accumulate) { accumulator <== sum }
    total <== accumulator
  }
}
