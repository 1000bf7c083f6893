import AttentionSpec
import HardwareDSL

/// What all features of a head's decoding have in common in one cycle.
struct DecoderStep: SignalBundle {
  /// One a code of the beat; 0 for one that is not of the token.
  let weight: [Signal]
  let bias: Signal
  /// By how much the sum is shifted right.
  let shift: Signal
  /// The first and the last beat with codes of the token.
  let first: Signal
  let last: Signal
}

extension DecoderStep {
  /// Widths of biases and sums, and of shifts.
  static let sumBits = 24
  static let shiftBits = 5

  init(_ field: FieldMaker, codes: Int) {
    weight = (0..<codes).map { _ in field(.signed(NumberFormats.operandBits)) }
    bias = field(.signed(Self.sumBits))
    shift = field(.unsigned(Self.shiftBits), "by which the sum is shifted right")
    first = field(.bit, "the first beat with codes of the token")
    last = field(.bit, "the last such beat")
  }
}

/// The codes of a feature in a beat.
struct FeatureCodes: SignalBundle {
  let code: [Signal]
}

/// What a line of a decoder works on.
struct DecoderFactors: SignalBundle {
  let step: DecoderStep
  let codes: [FeatureCodes]
}

extension DecoderFactors {
  init(_ field: FieldMaker, features: Int, codes count: Int) {
    step = DecoderStep(field, codes: count)
    codes = (0..<features).map { _ in
      FeatureCodes(code: (0..<count).map { _ in field(.signed(NumberFormats.operandBits)) })
    }
  }
}
