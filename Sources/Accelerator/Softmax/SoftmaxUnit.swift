import AttentionSpec
import HardwareDSL

/// Integer softmax numerators and row sums; see `NumberFormats` for the definition.
final class SoftmaxUnit: Module {
  /// Cycles from an entry to its numerator.
  static let latency = 5

  let entry: Valid<SoftmaxEntry>
  let scale = input(.unsigned(NumberFormats.softmaxScaleBits))
  let numerator = Valid(
    .output(), .unsigned(NumberFormats.numeratorBits), "softmax numerator, 255 for the maximum")
  let rowSum: Valid<Item>

  let factors: DistanceFactors
  let scaled: ScaledDistance
  let steps: Signal
  let power = PowerOfTwo(.dataRegister())
  let newNumerator = dataRegister(.unsigned(NumberFormats.numeratorBits))
  let partialSum: Signal
  let atRowStart = register(.bit, reset: 1)

  private let scoreBits: Int
  private let rowSumBits: Int

  init(scoreBits: Int, rowSumBits: Int) {
    self.scoreBits = scoreBits
    self.rowSumBits = rowSumBits
    entry = Valid(.input()) { SoftmaxEntry($0, scoreBits: scoreBits) }
    rowSum = Valid(.output(), .unsigned(rowSumBits), "sum of the row's numerators")
    factors = DistanceFactors(.dataRegister(), scoreBits: scoreBits)
    scaled = ScaledDistance(.dataRegister(), scoreBits: scoreBits)
    // Saturated behind the register: a sum of products is a cycle's work.
    steps = dataRegister(
      .unsigned(scoreBits + NumberFormats.softmaxScaleBits - NumberFormats.distanceShift + 1),
      "distance in 1/32 octaves")
    partialSum = dataRegister(.unsigned(rowSumBits))
  }

  var moduleName: String { "softmax_unit_score\(scoreBits)_sum\(rowSumBits)" }

  var documentation: Documentation {
    Documentation(
      "Softmax numerators 255 * 2^-x of scores below their row's maximum, and their row sums.",
      latency: [
        .cycles(Self.latency, from: entry.valid, to: numerator.valid, numerator.payload),
        .cycles(
          Self.latency + 1, from: entry.valid, to: rowSum.valid,
          note: "for the last entry of a row"),
      ],
      throughput: [.one("entry", from: entry.valid, to: numerator.valid)],
      reset: [.control, .value(0, of: numerator.valid, rowSum.valid)], combinationalPaths: .none)
  }

  var body: Behavior {
    numerators
    rowSums
  }

  @HardwareBuilder private var numerators: Behavior {
    section("Difference from the maximum")
    let below = wire("below", entry.maximum - entry.score)
    let differenceValid = delayed("differenceValid", entry.valid, reset: 0)
    when(entry.valid) {
      factors
        <== DistanceFactors(difference: below.truncated(to: scoreBits).asUnsigned, scale: scale)
    }

    section("In steps of 1/32 octave, rounded, at most \(NumberFormats.distanceMax)")
    let scaledValid = delayed("scaledValid", differenceValid, reset: 0)
    when(differenceValid) { scaled <== ScaledDistance(factors) }
    let product = wire(
      "product", scaled.product(bits: scoreBits + NumberFormats.softmaxScaleBits))
    let stepsValid = delayed("stepsValid", scaledValid, reset: 0)
    when(scaledValid) { steps <== product.shiftedRightRounded(by: NumberFormats.distanceShift) }

    section("Table of 2^-(i/32), then a rounding shift by whole octaves")
    let indexBits = NumberFormats.numeratorTableIndexBits
    let distance = wire("distance", steps.saturated(to: NumberFormats.distanceBits))
    let fraction = wire("fraction", distance[0...(indexBits - 1)].asUnsigned)
    let mantissa = table(
      "mantissa", of: power.mantissa.type, NumberFormats.numeratorTable, at: fraction)
    let powerValid = delayed("powerValid", stepsValid, reset: 0)
    when(stepsValid) {
      power <== PowerOfTwo(mantissa: mantissa, octave: distance[indexBits...].asUnsigned)
    }
    let shifted = wire("shifted", power.mantissa.shiftedRight(by: power.octave))
    let newNumeratorValid = delayed("newNumeratorValid", powerValid, reset: 0)
    when(powerValid) {
      newNumerator
        <== shifted.shiftedRightRounded(by: NumberFormats.numeratorTableShift)
        .truncated(to: NumberFormats.numeratorBits)
    }

    numerator <== Valid(newNumeratorValid, newNumerator)
  }

  @HardwareBuilder private var rowSums: Behavior {
    section("Row sums")
    let ends = pipeline("ends", entry.valid && entry.endsRow, stages: Self.latency)
    let zero = Signal(0, .unsigned(rowSumBits))
    let sumSoFar = wire("sumSoFar", mux(atRowStart, zero, partialSum))
    let newSum = wire("newSum", sumSoFar + newNumerator)
    claim(
      "RowSumFits", !numerator.valid || !newSum[rowSumBits],
      "the numerators of a row add to no more than a row sum holds")
    when(numerator.valid) {
      partialSum <== newSum.truncated(to: rowSumBits)
      atRowStart <== ends
    }
    rowSum <== Valid(delayed("sumReady", ends, reset: 0), partialSum)
  }
}
