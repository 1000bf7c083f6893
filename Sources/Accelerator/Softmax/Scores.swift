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

/// A difference times each part of the scale.
struct ScaledDistance: SignalBundle {
  /// The bits of the scale that each part is a product with: a third, since one product of all
  /// would be the longest path.
  static let parts = stride(from: 0, to: NumberFormats.softmaxScaleBits, by: partBits).map {
    $0..<min($0 + partBits, NumberFormats.softmaxScaleBits)
  }
  private static let partBits = (NumberFormats.softmaxScaleBits + 2) / 3

  let parts: [Signal]
}

extension ScaledDistance {
  init(_ field: FieldMaker, scoreBits: Int) {
    parts = Self.parts.map { field(.unsigned(scoreBits + $0.count)) }
  }

  init(_ factors: DistanceFactors) {
    parts = Self.parts.map { factors.difference * factors.scale[$0].asUnsigned }
  }

  /// The whole product.
  func product(bits: Int) -> Signal {
    sum(of: zip(parts, Self.parts).map { $0.shiftedLeft(by: $1.lowerBound) }).truncated(to: bits)
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
