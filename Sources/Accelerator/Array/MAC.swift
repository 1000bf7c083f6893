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
  let control: MACControl

  let product = output(.signed(MAC.leftBits + MAC.rightBits))
  let total: Signal
  let heldProduct = dataRegister(.signed(MAC.leftBits + MAC.rightBits))
  private let accumulator: Signal
  private let further: [Signal]
  private let sumBits: Int

  /// - Parameter sums: How many sums of its own it has, of which one takes up a product.
  init(sumBits: Int, sums: Int = 1) {
    self.sumBits = sumBits
    control = MACControl(.input(), sums: sums)
    total = output(.signed(sumBits), "the accumulated sum")
    accumulator = dataRegister(.signed(sumBits))
    further = (1..<sums).map { _ in dataRegister(.signed(sumBits)) }
  }

  private var sums: [Signal] { [accumulator] + further }

  var moduleName: String {
    "mac_s9xs8_acc\(sumBits)" + (further.isEmpty ? "" : "_sums\(sums.count)")
  }

  var documentation: Documentation {
    let own = further.isEmpty ? "a sum of its own" : "\(sums.count) sums of its own"
    return Documentation(
      "Multiply-accumulate unit: a product for the sum along the line, and \(own).",
      latency: [
        .cycles(1, from: operands.payload, to: product),
        .cycles(2, from: operands.payload, to: total),
      ],
      throughput: [.one("pair", from: operands.payload, to: product)],
      reset: [.none, .sentence("the first product of a sum comes with control_restart_i")],
      combinationalPaths: control.shown.map { [.path(from: $0, to: total)] } ?? .none)
  }

  var body: Behavior {
    when(operands.valid) { heldProduct <== wire("newProduct", operands.left * operands.right) }
    product <== heldProduct

    let sum = control.sum.map { wire("sum", sums[$0]) } ?? accumulator
    let own = wire("own", mux(control.restart, Signal(0, .signed(sumBits)), sum))
    when(control.accumulate) {
      if let sum = control.sum {
        sums[sum] <== own &+ heldProduct
      } else {
        accumulator <== own &+ heldProduct
      }
    }
    total <== (control.shown.map { sums[$0] } ?? accumulator)
  }
}
