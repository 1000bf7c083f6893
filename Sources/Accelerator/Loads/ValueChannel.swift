import AttentionSpec
import HardwareDSL
import HardwareLibrary

/// Writes values into their memory, a word a cycle.
final class ValueChannel: Module {
  let loads: ReadyValid<LoadPlaces>
  let source: BeatSource
  let values: ReadyValid<OperandWord>
  let counts: ChannelCounts

  let queue: MemoryFIFO<LoadPlaces>
  let waiting: MemoryFIFO<Item>
  let places: PlaceWalk
  let word: StreamRegister<PlacedValue>
  let counter: LoadCounts
  /// The word of the beat that is next.
  let index: Signal

  private let configuration: AcceleratorConfiguration

  init(_ configuration: AcceleratorConfiguration) {
    self.configuration = configuration
    loads = .input { LoadPlaces($0, configuration) }
    source = BeatSource(.input(), configuration)
    values = .output { OperandWord(ofBanks: $0, configuration) }
    counts = ChannelCounts(.output(), kinds: 1, configuration)
    queue = MemoryFIFO(depth: LoadAsk.queueDepth) { LoadPlaces($0, configuration) }
    waiting = MemoryFIFO(depth: configuration.memory.valueBeats) {
      Item($0(.bits(configuration.featureBitsOfBeat)))
    }
    places = PlaceWalk(configuration, heads: 1)
    word = StreamRegister { PlacedValue($0, configuration) }
    counter = LoadCounts(configuration, kinds: 1)
    index = register(.unsigned(bitsToIndex(configuration.wordsOfBeat)), reset: 0)
  }

  var moduleName: String { configuration.name + "_value_channel" }

  var documentation: Documentation {
    Documentation(
      "Writes values into their memory, a word a cycle. A token has arrived when all its words "
        + "can be read.",
      latency: [
        .cycles(1, from: counts.clear.valid, to: counts.arrived),
        .cycles(3, from: source.beats, to: values, note: "while a load waits for it"),
      ],
      throughput: [.sentence("one word every cycle, and no cycle between tokens or loads")],
      reset: [
        .value(1, of: loads.ready, source.beats.ready), .value(0, of: source.freed, values.valid),
        .value(0, of: counts.arrived),
      ],
      combinationalPaths: [.path(from: values.ready, to: source.freed)])
  }

  var body: Behavior {
    section("Words of beats, at their places")
    queue.input <== loads
    places.loads <== queue.output
    places.passes <== 1
    waiting.input <== source.beats.map { Item(configuration.features(ofBeat: $0.data)) }
    let beat = waiting.output
    let target = places.walked
    let words = beat.payload.data.lanes(of: configuration.featureWordBits)
    word.input.valid <== (target.valid && beat.valid)
    word.input.payload
      <== PlacedValue(
        word: OperandWord(
          place: target.place.truncated(to: configuration.keyValueBits), chunk: target.chunk,
          words: configuration.lines(ofWord: select(words, at: index))),
        tag: target.tag, endsToken: target.endsToken)
    let isLast = wire(
      "isLast", index == .number(configuration.wordsOfBeat - 1) || target.endsLoad)
    let moves = wire("moves", word.input.fires)
    beat.ready <== (target.valid && word.input.ready && isLast)
    source.freed <== (moves && isLast)
    places.advance <== word.input.fires
    when(moves) { index <== mux(isLast, 0, index &+ 1) }

    section("Words, and what has arrived with them")
    let placed = word.output.payload
    values <== word.output.map { $0.word }
    let isWritten = wire("isWritten", word.output.fires)
    counter.arrived <== [Valid(isWritten && placed.endsToken, placed.tag)]
    counts <== counter.counts
    cover("DropsRest", moves && isLast && index != .number(configuration.wordsOfBeat - 1))
  }
}

/// A word of a value, and what ends with it.
struct PlacedValue: SignalBundle {
  let word: OperandWord
  let tag: Signal
  let endsToken: Signal
}

extension PlacedValue {
  init(_ field: FieldMaker, _ configuration: AcceleratorConfiguration) {
    word = OperandWord(ofBanks: field, configuration)
    tag = field(.unsigned(AcceleratorConfiguration.tagBits))
    endsToken = field(.bit)
  }
}
