import AttentionSpec
import HardwareDSL
import HardwareLibrary

/// One processing element of the attention engine with all that is its own: rows from their
/// queries to their outputs, by the slots that all elements walk in step.
final class AttentionElement: Module {
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

  let tap: AttentionElementTaps

  let query: QueryRing
  let scoreRows: StreamFIFO<WalkedRow>
  let scoreWalk: RowWalk
  let outputRows: MemoryFIFO<WalkedRow>
  let outputWalk: RowWalk
  let lines: ElementLines
  let softmax: RowSoftmax
  let numerators: NumeratorRing
  let finished: FinishedRows

  let pendingScore: Valid<WalkedEntry>
  let pendingOutput: Valid<WalkedEntry>
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
    tap = AttentionElementTaps(.output(), configuration)

    query = QueryRing(configuration)
    scoreRows = StreamFIFO(depth: QueryRing.rows - 1) { WalkedRow($0, configuration) }
    scoreWalk = RowWalk(configuration)
    outputRows = MemoryFIFO(depth: configuration.memory.rows) { WalkedRow($0, configuration) }
    outputWalk = RowWalk(configuration)
    lines = ElementLines(configuration)
    softmax = RowSoftmax(configuration)
    numerators = NumeratorRing(depth: configuration.memory.scores)
    finished = FinishedRows(configuration)

    pendingScore = Valid(
      register(.bit, reset: 0), WalkedEntry(.dataRegister(), configuration))
    pendingOutput = Valid(
      register(.bit, reset: 0), WalkedEntry(.dataRegister(), configuration))
    issued = IssuedChunk(.dataRegister(), configuration)
    fetched = LinesEntry(.dataRegister(), configuration)
    underWay = register(
      .unsigned(bitsToHold(configuration.memory.rows)), reset: 0,
      "rows whose last output has not passed")
  }

  var moduleName: String { configuration.name + "_attention_element" }

  var documentation: Documentation {
    Documentation(
      "Element of the attention engine: rows from their queries to their outputs.",
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
    operands
    results
  }

  @HardwareBuilder private var given: Behavior {
    section("Rows are given")
    query.word <== queryWord
    query.endsRow <== row.valid
    scoreRows.input.valid <== row.valid
    scoreRows.input.payload <== row.scores
    outputRows.input.valid <== row.valid
    outputRows.input.payload
      <== WalkedRow(tag: row.scores.tag, start: row.valueStart, entries: row.scores.entries)
    softmax.settings <== Valid(row.valid, row.settings)
    finished.row <== Valid(row.valid, row.place)
    tally(underWay, up: row.valid, down: finished.passesRowEnd)
    hasRoom
      <== (query.hasRoom && underWay <= .number(configuration.memory.rows - 2))
    claim(
      "RowFits", !row.valid || (scoreRows.input.ready && outputRows.input.ready),
      "rows are given where there is room")
  }

  @HardwareBuilder private var walks: Behavior {
    section("Both walks: a slot passes when all elements are ready for it")
    scoreWalk.row <== scoreRows.output
    scoreWalk.slot <== scoreSlot
    scoreWalk.arrived <== keysArrived
    scoreWalk.room <== WalkRoom(forEntry: numerators.hasPlace, forRowEnd: 1)
    scoreWalk.passes <== step.passesScores
    scoreReady <== scoreWalk.ready

    outputWalk.row <== outputRows.output
    outputWalk.slot <== outputSlot
    outputWalk.arrived <== valuesArrived
    outputWalk.room <== WalkRoom(forEntry: numerators.isThere, forRowEnd: finished.hasPlace)
    outputWalk.passes <== step.passesOutputs
    outputReady <== outputWalk.ready

    let passesOutput = wire("passesOutput", step.passesOutputs && outputWalk.entry.valid)
    numerators.passesScore <== (step.passesScores && scoreWalk.entry.valid)
    numerators.passesOutput <== passesOutput
    finished.passesRowEnd <== (passesOutput && outputWalk.entry.last)
    when(step.passesScores) { pendingScore <== scoreWalk.entry }
    when(step.passesOutputs) { pendingOutput <== outputWalk.entry }
  }

  @HardwareBuilder private var issue: Behavior {
    section("Issue: the entries that have passed go to their operands, a chunk a cycle")
    let score = wire("issuesScore", step.issuesScores && pendingScore.valid)
    let output = wire("issuesOutput", step.issuesOutputs && pendingOutput.valid)
    claim("IssuesOne", !(step.issuesScores && step.issuesOutputs), "one phase is issued a cycle")
    // Where a row has one chunk, the word of the query stays for all its entries.
    let readsQuery = configuration.chunksMax > 1 ? score : score && pendingScore.first
    if configuration.chunksMax > 1 { unused("scoreIsFirst", pendingScore.first) }
    when(score || output) {
      issued
        <== IssuedChunk(
          place: mux(output, pendingOutput.place, pendingScore.place), readsQuery: readsQuery,
          entry: LinesEntry(
            outputStationary: output, first: mux(output, pendingOutput.first, step.firstChunk),
            last: mux(output, pendingOutput.last, step.lastChunk),
            endsRow: mux(output, step.lastChunk, pendingScore.last), chunk: step.chunk))
    }
  }

  @HardwareBuilder private var operands: Behavior {
    section("Operands: query, key or value, and softmax numerator")
    let isIssued = delayed(
      "isIssued",
      (step.issuesScores && pendingScore.valid) || (step.issuesOutputs && pendingOutput.valid),
      reset: 0)
    let entry = issued.entry
    let bankBits = keyValue.bank.width
    keyValue.enable <== isIssued
    keyValue.bank <== issued.place[..<bankBits].asUnsigned
    keyValue.address <== concatenate(issued.place[bankBits...], entry.chunk).asUnsigned
    query.read.enable <== (isIssued && issued.readsQuery)
    query.read.chunk <== entry.chunk
    query.read.advances <== (isIssued && issued.endsScoredRow)
    let readsNumerator = wire("readsNumerator", isIssued && entry.outputStationary)
    numerators.read.enable <== readsNumerator
    numerators.read.advances <== (readsNumerator && entry.endsRow)

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
    numerators.numerator <== softmax.numerator
    division <== softmax.division
    finished.sums <== lines.sums
    finished.scale <== scale
    drain <== finished.drain
    tap
      <== AttentionElementTaps(
        score: Tap(valid: lines.score.valid, payload: Item(lines.score.value)),
        numerator: softmax.numerator.tap, rowSum: softmax.tap)
  }
}
