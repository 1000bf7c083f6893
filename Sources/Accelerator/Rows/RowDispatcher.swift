import AttentionSpec
import HardwareDSL

/// Gives rows to their elements in the order in which they begin, each with its query, when the
/// query has arrived and the element has room.
final class RowDispatcher: Module {
  let rows: ReadyValid<RowRecord>
  let written: Signal
  let arrived: Arrivals
  let hasRoom: [Signal]
  let lastChunk: Signal
  let clear = input(.bit, "a program begins: no row is counted")

  let lookup: HeadLookup
  let read: QueryRead
  let queryWord: QueryWord
  let row: GivenRow
  let givesWord, givesRow: [Signal]
  let dispatched = output(
    .unsigned(AcceleratorConfiguration.progressBits), "rows whose queries have been read")

  let unit = register(.unsigned(UnitTable.numberBits), reset: 0, "the number of the unit")
  let isAsked = register(.bit, reset: 0, "the row asks for its head")
  let isFound = register(.bit, reset: 0, "the row knows its head")
  let isPlaced = register(.bit, reset: 0, "the row waits for its element")
  let asked: AskedRow
  let found, placed: DispatchedRow
  let given: RowAtElement
  let chunk: Signal
  let counted = register(.unsigned(AcceleratorConfiguration.progressBits), reset: 0)

  private let configuration: AcceleratorConfiguration
  private static let tagBits = AcceleratorConfiguration.tagBits

  init(_ configuration: AcceleratorConfiguration) {
    self.configuration = configuration
    let elements = 0..<configuration.array.elements
    rows = .input { RowRecord($0, configuration) }
    written = input(
      .unsigned(UnitTable.numberBits), "the number of the first unit that is not known")
    arrived = Arrivals(.input(), configuration)
    hasRoom = elements.map { _ in
      input(.bit, "two more rows fit beside those given in earlier cycles")
    }
    lastChunk = input(.unsigned(configuration.chunkBits), "the number of the last chunk of a token")
    lookup = HeadLookup(.output(), configuration)
    read = QueryRead(.output(), configuration)
    queryWord = QueryWord(.output(), configuration)
    row = GivenRow(.output(), configuration)
    givesWord = elements.map { _ in output(.bit, "the element gets a word of its next query") }
    givesRow = elements.map { _ in output(.bit, "the element gets a row, with its last word") }
    asked = AskedRow(.dataRegister(), configuration)
    found = DispatchedRow(.dataRegister(), configuration)
    placed = DispatchedRow(.dataRegister(), configuration)
    given = RowAtElement(.dataRegister(), configuration)
    chunk = register(.unsigned(configuration.chunkBits), reset: 0)
  }

  var moduleName: String { configuration.name + "_row_dispatcher" }

  var documentation: Documentation {
    Documentation(
      "Gives rows to \(configuration.array.elements.counted("element")), with their queries, "
        + "settings and places.",
      latency: [
        .cycles(0, from: rows, to: lookup.enable),
        .cycles(3, from: rows, to: read.enable),
        .cycles(4, from: rows, to: givesWord),
        .cycles(0, from: read.words, to: queryWord.words),
      ],
      throughput: [.one("row", from: rows, to: givesWord, note: "of one chunk")],
      reset: [
        .sentence("no row is under way"),
        .value(0, of: read.enable, givesWord, givesRow, dispatched),
      ],
      combinationalPaths: Documentation.Paths(
        [
          .path(
            from: rows.valid, rows.payload.token, written, arrived, hasRoom, lastChunk,
            to: lookup.enable),
          .path(
            from: rows.payload.token, written, arrived, hasRoom, lastChunk, to: rows.ready),
          .path(from: rows.payload.head, to: lookup.head),
          .path(from: hasRoom, to: read.enable),
        ] + zip(read.words, queryWord.words).map { .path(from: $0, to: $1) }))
  }

  var body: Behavior {
    let isLast = possiblyConstant("isLast", chunk == lastChunk)
    let isBegun = possiblyConstant("isBegun", chunk != 0)
    let mayGo = wire("mayGo", isBegun || select(hasRoom, at: placed.element))
    let reads = wire("reads", isPlaced && mayGo)
    let placedMoves = wire("placedMoves", !isPlaced || (mayGo && isLast))
    let foundMoves = wire("foundMoves", !isFound || placedMoves)
    let askedMoves = wire("askedMoves", !isAsked || foundMoves)
    asking(askedMoves)
    finding(foundMoves, placedMoves)
    section("The query is read when the element has room, and goes to it with the row")
    when(reads) { chunk <== mux(isLast, 0, chunk &+ 1) }
    giving(reads, reads && isLast)
  }

  @HardwareBuilder private func asking(_ moves: Signal) -> Behavior {
    section("A row of a known unit whose query has arrived asks for its head")
    let record = rows.payload
    let tag = wire("tag", unit.truncated(to: Self.tagBits))
    let isThere = wire("isThere", select(arrived.count, at: tag) > record.token)
    rows.ready <== (moves && unit != written && isThere)
    lookup.request <== HeadRequest(enable: rows.fires, tag: tag, head: record.head)
    when(moves) { isAsked <== rows.fires }
    when(rows.fires) {
      asked
        <== AskedRow(
          element: record.element,
          place: UnitRow(tag: tag, head: record.head, token: record.token), entries: record.entries)
      when(record.endsUnit) { unit <== unit &+ 1 }
    }
  }

  @HardwareBuilder private func finding(_ moves: Signal, _ placedMoves: Signal) -> Behavior {
    section("Places of the head, then that of the query")
    let places = lookup.places
    when(moves) { isFound <== isAsked }
    when(moves && isAsked) {
      found
        <== DispatchedRow(
          element: asked.element,
          given: GivenRow(
            scores: WalkedRow(
              tag: asked.place.tag, start: places.key,
              entries: (asked.entries + 1).truncated(to: configuration.tokenCountBits)),
            settings: lookup.settings, valueStart: places.value,
            place: asked.place),
          query: places.query)
    }
    when(placedMoves) { isPlaced <== isFound }
    when(placedMoves && isFound) {
      placed
        <== DispatchedRow(
          element: found.element, given: found.given,
          query: place(found.query, found.given.place.token))
    }
  }

  private func place(_ start: Signal, _ token: Signal) -> Signal {
    (start &+ token.extended(to: max(token.width, start.width))).truncated(to: start.width)
  }

  @HardwareBuilder private func giving(_ reads: Signal, _ ends: Signal) -> Behavior {
    read.request <== QueryMemoryRequest(enable: reads, place: placed.query, chunk: chunk)
    let isWordGiven = delayed("isWordGiven", reads, reset: 0)
    let isRowGiven = delayed("isRowGiven", ends, reset: 0)
    when(reads) {
      given <== RowAtElement(element: placed.element, chunk: chunk, row: placed.given)
    }
    queryWord <== QueryWord(chunk: given.chunk, words: read.words)
    row <== given.row
    for element in givesWord.indices {
      let isIts = possiblyConstant("isFor_\(element)", given.element == .number(element))
      givesWord[element] <== (isWordGiven && isIts)
      givesRow[element] <== (isRowGiven && isIts)
    }
    section("Rows whose queries are read no more")
    when(clear) { counted <== 0 }.elseWhen(ends) { counted <== counted &+ 1 }
    dispatched <== counted
  }
}
