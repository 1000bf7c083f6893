import AttentionSpec
import HardwareDSL
import HardwareLibrary

/// What happens to the rows of an element until they are finished.
struct RowEvents: SignalBundle {
  let given: Valid<UnitRow>
  let passesEnd: Signal
  let sums: Valid<FinishedSums>
  let scale: Valid<RowScale>
}

extension RowEvents {
  init(_ field: FieldMaker, _ configuration: AcceleratorConfiguration) {
    given = Valid(field, "a row is given to the element") { UnitRow($0, configuration) }
    passesEnd = field(.bit, "the last entry of a row passes for its output, and takes a place")
    sums = Valid(field, "of a chunk of a row") { FinishedSums($0, configuration) }
    scale = Valid(field, "of the rows in their order") {
      RowScale($0, rowSumBits: configuration.rowSumBits)
    }
  }
}

/// Sums of finished rows of an element, from the lines to the outputs: all sums of a chunk enter at
/// once, wait for the row's scale, and leave through a requantizer a line, a position a cycle.
final class FinishedRows: Module {
  /// Cycles from the start of a drain to the outputs at the first position.
  static let latency = 3 + OutputRequantizer.latency

  let events: RowEvents

  let hasPlace = output(.bit, "there is a place for a further row")
  let drain: DrainPort

  let position: [Memory]
  let rows: MemoryFIFO<UnitRow>
  let scales: MemoryFIFO<RowScale>
  let requantizer: [OutputRequantizer]
  let taken: Signal
  let writePlace: Signal
  let readPlace: Signal
  let written: Signal
  let lastChunk: Signal
  let chunk: Signal
  let waiting: Signal
  let waitingScales: Signal
  let isReading = register(.bit, reset: 0)
  let readPosition: Signal
  let readsRowEnd = dataRegister(.bit, "the chunk that is read is its row's last")
  let sum: [Signal]
  let held: RowScale

  private let configuration: AcceleratorConfiguration
  private let macs: Int
  private let places: Int

  init(_ configuration: AcceleratorConfiguration) {
    self.configuration = configuration
    let (lines, sumBits) = (configuration.linesPerElement, configuration.accumulatorBits)
    let (rowSumBits, memory) = (configuration.rowSumBits, configuration.memory)
    macs = configuration.array.macsPerLine
    places = memory.finishedRows * configuration.chunksMax
    let places = places
    events = RowEvents(.input(), configuration)
    drain = DrainPort(.output(), configuration)
    position = (0..<macs).map { _ in
      Memory(.bits(lines * sumBits), depth: places, "The sums at one position of all lines")
    }
    let rowsMax = memory.rows + memory.finishedRows
    rows = MemoryFIFO(depth: rowsMax) { UnitRow($0, configuration) }
    scales = MemoryFIFO(depth: rowsMax) { RowScale($0, rowSumBits: rowSumBits) }
    requantizer = (0..<lines).map { _ in
      OutputRequantizer(sumBits: sumBits, rowSumBits: rowSumBits)
    }
    taken = register(
      .unsigned(bitsToHold(memory.finishedRows)), reset: 0, "places of rows that are taken")
    writePlace = register(.unsigned(bitsToIndex(places)), reset: 0)
    readPlace = register(.unsigned(bitsToIndex(places)), reset: 0)
    let chunk = HardwareType.unsigned(configuration.chunkBits)
    written = register(chunk, reset: 0, "the chunk whose sums come next")
    lastChunk = register(chunk, reset: 0, "the same for all rows that are under way")
    self.chunk = register(chunk, reset: 0, "the chunk that is drained next")
    waiting = register(
      .unsigned(bitsToHold(memory.finishedRows)), reset: 0,
      "rows to be drained, all their sums there")
    waitingScales = register(
      .unsigned(bitsToHold(rowsMax)), reset: 0, "scales of rows that are to be drained")
    readPosition = register(.unsigned(bitsToIndex(macs)), reset: 0)
    sum = (0..<lines).map { _ in dataRegister(.signed(sumBits)) }
    held = RowScale(.dataRegister(), rowSumBits: rowSumBits)
  }

  var moduleName: String {
    "finished_rows_\(sum.count)x\(macs)_acc\(configuration.accumulatorBits)"
      + "_align\(held.alignment.width)_f\(configuration.memory.finishedRows)"
      + "_c\(configuration.chunksMax)_r\(configuration.memory.rows)"
      + "_t\(configuration.tokenBits)_h\(configuration.headBits)"
  }

  var documentation: Documentation {
    Documentation(
      "Queue of \(configuration.memory.finishedRows) finished rows of \(sum.count) x \(macs) "
        + "sums, and their way through the requantizers.",
      latency: [
        .cycles(1, from: events.sums.valid, events.scale.valid, to: drain.isReady),
        .cycles(
          Self.latency, from: drain.start, to: drain.bytes,
          note: "to the outputs at the first position; the others follow, one a cycle"),
      ],
      throughput: [.several(macs, "words", every: macs, from: drain.start, to: drain.bytes)],
      reset: [.control, .value(1, of: hasPlace), .value(0, of: drain.isReady)],
      combinationalPaths: .none)
  }

  var body: Behavior {
    enter
    offer
    read
    requantize
  }

  private var sums: Valid<FinishedSums> { events.sums }

  /// Whether the position that is read is the last of its chunk.
  private var isLastPosition: Signal {
    macs == 1 ? isReading : isReading && readPosition == .number(macs - 1)
  }

  @HardwareBuilder private var enter: Behavior {
    section("Sums enter, a memory for each position")
    for (index, memory) in position.enumerated() {
      let word = concatenate(sums.line.reversed().map { $0.totals[index].asBits })
      memory.write(word, at: writePlace, enable: sums.valid)
    }
    when(sums.valid) {
      writePlace <== following(writePlace, of: places)
      written <== mux(sums.endsRow, 0, written &+ 1)
      when(sums.endsRow) { lastChunk <== written }
    }

    section("A row takes its place when its last entry passes")
    let leaves = wire("leaves", isLastPosition && readsRowEnd)
    tally(taken, up: events.passesEnd, down: leaves)
    hasPlace <== (taken != .number(configuration.memory.finishedRows))
    claim("RowHasPlace", !events.passesEnd || hasPlace, "a row ends only where there is a place")
    claim(
      "SumsHavePlace", !sums.valid || waiting < taken, "sums come to a place that their row took")
  }

  @HardwareBuilder private var offer: Behavior {
    section("A row can be drained, chunk by chunk, when all its sums and its scale are there")
    let start = drain.start
    let endsRow = wire("endsRow", start && chunk == lastChunk)
    tally(waiting, up: sums.valid && sums.endsRow, down: endsRow)
    tally(waitingScales, up: events.scale.valid, down: endsRow)
    drain.isReady <== (waiting != 0 && waitingScales != 0)
    claim("StartsWhenReady", !start || drain.isReady, "a drain starts when it is offered")
    when(start) {
      chunk <== mux(chunk == lastChunk, 0, chunk &+ 1)
      readsRowEnd <== (chunk == lastChunk)
    }

    enqueue(events.given, into: rows.input, "RowFits", "there is room for every row under way")
    rows.output.ready <== endsRow
    drain.finished <== FinishedChunk(place: rows.output.payload, chunk: chunk)
    claim("RowIsThere", !start || rows.output.valid, "a row that is drained was given")
  }

  @HardwareBuilder private var read: Behavior {
    section("Positions are read, one a cycle")
    if macs > 1 {
      claim(
        "StartsApart", !(drain.start && isReading) || readPosition == .number(macs - 1),
        "a drain starts when all positions of the one before are read")
    }
    when(drain.start) {
      isReading <== 1
      readPosition <== 0
    }.elseWhen(isReading) {
      when(isLastPosition) { isReading <== 0 }
      readPosition <== readPosition &+ 1
    }
    when(isLastPosition) { readPlace <== following(readPlace, of: places) }
    for (index, memory) in position.enumerated() {
      memory.read(at: readPlace, enable: isReading && readPosition == .number(index))
    }
  }

  @HardwareBuilder private var requantize: Behavior {
    section("Sums, with the scale of their row, from registers into the requantizers")
    let isFetched = delayed("isFetched", isReading, reset: 0)
    let fetchedPosition = loaded("fetchedPosition", readPosition, when: isReading)
    let fetchedRowEnd = loaded("fetchedRowEnd", readsRowEnd, when: isReading)
    let word = select(position.map(\.readData), at: fetchedPosition)
    when(isFetched) {
      sum <== word.lanes(of: configuration.accumulatorBits).map(\.asSigned)
    }
    let takesScale = wire("takesScale", isFetched && fetchedPosition == 0)
    enqueue(events.scale, into: scales.input, "ScaleFits", "there is room for every scale")
    scales.output.ready <== (takesScale && fetchedRowEnd)
    when(takesScale) { held <== scales.output.payload }
    claim("ScaleIsThere", !takesScale || scales.output.valid, "the scale of a drained row is there")

    let aligned = delayed("aligned", isFetched, reset: 0)
    let multiplied = delayed("multiplied", aligned, reset: 0)
    let rounded = delayed("rounded", multiplied, reset: 0)
    // The row may change between two stages.
    let reciprocal = loaded("reciprocal", held.reciprocal, when: aligned)
    for (requantizer, sum) in zip(requantizer, sum) {
      requantizer.accumulator <== sum
      requantizer.control
        <== RequantizerControl(
          align: aligned, multiply: multiplied, round: rounded, alignment: held.alignment,
          reciprocal: reciprocal)
    }
    drain.bytes <== concatenate(requantizer.reversed().map(\.result.asBits))
  }
}
