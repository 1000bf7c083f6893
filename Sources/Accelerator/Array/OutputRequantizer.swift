import AttentionSpec
import HardwareDSL

/// Divides sums of rows by the rows' softmax denominators and brings them to 8 bits; see
/// `NumberFormats`.
///
/// What sums of several lines have in common comes from outside: what their row is scaled by, and
/// which stages hold a sum.
final class OutputRequantizer: Module {
  /// Cycles from a sum to its result.
  static let latency = 3

  let control: RequantizerControl
  let accumulator: Signal
  let result = output(.signed(NumberFormats.operandBits))

  private let sumBits: Int

  init(sumBits: Int, rowSumBits: Int) {
    self.sumBits = sumBits
    control = RequantizerControl(.input(), rowSumBits: rowSumBits)
    accumulator = input(.signed(sumBits))
  }

  var moduleName: String { "output_requantizer_acc\(sumBits)_align\(control.alignment.width)" }

  var documentation: Documentation {
    Documentation(
      "Output requantization: align the sum, multiply by the row's reciprocal, round, saturate.",
      latency: [
        .cycles(Self.latency, from: accumulator, control.alignment, to: result),
        .cycles(2, from: control.reciprocal, to: result),
      ],
      throughput: [.one("sum", from: accumulator, to: result)],
      reset: [.none], combinationalPaths: .none)
  }

  var body: Behavior {
    let shifted = wire("shifted", accumulator.shiftedRightRounded(by: control.alignment))
    let signs = shifted[(NumberFormats.alignedBits - 1)...]
    claim(
      "AlignedFits", !control.align || signs.areAllSet || !signs.isAnySet,
      "the bits that are dropped are copies of the sign")
    let aligned = loaded(
      "aligned", shifted.truncated(to: NumberFormats.alignedBits), when: control.align)

    let product = wire("product", aligned * control.reciprocal.toSigned())
    let scaled = loaded("scaled", product, when: control.multiply)

    let quotient = wire("quotient", scaled.shiftedRightRounded(by: NumberFormats.outputShift))
    result
      <== loaded("rounded", quotient.saturated(to: NumberFormats.operandBits), when: control.round)
  }
}
