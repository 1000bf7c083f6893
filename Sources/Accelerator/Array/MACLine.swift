import HardwareDSL

/// A line of MACs: one word of features a cycle.
final class MACLine: Module {
  let operands: Valid<LineOperands>

  let totals: [Signal]

  let factors: LineFactors
  let mode = SumMode(.dataRegister())
  let mac: [MAC]

  private let macs: Int
  private let sumBits: Int

  init(macs: Int, sumBits: Int) {
    self.macs = macs
    self.sumBits = sumBits
    operands = Valid(.input(), "the operands count in this cycle") { LineOperands($0, macs: macs) }
    totals = (0..<macs).map { _ in output(.signed(sumBits)) }
    factors = LineFactors(.dataRegister(), macs: macs)
    mac = (0..<macs).map { _ in MAC(sumBits: sumBits) }
  }

  /// The sum along the line, which ends in the last MAC.
  var lineSum: Signal { totals[macs - 1] }

  var moduleName: String { "mac_line_\(macs)_acc\(sumBits)" }

  var documentation: Documentation {
    Documentation(
      "Line of \(macs) MACs. SDDMM: the dot product of query and key words, summed along the line. "
        + "SpMM: numerator times each value, summed in each MAC.",
      latency: [
        .cycles(
          3, from: operands.valid, operands.query, operands.numerator, operands.keyValue, to: totals
        )
      ],
      throughput: [.one("word", from: operands.query, operands.keyValue, to: totals)],
      reset: [.control], combinationalPaths: .none)
  }

  var body: Behavior {
    section("Operand stage")
    let operandsValid = delayed("operandsValid", operands.valid, reset: 0)
    when(operands.valid) {
      factors
        <== LineFactors(
          mode: operands.mode,
          pair: zip(bytes(operands.query), bytes(operands.keyValue)).map { query, keyValue in
            MACOperands(
              left: mux(
                operands.mode.outputStationary, operands.numerator.toSigned(),
                query.extended(to: MAC.leftBits)), right: keyValue)
          })
    }

    section("Product stage")
    let productsValid = delayed("productsValid", operandsValid, reset: 0)
    when(operandsValid) { mode <== factors.mode }

    section("Sum stage: along the line, or in each MAC")
    let lineSum = wire("lineSum", mux(mode.first, Signal(0, .signed(sumBits)), mac[macs - 1].total))
    // The last MAC accumulates in both modes.
    let inEach =
      macs == 1
      ? productsValid : wire("inEach", productsValid && mode.outputStationary)
    let alongLine = wire("alongLine", !mode.outputStationary)
    for (index, element) in mac.enumerated() {
      let isLast = index == macs - 1
      element.operands <== Valid(operandsValid, factors.pair[index])
      element.control
        <== MACControl(
          accumulate: isLast ? productsValid : inEach, restart: mode.first,
          chain: alongLine)
      element.neighbour <== (index == 0 ? lineSum : mac[index - 1].sum)
    }
    totals <== mac.map(\.total)
  }

  private func bytes(_ word: Signal) -> [Signal] { word.lanes(of: 8).map(\.asSigned) }
}
