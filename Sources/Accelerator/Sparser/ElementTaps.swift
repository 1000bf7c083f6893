import AttentionSpec
import HardwareDSL

/// What a test bench sees of an element.
struct ElementTaps: SignalBundle {
  let score: Tap<Item>
  let numerator: Tap<Item>
  let rowSum: Tap<Item>
  let output: Tap<Item>

  /// Whether each shows something.
  var valid: [Signal] { [score.valid, numerator.valid, rowSum.valid, output.valid] }
}

extension ElementTaps {
  init(_ field: FieldMaker, _ configuration: AcceleratorConfiguration) {
    score = Tap(field, .signed(configuration.scoreBits))
    numerator = Tap(field, .unsigned(NumberFormats.numeratorBits))
    rowSum = Tap(field, .unsigned(configuration.rowSumBits))
    output = Tap(
      field, .bits(RowAddress.bits(configuration)), "row and chunk, whose last outputs are written")
  }
}
