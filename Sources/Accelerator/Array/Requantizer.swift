import AttentionSpec
import HardwareDSL

/// Divides a row's sum by its softmax denominator and brings it to 8 bits; see `NumberFormats`.
final class Requantizer: Module {
  static let latency = 3

  let sum: Valid<ScaledSum>
  let result = Valid(.output(), .signed(8))

  let aligned = AlignedSum(.dataRegister())
  let scaled = dataRegister(
    .signed(NumberFormats.alignedBits + NumberFormats.reciprocalBits + 1))
  let rounded = dataRegister(.signed(8))

  private let sumBits: Int

  init(sumBits: Int, rowSumBits: Int) {
    self.sumBits = sumBits
    sum = Valid(.input()) { ScaledSum($0, sumBits: sumBits, rowSumBits: rowSumBits) }
  }

  var moduleName: String { "requantizer_acc\(sumBits)_align\(sum.scale.alignment.width)" }

  var documentation: Documentation {
    Documentation(
      "Output requantization: align the sum, multiply by the row's reciprocal, round, saturate.",
      latency: [.cycles(Self.latency, from: sum.valid, to: result.valid, result.payload)],
      throughput: [.one("sum", from: sum.valid, to: result.valid)],
      reset: [.control, .value(0, of: result.valid)], combinationalPaths: .none)
  }

  var body: Behavior {
    // A zero below the sum: after the shift, bit 0 is the highest bit shifted out, which rounds.
    let widened = wire("widened", sum.accumulator.shiftedLeft(by: 1))
    let shifted = wire("shifted", widened.shiftedRight(by: sum.scale.alignment))
    let whole = shifted[1...NumberFormats.alignedBits].asSigned
    let signs = shifted[NumberFormats.alignedBits...]
    claim(
      "AlignedFits", !sum.valid || signs.areAllSet || !signs.isAnySet,
      "the bits that are dropped are copies of the sign")
    let roundUp = concatenate(Signal(0, .bits(NumberFormats.alignedBits - 1)), shifted[0])
    let alignedValid = delayed("alignedValid", sum.valid, reset: 0)
    when(sum.valid) {
      aligned
        <== AlignedSum(value: whole &+ roundUp.asSigned, reciprocal: sum.scale.reciprocal)
    }

    let scaledValid = delayed("scaledValid", alignedValid, reset: 0)
    when(alignedValid) { scaled <== aligned.value * aligned.reciprocal.toSigned() }

    let half = Signal(1 << (NumberFormats.outputShift - 1), scaled.type)
    let quotient = wire("quotient", (scaled + half).shiftedRight(by: NumberFormats.outputShift))
    let roundedValid = delayed("roundedValid", scaledValid, reset: 0)
    when(scaledValid) { rounded <== quotient.saturated(to: 8) }
    result <== Valid(roundedValid, rounded)
  }
}
