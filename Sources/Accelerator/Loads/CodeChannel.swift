import AttentionSpec
import HardwareDSL
import HardwareLibrary

/// Writes queries and keys into their memories: codes that are decoded, or words that pass.
final class CodeChannel: Module {
  let commands: ReadyValid<CodeCommand>
  let source: BeatSource
  let features: Signal
  let queries: [Valid<OperandWord>]
  let keys: [Valid<OperandWord>]
  let counts: ChannelCounts
  let tap: Tap<TappedCodes>

  let queue: MemoryFIFO<CodeCommand>
  let decoder: Decoder
  let counter: LoadCounts

  private let configuration: AcceleratorConfiguration

  init(_ configuration: AcceleratorConfiguration) {
    self.configuration = configuration
    commands = .input { CodeCommand($0, configuration) }
    source = BeatSource(.input(), configuration)
    features = input(configuration.lastFeatures, "of a head in its last chunk, 0 for all of a word")
    let heads = 0..<configuration.decoder.heads
    queries = heads.map { _ in Valid(.output()) { OperandWord(ofQueries: $0, configuration) } }
    keys = heads.map { _ in Valid(.output()) { OperandWord(ofBanks: $0, configuration) } }
    counts = ChannelCounts(.output(), kinds: 2, configuration)
    tap = .output { TappedCodes($0, configuration) }
    queue = MemoryFIFO(depth: LoadAsk.queueDepth) { CodeCommand($0, configuration) }
    decoder = Decoder(configuration)
    counter = LoadCounts(configuration, kinds: 2)
  }

  var moduleName: String { "code_channel_\(decoder.moduleName)_q\(LoadAsk.queueDepth)" }

  var documentation: Documentation {
    Documentation(
      "Writes queries and keys into their memories, decoded or as they come. A token has arrived "
        + "when all its words can be read.",
      latency: [.cycles(1, from: counts.clear.valid, to: counts.arrived)],
      throughput: [
        .sentence(
          "codes for as many words as heads every cycle, and no cycle between tokens or loads")
      ],
      reset: [
        .value(1, of: commands.ready, source.beats.ready), .value(0, of: source.freed),
        .value(0, of: counts.arrived),
      ],
      combinationalPaths: .none)
  }

  var body: Behavior {
    section("Loads and weights, in order")
    queue.input <== commands
    let ways = queue.output.routed("ways", 2) { $0.isWeights }
    decoder.loads <== ways[0].map { $0.load }
    decoder.weights <== ways[1].map { $0.weights }
    decoder.source <== source
    decoder.features <== features
    tap <== decoder.tap

    section("Words, and what has arrived with them")
    let end = decoder.ends.payload
    for (word, (query, key)) in zip(decoder.words, zip(queries, keys)) {
      query
        <== Valid(word.valid && !end.isKeys, placed(word, bits: configuration.queryWordBits))
      key <== Valid(word.valid && end.isKeys, placed(word, bits: configuration.keyValueBits))
    }
    let arrives = wire("arrives", decoder.ends.valid && end.endsToken)
    counter.arrived
      <== [Valid(arrives && !end.isKeys, end.tag), Valid(arrives && end.isKeys, end.tag)]
    counts <== counter.counts
  }

  private func placed(_ word: Valid<OperandWord>, bits: Int) -> OperandWord {
    OperandWord(place: word.place.truncated(to: bits), chunk: word.chunk, words: word.words)
  }
}
