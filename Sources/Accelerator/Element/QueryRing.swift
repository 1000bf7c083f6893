import AttentionSpec
import HardwareDSL

/// A chunk of the query of the row that is walked.
struct QueryRingRead: SignalBundle {
  let enable: Signal
  let chunk: Signal
  let advances: Signal
  let words: [Signal]

  /// What goes to the ring.
  var request: QueryRequest { QueryRequest(enable: enable, chunk: chunk, advances: advances) }
}

/// Which chunk of a query is wanted.
struct QueryRequest: SignalBundle {
  let enable: Signal
  let chunk: Signal
  let advances: Signal
}

extension QueryRingRead {
  init(_ field: FieldMaker, _ configuration: AcceleratorConfiguration) {
    enable = field(.bit)
    chunk = field(.unsigned(configuration.chunkBits))
    advances = field(.bit, "with the last chunk of a row's last entry: the next row is read next")
    words = (0..<configuration.linesPerElement).map { _ in
      field.flipped(.bits(configuration.lineWordBits), "the word read last")
    }
  }
}

/// A word of a query, and whether its row is given.
struct GivenQuery: SignalBundle {
  let word: Valid<QueryWord>
  let endsRow: Signal
}

extension GivenQuery {
  init(_ field: FieldMaker, _ configuration: AcceleratorConfiguration) {
    word = Valid(field) { QueryWord($0, configuration) }
    endsRow = field(.bit, "the row is given: all its words have come, or the last one comes now")
  }
}

/// The queries of the rows of an element whose scores are not computed yet.
final class QueryRing: Module {
  /// Rows that there is room for.
  static let rows = 4

  let given: GivenQuery
  let read: QueryRingRead

  let hasRoom = output(.bit, "two more rows fit beside those that were given in earlier cycles")

  let queries: Memory
  let writeRow: Signal
  let readRow: Signal
  let held: Signal

  private let configuration: AcceleratorConfiguration

  init(_ configuration: AcceleratorConfiguration) {
    self.configuration = configuration
    given = GivenQuery(.input(), configuration)
    read = QueryRingRead(.input(), configuration)
    queries = Memory(
      .bits(configuration.featureWordBits), depth: Self.rows << configuration.chunkBits)
    writeRow = register(.unsigned(bitsToIndex(Self.rows)), reset: 0)
    readRow = register(.unsigned(bitsToIndex(Self.rows)), reset: 0)
    held = register(.unsigned(bitsToHold(Self.rows)), reset: 0, "rows that were given")
  }

  var moduleName: String {
    "query_ring_\(configuration.linesPerElement)x\(configuration.lineWordBits)"
      + "_c\(configuration.chunkBits)"
  }

  var documentation: Documentation {
    Documentation(
      "Ring of the queries of \(Self.rows) rows.",
      latency: [
        .cycles(1, from: read.enable, read.chunk, to: read.words),
        .cycles(1, from: given.endsRow, read.advances, to: hasRoom),
      ],
      throughput: [.one("word in and one out", from: read.enable, to: read.words)],
      reset: [.control, .sentence("empty"), .value(1, of: hasRoom)], combinationalPaths: .none)
  }

  private func address(_ row: Signal, _ chunk: Signal) -> Signal {
    concatenate(row, chunk).asUnsigned
  }

  var body: Behavior {
    let (word, endsRow) = (given.word, given.endsRow)
    queries.write(
      concatenate(word.words.reversed()), at: address(writeRow, word.chunk), enable: word.valid)
    when(endsRow) { writeRow <== writeRow &+ 1 }
    queries.read(at: address(readRow, read.chunk), enable: read.enable)
    when(read.advances) { readRow <== readRow &+ 1 }
    read.words <== queries.readData.lanes(of: configuration.lineWordBits)

    tally(held, up: endsRow, down: read.advances)
    hasRoom <== (held <= .number(Self.rows - 2))
    claim(
      "QueriesFit", !word.valid || held != .number(Self.rows), "there is room for every query")
    claim("QueryIsThere", !read.enable || held != 0, "a query that is read was given")
  }
}
