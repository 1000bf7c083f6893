import HardwareDSL

/// Multiply-accumulate unit, the arithmetic of every engine.
///
/// Of ViTCoD's two ways to accumulate, the one inside the unit is here: {0 | own sum} in front of
/// the adder (SpMM, output-stationary). The other, across units, takes `product` (SDDMM): see
/// `MACLine`.
final class MAC: Module {
  /// 9 bits hold both operands of the left side: signed 8-bit features, unsigned 8-bit numerators.
  static let leftBits = 9
  static let rightBits = 8

  let operands = Valid(.input(), "the operands count in this cycle") { MACOperands($0) }
  let control = MACControl(.input())

  let product = output(.signed(MAC.leftBits + MAC.rightBits))
  let total: Signal
  let heldProduct = dataRegister(.signed(MAC.leftBits + MAC.rightBits))
  private let accumulator: Signal
  private let sumBits: Int

  init(sumBits: Int) {
    self.sumBits = sumBits
    total = output(.signed(sumBits), "the accumulated sum")
    accumulator = dataRegister(.signed(sumBits))
  }

  var moduleName: String { "mac_s9xs8_acc\(sumBits)" }

  var documentation: Documentation {
    Documentation(
      "Multiply-accumulate unit: a product for the sum along the line, and a sum of its own.",
      latency: [
        .cycles(1, from: operands.payload, to: product),
        .cycles(2, from: operands.payload, to: total),
      ],
      throughput: [.one("pair", from: operands.payload, to: product)],
      reset: [.none, .sentence("the first product of a sum comes with control_restart_i")],
      combinationalPaths: .none)
  }

  var body: Behavior {
    when(operands.valid) { heldProduct <== wire("newProduct", operands.left * operands.right) }
    product <== heldProduct

    let own = wire("own", mux(control.restart, Signal(0, .signed(sumBits)), accumulator))
    when(control.accumulate) { accumulator <== own &+ heldProduct }
    total <== accumulator
  }
}
