import AttentionSpec
import HardwareDSL

/// A score of a complete row, for the softmax unit.
struct SoftmaxEntry: SignalBundle {
  let score: Signal
  let maximum: Signal
  let endsRow: Signal
}

extension SoftmaxEntry {
  init(_ field: FieldMaker, sumBits: Int) {
    score = field(.signed(sumBits))
    maximum = field(.signed(sumBits), "of the entry's row")
    endsRow = field(.bit, "the entry is its row's last")
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
