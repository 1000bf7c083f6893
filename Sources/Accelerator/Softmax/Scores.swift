import AttentionSpec
import HardwareDSL

/// A score of a complete row, for the softmax unit.
struct SoftmaxEntry: SignalBundle {
  let score: Signal
  let maximum: Signal
  let endsRow: Signal
}

extension SoftmaxEntry {
  init(_ field: FieldMaker, scoreBits: Int) {
    score = field(.signed(scoreBits))
    maximum = field(.signed(scoreBits), "of the entry's row")
    endsRow = field(.bit, "the entry is its row's last")
  }
}

/// How far a score is below its maximum, and a copy of the scale near its use.
struct DistanceFactors: SignalBundle {
  let difference: Signal
  let scale: Signal
}

extension DistanceFactors {
  init(_ field: FieldMaker, scoreBits: Int) {
    difference = field(.unsigned(scoreBits))
    scale = field(.unsigned(NumberFormats.softmaxScaleBits))
  }
}

/// A difference times the halves of the scale: whole products would be a cycle's longest path.
struct ScaledDistance: SignalBundle {
  /// Width of the lower half.
  static let lowBits = NumberFormats.softmaxScaleBits / 2

  let low: Signal
  let high: Signal
}

extension ScaledDistance {
  init(_ field: FieldMaker, scoreBits: Int) {
    low = field(.unsigned(scoreBits + Self.lowBits))
    high = field(.unsigned(scoreBits + NumberFormats.softmaxScaleBits - Self.lowBits))
  }
}

/// A power of two of a distance: a value of the table, to be shifted right by whole octaves.
struct PowerOfTwo: SignalBundle {
  let mantissa: Signal
  let octave: Signal
}

extension PowerOfTwo {
  init(_ field: FieldMaker) {
    mantissa = field(.unsigned(NumberFormats.numeratorTableBits))
    octave = field(.unsigned(NumberFormats.distanceBits - NumberFormats.numeratorTableIndexBits))
  }
}
