import AttentionSpec
import HardwareDSL

/// What a test bench sees of an element. Rows come in the order in which they were given.
struct ElementTaps: SignalBundle {
  let score: Tap<Item>
  let numerator: Tap<Item>
  let rowSum: Tap<Item>

  /// Whether each shows something.
  var valid: [Signal] { [score.valid, numerator.valid, rowSum.valid] }
}

extension ElementTaps {
  init(_ field: FieldMaker, _ configuration: AcceleratorConfiguration) {
    score = Tap(field, .signed(configuration.scoreBits))
    numerator = Tap(field, .unsigned(NumberFormats.numeratorBits))
    rowSum = Tap(field, .unsigned(configuration.rowSumBits))
  }
}
