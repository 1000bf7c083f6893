import HardwareDSL

/// Multiply-accumulate element, the arithmetic of every engine.
///
/// The two multiplexers in front of the adder are ViTCoD's: {0 | own sum} accumulates inside the
/// element (SpMM, output-stationary), {0 | left neighbour} accumulates along the line (SDDMM).
final class MAC: Module {
  /// 9 bits hold both operands of the left side: signed 8-bit features and unsigned 8-bit weights.
  static let leftBits = 9
  static let rightBits = 8

  let operandsValid = input(.bit, "left_i and right_i are a pair")
  let left = input(.signed(MAC.leftBits))
  let right = input(.signed(MAC.rightBits))

  let accumulate = input(.bit, "take up the last product")
  let restart = input(.bit, "forget the own sum")
  let chain = input(.bit, "add to the left neighbour's sum")
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
      latency: [.cycles(1, from: left, right, to: sum), .cycles(2, from: left, right, to: total)],
      throughput: [.one("pair", from: left, right, to: total)],
      reset: [.none, .sentence("the first product of a sum comes with restart_i")],
      combinationalPaths: [.path(from: restart, chain, neighbour, to: sum)])
  }

  var body: Behavior {
    let exact = wire("product", left * right)
    when(operandsValid) { product <== exact }

    let own = wire("own", mux(restart, Signal(0, .signed(sumBits)), accumulator))
    let addend = wire("addend", mux(chain, neighbour, own))
    let newSum = wire("newSum", addend &+ product)
    when(accumulate) { accumulator <== newSum }

    sum <== newSum
    total <== accumulator
  }
}
