import AttentionSpec
import HardwareDSL
import HardwareLibrary

/// One processing element of the sparser engine with all that is its own: rows from their
/// queries to their outputs, by the slots that all elements walk in step.
final class ProcessingElement: Module {
  /// Cycles from the issue of a chunk to its words at the lines.
  static let operandLatency = 2
  /// Cycles from the start of a drain to the outputs at the first position of all lines; those at
  /// position `p` come `p` cycles later.
  static let drainLatency = FinishedRows.latency

  let queryWord: Valid<QueryWord>
  let row: Valid<GivenRow>
  let hasRoom = output(
    .bit, "two more rows fit beside those that were given in earlier cycles")

  let scoreSlot: Valid<SlotEntry>
  let outputSlot: Valid<SlotEntry>
  let scoreReady = output(.bit, "the slot shown for scores may pass")
  let outputReady = output(.bit, "the slot shown for outputs may pass")
  let step: WalkStep
  let keysArrived: Arrivals
  let valuesArrived: Arrivals

  let keyValue: KeyValueRead
  let division: ReadyValid<DivisionRequest>
  let scale: Valid<RowScale>
  let drain: DrainPort

  let tap: ElementTaps

  let query: QueryRing
  let scoreRows: StreamFIFO<WalkedRow>
  let scoreWalk: RowWalk
  let outputRows: MemoryFIFO<WalkedRow>
  let outputWalk: RowWalk
  let lines: ElementLines
  let softmax: RowSoftmax
  let numerators: NumeratorRing
  let finished: FinishedRows

  let issued: IssuedChunk
  let fetched: LinesEntry
  let underWay: Signal

  private let configuration: AcceleratorConfiguration

  init(_ configuration: AcceleratorConfiguration) {
    self.configuration = configuration
    let rowSumBits = configuration.rowSumBits
    queryWord = Valid(.input(), "of the row that is given next") { QueryWord($0, configuration) }
    row = Valid(.input(), "with the last word of its query, or later") {
      GivenRow($0, configuration)
    }
    scoreSlot = Valid(.input(), "a slot is shown for scores") { SlotEntry($0, configuration) }
    outputSlot = Valid(.input(), "a slot is shown for outputs") { SlotEntry($0, configuration) }
    step = WalkStep(.input(), configuration)
    keysArrived = Arrivals(.input(), configuration)
    valuesArrived = Arrivals(.input(), configuration)
    keyValue = KeyValueRead(ofPlaces: .output(), configuration)
    division = .output { DivisionRequest($0, rowSumBits: rowSumBits) }
    scale = Valid(.input(), "of the row sums in their order") {
      RowScale($0, rowSumBits: rowSumBits)
    }
    drain = DrainPort(.output(), configuration)
    tap = ElementTaps(.output(), configuration)

    query = QueryRing(configuration)
    scoreRows = StreamFIFO(depth: QueryRing.rows - 1) { WalkedRow($0, configuration) }
    scoreWalk = RowWalk(configuration)
    outputRows = MemoryFIFO(depth: configuration.memory.rows) { WalkedRow($0, configuration) }
    outputWalk = RowWalk(configuration)
    lines = ElementLines(configuration)
    softmax = RowSoftmax(configuration)
    numerators = NumeratorRing(depth: configuration.memory.scores)
    finished = FinishedRows(configuration)

    issued = IssuedChunk(.dataRegister(), configuration)
    fetched = LinesEntry(.dataRegister(), configuration)
    underWay = register(
      .unsigned(bitsToHold(configuration.memory.rows)), reset: 0,
      "rows whose last output has not passed")
  }

  var moduleName: String { configuration.name + "_processing_element" }

  var documentation: Documentation {
    Documentation(
      "Element of the sparser engine: rows from their queries to their outputs.",
      latency: [
        .cycles(
          Self.operandLatency + ElementLines.scoreLatency, from: step.issuesScores, to: tap.score,
          note: "for the last chunk of an entry"),
        .cycles(Self.drainLatency, from: drain.start, to: drain.bytes),
      ],
      throughput: [
        .several(
          configuration.featuresPerCycle, "products", from: step.issuesScores, to: tap.score)
      ],
      reset: [
        .control, .value(0, of: tap.valid, division.valid, drain.isReady, keyValue.enable),
        .value(1, of: hasRoom),
      ],
      combinationalPaths: [
        .path(from: scoreSlot.token, keysArrived, to: scoreReady),
        .path(from: outputSlot.token, valuesArrived, to: outputReady),
      ])
  }

  var body: Behavior {
    given
    walks
    issue
    results
  }

  @HardwareBuilder private var given: Behavior {
    section("Rows are given")
    query.given <== GivenQuery(word: queryWord, endsRow: row.valid)
    let outputRow = WalkedRow(
      tag: row.scores.tag, start: row.valueStart, entries: row.scores.entries)
    enqueue(
      Valid(row.valid, row.scores), into: scoreRows.input, "ScoreRowFits",
      "no more rows wait for their scores than there is room for")
    enqueue(
      Valid(row.valid, outputRow), into: outputRows.input, "OutputRowFits",
      "no more rows wait for their outputs than there is room for")
    softmax.settings <== Valid(row.valid, row.settings)
    tally(underWay, up: row.valid, down: outputWalk.endsRow)
    hasRoom
      <== (query.hasRoom && underWay <= .number(configuration.memory.rows - 2))
  }

  @HardwareBuilder private var walks: Behavior {
    section("Both walks: a slot passes when all elements are ready for it")
    [scoreWalk.row, outputWalk.row] <== [scoreRows.output, outputRows.output]
    scoreWalk.shown
      <== ShownSlot(
        slot: scoreSlot, arrived: keysArrived,
        room: WalkRoom(forEntry: numerators.hasPlace, forRowEnd: Signal(1, .bit)),
        passes: step.passesScores)
    outputWalk.shown
      <== ShownSlot(
        slot: outputSlot, arrived: valuesArrived,
        room: WalkRoom(forEntry: numerators.isThere, forRowEnd: finished.hasPlace),
        passes: step.passesOutputs)
    [scoreReady, outputReady] <== [scoreWalk.ready, outputWalk.ready]
    numerators.passes <== EntryPasses(score: scoreWalk.takes, output: outputWalk.takes)
  }

  @HardwareBuilder private var issue: Behavior {
    section("Issue: the entries that have passed go to their operands, a chunk a cycle")
    let (scoreEntry, outputEntry) = (scoreWalk.pending, outputWalk.pending)
    let score = wire("issuesScore", step.issuesScores && scoreEntry.valid)
    let output = wire("issuesOutput", step.issuesOutputs && outputEntry.valid)
    let issues = wire("issues", score || output)
    claim("IssuesOne", !(step.issuesScores && step.issuesOutputs), "one phase is issued a cycle")
    // What was read stays: where rows have one chunk, the word of the query for all entries of a
    // row, and the numerator for all chunks of an entry, so that its place is soon free.
    let readsQuery = configuration.chunksMax > 1 ? score : score && scoreEntry.first
    when(issues) {
      issued
        <== IssuedChunk(
          place: mux(output, outputEntry.place, scoreEntry.place), readsQuery: readsQuery,
          readsNumerator: output && step.firstChunk,
          entry: LinesEntry(
            outputStationary: output, first: mux(output, outputEntry.first, step.firstChunk),
            last: mux(output, outputEntry.last, step.lastChunk),
            endsRow: mux(output, step.lastChunk, scoreEntry.last), chunk: step.chunk))
    }
    operands(isIssued: delayed("isIssued", issues, reset: 0))
  }

  @HardwareBuilder private func operands(isIssued: Signal) -> Behavior {
    section("Operands: query, key or value, and softmax numerator")
    let entry = issued.entry
    let bankBits = keyValue.bank.width
    keyValue.request
      <== KeyValueRequest(
        enable: isIssued, bank: issued.place[..<bankBits].asUnsigned,
        address: concatenate(issued.place[bankBits...], entry.chunk).asUnsigned)
    query.read.request
      <== QueryRequest(
        enable: isIssued && issued.readsQuery, chunk: entry.chunk,
        advances: isIssued && issued.endsScoredRow)
    numerators.read.request
      <== NumeratorRequest(
        enable: isIssued && issued.readsNumerator,
        advances: isIssued && entry.outputStationary && entry.endsRow)

    when(isIssued) { fetched <== entry }
    lines.operands
      <== Valid(
        delayed("isFetched", isIssued, reset: 0),
        LinesOperands(
          entry: fetched, query: query.read.words, keyValue: keyValue.words,
          numerator: numerators.read.numerator))
  }

  @HardwareBuilder private var results: Behavior {
    section("Scores to numerators, sums to outputs")
    softmax.score <== lines.score
    numerators.numerator <== softmax.result.numerator
    division <== softmax.division
    finished.events
      <== RowEvents(
        given: Valid(row.valid, row.place), passesEnd: outputWalk.endsRow, sums: lines.sums,
        scale: scale)
    drain <== finished.drain
    tap
      <== ElementTaps(
        score: Tap(valid: lines.score.valid, payload: Item(lines.score.value)),
        numerator: softmax.result.numerator.tap, rowSum: softmax.result.rowSum.tap)
  }
}
