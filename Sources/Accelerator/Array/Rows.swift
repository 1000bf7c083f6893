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
    alignment = field(
      .unsigned(RowScale.alignmentBits(rowSumBits: rowSumBits)),
      "bit length of the row sum, less \(NumberFormats.rowSumBitsMin)")
  }
}

/// A sum of a row on its way to 8 bits.
struct ScaledSum: SignalBundle {
  let accumulator: Signal
  let scale: RowScale
}

extension ScaledSum {
  init(_ field: FieldMaker, sumBits: Int, rowSumBits: Int) {
    accumulator = field(.signed(sumBits))
    scale = RowScale(field, rowSumBits: rowSumBits)
  }
}

/// A sum that is shifted to a row sum of 8 bits.
struct AlignedSum: SignalBundle {
  let value: Signal
  let reciprocal: Signal
}

extension AlignedSum {
  init(_ field: FieldMaker) {
    value = field(.signed(NumberFormats.alignedBits))
    reciprocal = field(.unsigned(NumberFormats.reciprocalBits))
  }
}

/// The sums of a line at the end of a row.
struct LineSums: SignalBundle {
  let totals: [Signal]
  let scale: RowScale
}

extension LineSums {
  init(_ field: FieldMaker, macs: Int, sumBits: Int, rowSumBits: Int) {
    totals = (0..<macs).map { _ in field(.signed(sumBits)) }
    scale = RowScale(field, rowSumBits: rowSumBits)
  }
}

/// A row whose last numerator is on its way through the lines.
struct FinishedRow: SignalBundle {
  let address: RowAddress
  let scale: RowScale
}

extension FinishedRow {
  init(_ field: FieldMaker, _ configuration: AcceleratorConfiguration) {
    address = RowAddress(field, configuration)
    scale = RowScale(field, rowSumBits: configuration.rowSumBits)
  }
}

/// The outputs of a chunk of a row: one word a line.
struct OutputRow: SignalBundle {
  let address: RowAddress
  let words: [Signal]
}

extension OutputRow {
  init(_ field: FieldMaker, _ configuration: AcceleratorConfiguration) {
    address = RowAddress(field, configuration)
    words = configuration.lineWords(field)
  }
}

/// The score of an entry.
struct Score: SignalBundle {
  let value: Signal
  let endsRow: Signal
}

extension Score {
  init(_ field: FieldMaker, sumBits: Int) {
    value = field(.signed(sumBits))
    endsRow = field(.bit, "the score is its row's last")
  }
}
