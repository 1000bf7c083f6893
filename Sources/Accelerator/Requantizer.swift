import AttentionSpec
import HardwareDSL

/// Divides a row's sum by its softmax denominator and brings it to 8 bits; see `NumberFormats`.
final class Requantizer: Module {
  static let latency = 3

  let valid = input(.bit)
  let accumulator: Signal
  let alignment: Signal
  let reciprocal = input(.unsigned(NumberFormats.reciprocalBits))
  let resultValid = output(.bit)
  let result = output(.signed(8))

  let aligned = dataRegister(.signed(NumberFormats.alignedBits))
  let alignedValid = register(.bit, reset: 0)
  let alignedReciprocal = dataRegister(.unsigned(NumberFormats.reciprocalBits))
  let scaled: Signal
  let scaledValid = register(.bit, reset: 0)
  let rounded = dataRegister(.signed(8))
  let roundedValid = register(.bit, reset: 0)

  private let sumBits: Int

  init(sumBits: Int, rowSumBits: Int) {
    self.sumBits = sumBits
    accumulator = input(.signed(sumBits))
    alignment = input(
      .unsigned(Requantizer.alignmentBits(rowSumBits: rowSumBits)),
      "bit length of the row sum, less \(NumberFormats.rowSumBitsMinimum)")
    scaled = dataRegister(.signed(NumberFormats.alignedBits + NumberFormats.reciprocalBits + 1))
  }

  static func alignmentBits(rowSumBits: Int) -> Int {
    max(1, bitsToHold(rowSumBits - NumberFormats.rowSumBitsMinimum))
  }

  var moduleName: String { "requantizer_acc\(sumBits)_align\(alignment.width)" }

  var documentation: Documentation {
    Documentation(
      "Output requantization: align the sum, multiply by the row's reciprocal, round, saturate.",
      latency: [.cycles(Self.latency, from: valid, to: resultValid, result)],
      throughput: [.one("sum", from: valid, to: resultValid)],
      reset: [.control, .value(0, of: resultValid)], combinationalPaths: .none)
  }

  var body: Behavior {
    // A zero below the sum: after the shift, bit 0 is the highest bit shifted out, which rounds.
    let widened = wire("widened", accumulator.shiftedLeft(by: 1))
    let shifted = wire("shifted", widened.shiftedRight(by: alignment))
    let whole = shifted[1...NumberFormats.alignedBits].asSigned
    let signs = shifted[NumberFormats.alignedBits...(shifted.width - 1)]
    claim("AlignedFits", !valid || signs.areAllSet || !signs.isAnySet)
    let roundUp = concatenate(Signal(0, .bits(NumberFormats.alignedBits - 1)), shifted[0])
    alignedValid <== valid
    when(valid) {
      aligned <== whole &+ roundUp.asSigned
      alignedReciprocal <== reciprocal
    }

    let factor = wire("factor", alignedReciprocal.toSigned())
    let product = wire("product", aligned * factor)
    scaledValid <== alignedValid
    when(alignedValid) { scaled <== product }

    let half = Signal(1 << (NumberFormats.outputShift - 1), scaled.type)
    let sum = wire("sum", scaled + half)
    let quotient = wire("quotient", sum.shiftedRight(by: NumberFormats.outputShift))
    roundedValid <== scaledValid
    when(scaledValid) { rounded <== quotient.saturated(to: 8) }

    resultValid <== roundedValid
    result <== rounded
  }
}
