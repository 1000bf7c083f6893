import AttentionSpec
import HardwareDSL
import HardwareLibrary

/// Writes queries and keys into their memories: codes that are decoded, or words that pass.
final class CodeChannel: Module {
  let commands: ReadyValid<CodeCommand>
  let beats: ReadyValid<Item>
  let freed: Signal
  let queries: [Valid<OperandWord>]
  let keys: [Valid<OperandWord>]
  let clear: Valid<Item>
  let queriesArrived: Arrivals
  let keysArrived: Arrivals
  let busy: [Signal]

  let queue: MemoryFIFO<CodeCommand>
  let decoder: Decoder
  let queryCounts: ArrivalCounts
  let keyCounts: ArrivalCounts
  let underWay: LoadsUnderWay

  private let configuration: AcceleratorConfiguration

  init(_ configuration: AcceleratorConfiguration) {
    self.configuration = configuration
    commands = .input { CodeCommand($0, configuration) }
    beats = .input(.bits(configuration.port.dataBits))
    freed = output(.bit, "a beat has left")
    let heads = 0..<configuration.decoder.heads
    queries = heads.map { _ in Valid(.output()) { OperandWord(ofQueries: $0, configuration) } }
    keys = heads.map { _ in Valid(.output()) { OperandWord(ofBanks: $0, configuration) } }
    clear = Valid(
      .input(), .unsigned(AcceleratorConfiguration.tagBits), "the tag of a unit that begins")
    queriesArrived = Arrivals(.output(), configuration)
    keysArrived = Arrivals(.output(), configuration)
    busy = (0..<AcceleratorConfiguration.unitsUnderWay).map { _ in
      output(.bit, "loads of this tag are under way")
    }
    queue = MemoryFIFO(depth: LoadAsk.queueDepth) { CodeCommand($0, configuration) }
    decoder = Decoder(configuration)
    queryCounts = ArrivalCounts(configuration)
    keyCounts = ArrivalCounts(configuration)
    // In the queue and at its output, where places are walked through, and on the way from there.
    underWay = LoadsUnderWay(loadsMax: LoadAsk.queueDepth + 2 + Decoder.latency)
  }

  var moduleName: String { "code_channel_\(decoder.moduleName)_q\(LoadAsk.queueDepth)" }

  var documentation: Documentation {
    Documentation(
      "Writes queries and keys into their memories, decoded or as they come. A token has arrived "
        + "when all its words can be read.",
      latency: [.cycles(1, from: clear.valid, to: queriesArrived, keysArrived)],
      throughput: [
        .sentence(
          "codes for as many words as heads every cycle, and no cycle between tokens or loads")
      ],
      reset: [
        .value(1, of: commands.ready, beats.ready), .value(0, of: freed, busy),
        .value(0, of: queriesArrived, keysArrived),
      ],
      combinationalPaths: .none)
  }

  var body: Behavior {
    section("Loads and weights, in order")
    queue.input <== commands
    let ways = queue.output.routed("ways", 2) { $0.isWeights }
    decoder.loads <== ways[0].map { $0.load }
    decoder.weights <== ways[1].map { $0.weights }
    decoder.beats <== beats
    freed <== decoder.freed

    section("Words, and what has arrived with them")
    let end = decoder.ends.payload
    for (word, (query, key)) in zip(decoder.words, zip(queries, keys)) {
      query.valid <== (word.valid && !end.isKeys)
      query.payload <== placed(word.payload, bits: configuration.queryWordBits)
      key.valid <== (word.valid && end.isKeys)
      key.payload <== placed(word.payload, bits: configuration.keyValueBits)
    }
    let arrives = wire("arrives", decoder.ends.valid && end.endsToken)
    queryCounts.arrived <== Valid(arrives && !end.isKeys, end.tag)
    keyCounts.arrived <== Valid(arrives && end.isKeys, end.tag)
    queryCounts.clear <== clear
    keyCounts.clear <== clear
    queriesArrived <== queryCounts.arrivals
    keysArrived <== keyCounts.arrivals
    let command = commands.payload
    underWay.taken <== Valid(commands.fires && !command.isWeights, command.load.places.tag)
    underWay.ended <== Valid(decoder.ends.valid && end.endsLoad, end.tag)
    busy <== underWay.busy
  }

  private func placed(_ word: OperandWord, bits: Int) -> OperandWord {
    OperandWord(place: word.place.truncated(to: bits), chunk: word.chunk, words: word.words)
  }
}
