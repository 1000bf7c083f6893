import AttentionSpec
import HardwareDSL

/// What the lines of an element know of an entry's chunk.
struct LinesEntry: SignalBundle {
  let outputStationary: Signal
  let first: Signal
  let last: Signal
  let endsRow: Signal
  let chunk: Signal

  /// Which of the sums of each MAC are those of the chunk, where there are several.
  var sum: Signal? { chunk.width > 0 ? chunk : nil }
}

extension LinesEntry {
  init(_ field: FieldMaker, _ configuration: AcceleratorConfiguration) {
    outputStationary = field(.bit, "1: SpMM, 0: SDDMM")
    first = field(.bit, "a score, or a chunk of a row of outputs, begins")
    last = field(.bit, "it ends")
    endsRow = field(.bit, "the score, or the chunk, is its row's last")
    chunk = field(.unsigned(configuration.chunkBits))
  }
}

/// The operands of all lines of an element in a cycle, one word a line.
struct LinesOperands: SignalBundle {
  let entry: LinesEntry
  let query: [Signal]
  let keyValue: [Signal]
  let numerator: Signal
}

extension LinesOperands {
  init(_ field: FieldMaker, _ configuration: AcceleratorConfiguration) {
    entry = LinesEntry(field, configuration)
    query = configuration.lineWords(field)
    keyValue = configuration.lineWords(field)
    numerator = field(.unsigned(NumberFormats.numeratorBits))
  }
}

/// The complete sums of a chunk of a row.
struct FinishedSums: SignalBundle {
  let endsRow: Signal
  let line: [LineSums]
}

extension FinishedSums {
  init(_ field: FieldMaker, _ configuration: AcceleratorConfiguration) {
    endsRow = field(.bit, "the chunk is its row's last")
    line = (0..<configuration.linesPerElement).map { _ in
      LineSums(
        totals: (0..<configuration.array.macsPerLine).map { _ in
          field(.signed(configuration.accumulatorBits))
        })
    }
  }
}
