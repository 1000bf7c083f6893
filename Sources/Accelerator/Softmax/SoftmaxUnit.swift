import AttentionSpec
import HardwareDSL

/// Integer softmax numerators and row sums; see `NumberFormats` for the definition.
final class SoftmaxUnit: Module {
  /// Cycles from an entry to its weight.
  static let latency = 5

  let entry: Valid<SoftmaxEntry>
  let scale = input(.unsigned(NumberFormats.softmaxScaleBits))
  let weight = Valid(
    .output(), .unsigned(NumberFormats.weightBits), "softmax numerator, 255 for the maximum")
  let rowSum: Valid<Item>

  let distance: Signal
  let scaled: Signal
  let steps = dataRegister(.unsigned(NumberFormats.distanceBits), "distance in 1/32 octaves")
  let power = PowerOfTwo(.dataRegister())
  let newWeight = dataRegister(.unsigned(NumberFormats.weightBits))
  let partialSum: Signal
  let atRowStart = register(.bit, reset: 1)

  private let sumBits: Int
  private let rowSumBits: Int

  init(sumBits: Int, rowSumBits: Int) {
    self.sumBits = sumBits
    self.rowSumBits = rowSumBits
    entry = Valid(.input()) { SoftmaxEntry($0, sumBits: sumBits) }
    rowSum = Valid(.output(), .unsigned(rowSumBits), "sum of the row's weights")
    distance = dataRegister(.unsigned(sumBits))
    scaled = dataRegister(.unsigned(sumBits + NumberFormats.softmaxScaleBits))
    partialSum = dataRegister(.unsigned(rowSumBits))
  }

  var moduleName: String { "softmax_unit_acc\(sumBits)_sum\(rowSumBits)" }

  var documentation: Documentation {
    Documentation(
      "Softmax numerators 255 * 2^-x of scores below their row's maximum, and their row sums.",
      latency: [
        .cycles(Self.latency, from: entry.valid, to: weight.valid, weight.payload),
        .cycles(
          Self.latency + 1, from: entry.valid, to: rowSum.valid,
          note: "for the last entry of a row"),
      ],
      throughput: [.one("entry", from: entry.valid, to: weight.valid)],
      reset: [.control, .value(0, of: weight.valid, rowSum.valid)], combinationalPaths: .none)
  }

  var body: Behavior {
    weights
    rowSums
  }

  @HardwareBuilder private var weights: Behavior {
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
    let indexBits = NumberFormats.weightTableIndexBits
    let fraction = wire("fraction", steps[0...(indexBits - 1)].asUnsigned)
    let mantissa = table(
      "mantissa", of: power.mantissa.type, NumberFormats.weightTable, at: fraction)
    let powerValid = delayed("powerValid", stepsValid, reset: 0)
    when(stepsValid) {
      power <== PowerOfTwo(mantissa: mantissa, octave: steps[indexBits...].asUnsigned)
    }
    let shifted = wire("shifted", power.mantissa.shiftedRight(by: power.octave))
    let low = NumberFormats.weightTableShift
    let whole = shifted[low...(low + NumberFormats.weightBits - 1)].asUnsigned
    let roundUp = concatenate(
      Signal(0, .bits(NumberFormats.weightBits - 1)), shifted[low - 1])
    let newWeightValid = delayed("newWeightValid", powerValid, reset: 0)
    when(powerValid) { newWeight <== whole &+ roundUp.asUnsigned }

    weight <== Valid(newWeightValid, newWeight)
  }

  @HardwareBuilder private var rowSums: Behavior {
    section("Row sums")
    let ends = pipeline("ends", entry.valid && entry.endsRow, stages: Self.latency)
    let zero = Signal(0, .unsigned(rowSumBits))
    let sumSoFar = wire("sumSoFar", mux(atRowStart, zero, partialSum))
    let newSum = wire("newSum", sumSoFar + newWeight)
    claim(
      "RowSumFits", !weight.valid || !newSum[rowSumBits],
      "the weights of a row add to no more than a row sum holds")
    when(weight.valid) {
      partialSum <== newSum.truncated(to: rowSumBits)
      atRowStart <== ends
    }
    rowSum <== Valid(delayed("sumReady", ends, reset: 0), partialSum)
  }
}
