import AttentionSpec
import HardwareDSL

/// A line of MACs: one word of features a cycle.
///
/// The sum along the line is a tree over the products of a word and not a chain through the MACs,
/// so that its path grows with the logarithm of their number.
final class MACLine: Module {
  /// Cycles from operands to sums.
  static let latency = 3

  let operands: Valid<LineOperands>

  let dot: Signal
  let totals: [Signal]

  let factors: LineFactors
  let mac: [MAC]

  private let macs: Int
  private let sumBits: Int
  private let sums: Int

  /// - Parameter sums: Sums of each MAC.
  init(macs: Int, sumBits: Int, sums: Int = 1) {
    self.macs = macs
    self.sumBits = sumBits
    self.sums = sums
    operands = Valid(.input(), "the operands count in this cycle") {
      LineOperands($0, macs: macs, sums: sums)
    }
    dot = output(.signed(Self.dotBits(macs: macs)), "SDDMM: the dot product of the words")
    totals = (0..<macs).map { _ in output(.signed(sumBits), "SpMM: the sum of each MAC") }
    factors = LineFactors(.dataRegister(), macs: macs, sums: sums)
    mac = (0..<macs).map { _ in MAC(sumBits: sumBits, sums: sums) }
  }

  /// Width of the dot product of two words of signed bytes.
  static func dotBits(macs: Int) -> Int { NumberFormats.scoreBits(headDimension: macs) }

  var moduleName: String {
    "mac_line_\(macs)_acc\(sumBits)" + (sums == 1 ? "" : "_sums\(sums)")
  }

  var documentation: Documentation {
    Documentation(
      "Line of \(macs.counted("MAC")). SDDMM: the dot product of a query word and a key word. "
        + "SpMM: numerator times each value, summed in each MAC.",
      latency: [
        .cycles(Self.latency, from: operands.valid, operands.query, operands.keyValue, to: dot),
        .cycles(
          Self.latency, from: operands.valid, operands.numerator, operands.keyValue, to: totals),
      ],
      throughput: [
        .one("word", from: operands.query, operands.keyValue, to: dot),
        .one("word", from: operands.numerator, operands.keyValue, to: totals),
      ],
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
    let isFirst = loaded("isFirst", factors.mode.first, when: operandsValid)
    let isSpMM = loaded("isSpmm", factors.mode.outputStationary, when: operandsValid)
    let ofSum = factors.mode.sum.map { loaded("ofSum", $0, when: operandsValid) }

    section("Sum stage: along the line, or in each MAC")
    let inEach = wire("inEach", productsValid && isSpMM)
    let shown = ofSum.map { loaded("shown", $0, when: inEach) }
    for (element, pair) in zip(mac, factors.pair) {
      element.operands <== Valid(operandsValid, pair)
      element.control
        <== MACControl(accumulate: inEach, restart: isFirst, sum: ofSum, shown: shown)
    }
    totals <== mac.map(\.total)
    // Products of two signed bytes have no more bits.
    let products = mac.map { $0.product.truncated(to: 2 * NumberFormats.operandBits) }
    dot
      <== loaded(
        "dot", sum(of: products).truncated(to: dot.width), when: productsValid && !isSpMM)
  }

  private func bytes(_ word: Signal) -> [Signal] { word.lanes(of: 8).map(\.asSigned) }
}
