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

/// The sums of an element's lines at the end of a row.
struct RowSums: SignalBundle {
  let line: [LineSums]
  let scale: RowScale
}

extension RowSums {
  init(_ field: FieldMaker, lines: Int, macs: Int, sumBits: Int, rowSumBits: Int) {
    line = (0..<lines).map { _ in
      LineSums(totals: (0..<macs).map { _ in field(.signed(sumBits)) })
    }
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

/// The outputs of the MACs at one position of their lines.
struct PositionedWord: SignalBundle {
  let position: Signal
  let isLast: Signal
  let bytes: Signal
}

extension PositionedWord {
  init(_ field: FieldMaker, lines: Int, macs: Int) {
    position = field(.unsigned(bitsToIndex(macs)), "of the MACs in their lines")
    isLast = field(.bit, "the word is of the last position")
    bytes = field(.bits(NumberFormats.operandBits * lines), "signed, the first line's lowest")
  }
}

/// A word of the outputs of a chunk of a row.
struct OutputWord: SignalBundle {
  let address: RowAddress
  let word: PositionedWord
}

extension OutputWord {
  init(_ field: FieldMaker, _ configuration: AcceleratorConfiguration) {
    address = RowAddress(field, configuration)
    word = PositionedWord(
      field, lines: configuration.linesPerElement, macs: configuration.array.macsPerLine)
  }
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

extension Valid where Payload == OutputWord {
  /// What it does to the outputs of its element.
  var write: OutputWrite {
    OutputWrite(
      enable: valid, address: payload.address.asBits.asUnsigned, position: payload.word.position,
      bytes: payload.word.bytes)
  }
}
