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

  let distance: Signal
  let scaled: Signal
  let steps = dataRegister(.unsigned(NumberFormats.distanceBits), "distance in 1/32 octaves")
  let power = PowerOfTwo(.dataRegister())
  let newNumerator = dataRegister(.unsigned(NumberFormats.numeratorBits))
  let partialSum: Signal
  let atRowStart = register(.bit, reset: 1)

  private let sumBits: Int
  private let rowSumBits: Int

  init(sumBits: Int, rowSumBits: Int) {
    self.sumBits = sumBits
    self.rowSumBits = rowSumBits
    entry = Valid(.input()) { SoftmaxEntry($0, sumBits: sumBits) }
    rowSum = Valid(.output(), .unsigned(rowSumBits), "sum of the row's numerators")
    distance = dataRegister(.unsigned(sumBits))
    scaled = dataRegister(.unsigned(sumBits + NumberFormats.softmaxScaleBits))
    partialSum = dataRegister(.unsigned(rowSumBits))
  }

  var moduleName: String { "softmax_unit_acc\(sumBits)_sum\(rowSumBits)" }

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
    section("Distance below the maximum")
    let below = wire("below", entry.maximum - entry.score)
    let distanceValid = delayed("distanceValid", entry.valid, reset: 0)
    when(entry.valid) { distance <== below.truncated(to: sumBits).asUnsigned }

    section("In steps of 1/32 octave, rounded, at most \(NumberFormats.distanceMax)")
    let scaledValid = delayed("scaledValid", distanceValid, reset: 0)
    when(distanceValid) { scaled <== distance * scale }
    let half = Signal(1 << (NumberFormats.distanceShift - 1), scaled.type)
    let sum = wire("sum", scaled + half)
    let rounded = wire("rounded", sum.shiftedRight(by: NumberFormats.distanceShift))
    let stepsValid = delayed("stepsValid", scaledValid, reset: 0)
    when(scaledValid) { steps <== rounded.saturated(to: NumberFormats.distanceBits) }

    section("Table of 2^-(i/32), then a rounding shift by whole octaves")
    let indexBits = NumberFormats.numeratorTableIndexBits
    let fraction = wire("fraction", steps[0...(indexBits - 1)].asUnsigned)
    let mantissa = table(
      "mantissa", of: power.mantissa.type, NumberFormats.numeratorTable, at: fraction)
    let powerValid = delayed("powerValid", stepsValid, reset: 0)
    when(stepsValid) {
      power <== PowerOfTwo(mantissa: mantissa, octave: steps[indexBits...].asUnsigned)
    }
    let shifted = wire("shifted", power.mantissa.shiftedRight(by: power.octave))
    let low = NumberFormats.numeratorTableShift
    let whole = shifted[low...(low + NumberFormats.numeratorBits - 1)].asUnsigned
    let roundUp = concatenate(
      Signal(0, .bits(NumberFormats.numeratorBits - 1)), shifted[low - 1])
    let newNumeratorValid = delayed("newNumeratorValid", powerValid, reset: 0)
    when(powerValid) { newNumerator <== whole &+ roundUp.asUnsigned }

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
