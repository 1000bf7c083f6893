import AttentionSpec
import HardwareDSL

/// What the output requantization divides a row's sums by; see `NumberFormats`.
struct RowScale: SignalBundle {
  let reciprocal: Signal
  let alignment: Signal

  static func alignmentBits(rowSumBits: Int) -> Int {
    bitsToHold(rowSumBits - NumberFormats.rowSumBitsMin)
  }
}

extension RowScale {
  init(_ field: FieldMaker, rowSumBits: Int) {
    reciprocal = field(.unsigned(NumberFormats.reciprocalBits))
    alignment = Self.alignment(field, rowSumBits: rowSumBits)
  }

  static func alignment(_ field: FieldMaker, rowSumBits: Int) -> Signal {
    field(
      .unsigned(alignmentBits(rowSumBits: rowSumBits)),
      "bit length of the row sum, less \(NumberFormats.rowSumBitsMin)")
  }
}

/// What requantizers of several lines have in common: which of their stages hold sums, and what
/// these are scaled by.
struct RequantizerControl: SignalBundle {
  let align: Signal
  let multiply: Signal
  let round: Signal
  let alignment: Signal
  let reciprocal: Signal
}

extension RequantizerControl {
  init(_ field: FieldMaker, rowSumBits: Int) {
    align = field(.bit)
    multiply = field(.bit)
    round = field(.bit)
    alignment = RowScale.alignment(field, rowSumBits: rowSumBits)
    reciprocal = field(.unsigned(NumberFormats.reciprocalBits), "of the sum to be multiplied")
  }
}

/// The sums of a line's MACs.
struct LineSums: SignalBundle {
  let totals: [Signal]
}

/// The score of an entry.
struct Score: SignalBundle {
  let value: Signal
  let endsRow: Signal
}

extension Score {
  init(_ field: FieldMaker, bits: Int) {
    value = field(.signed(bits))
    endsRow = field(.bit, "the score is its row's last")
  }
}
