import AttentionSpec
import HardwareDSL
import HardwareLibrary

/// Writes values into their memory, a word a cycle.
final class ValueChannel: Module {
  let loads: ReadyValid<LoadPlaces>
  let beats: ReadyValid<Item>
  let freed: Signal
  let values: ReadyValid<OperandWord>
  let clear: Valid<Item>
  let valuesArrived: Arrivals
  let busy: [Signal]

  let queue: MemoryFIFO<LoadPlaces>
  let waiting: MemoryFIFO<Item>
  let places: PlaceWalk
  let word: StreamRegister<PlacedValue>
  let counts: ArrivalCounts
  let underWay: LoadsUnderWay
  /// The word of the beat that is next.
  let index: Signal

  private let configuration: AcceleratorConfiguration

  init(_ configuration: AcceleratorConfiguration) {
    self.configuration = configuration
    loads = .input { LoadPlaces($0, configuration) }
    beats = .input(.bits(configuration.port.dataBits))
    freed = output(.bit, "a beat has left")
    values = .output { OperandWord(ofBanks: $0, configuration) }
    clear = Valid(
      .input(), .unsigned(AcceleratorConfiguration.tagBits), "the tag of a unit that begins")
    valuesArrived = Arrivals(.output(), configuration)
    busy = (0..<AcceleratorConfiguration.unitsUnderWay).map { _ in
      output(.bit, "loads of this tag are under way")
    }
    queue = MemoryFIFO(depth: LoadAsk.queueDepth) { LoadPlaces($0, configuration) }
    waiting = MemoryFIFO(depth: configuration.memory.valueBeats) {
      Item($0(.bits(configuration.featureBitsOfBeat)))
    }
    places = PlaceWalk(configuration, heads: 1)
    word = StreamRegister { PlacedValue($0, configuration) }
    counts = ArrivalCounts(configuration)
    // In the queue and at its output, where places are walked through, and in the register.
    underWay = LoadsUnderWay(loadsMax: LoadAsk.queueDepth + 3)
    index = register(.unsigned(bitsToIndex(configuration.wordsOfBeat)), reset: 0)
  }

  var moduleName: String {
    "value_channel_\(configuration.featureWordBits)x\(configuration.wordsOfBeat)"
      + "_d\(configuration.memory.valueBeats)_q\(LoadAsk.queueDepth)_\(places.moduleName)"
  }

  var documentation: Documentation {
    Documentation(
      "Writes values into their memory, a word a cycle. A token has arrived when all its words "
        + "can be read.",
      latency: [
        .cycles(1, from: clear.valid, to: valuesArrived),
        .cycles(3, from: beats, to: values, note: "while a load waits for it"),
      ],
      throughput: [.sentence("one word every cycle, and no cycle between tokens or loads")],
      reset: [
        .value(1, of: loads.ready, beats.ready), .value(0, of: freed, values.valid, busy),
        .value(0, of: valuesArrived),
      ],
      combinationalPaths: [.path(from: values.ready, to: freed)])
  }

  var body: Behavior {
    section("Words of beats, at their places")
    queue.input <== loads
    places.loads <== queue.output
    places.passes <== 1
    waiting.input <== beats.map { Item(configuration.features(ofBeat: $0.data)) }
    let beat = waiting.output
    let target = places.walked
    let words = beat.payload.data.lanes(of: configuration.featureWordBits)
    word.input.valid <== (places.isActive && beat.valid)
    word.input.payload
      <== PlacedValue(
        word: OperandWord(
          place: target.place.truncated(to: configuration.keyValueBits), chunk: target.chunk,
          words: configuration.lines(ofWord: select(words, at: index))),
        tag: target.tag, endsToken: target.endsToken, endsLoad: target.endsLoad)
    let isLast = wire(
      "isLast", index == .number(configuration.wordsOfBeat - 1) || target.endsLoad)
    beat.ready <== (places.isActive && word.input.ready && isLast)
    freed <== beat.fires
    let moves = wire("moves", word.input.fires)
    places.advance <== moves
    when(moves) { index <== mux(isLast, 0, index &+ 1) }

    section("Words, and what has arrived with them")
    let placed = word.output.payload
    values <== word.output.map { $0.word }
    let isWritten = wire("isWritten", word.output.fires)
    counts.arrived <== Valid(isWritten && placed.endsToken, placed.tag)
    counts.clear <== clear
    valuesArrived <== counts.arrivals
    underWay.taken <== Valid(loads.fires, loads.payload.tag)
    underWay.ended <== Valid(isWritten && placed.endsLoad, placed.tag)
    busy <== underWay.busy
    cover("DropsRest", beat.fires && index != .number(configuration.wordsOfBeat - 1))
  }
}

/// A word of a value, and what ends with it.
struct PlacedValue: SignalBundle {
  let word: OperandWord
  let tag: Signal
  let endsToken: Signal
  let endsLoad: Signal
}

extension PlacedValue {
  init(_ field: FieldMaker, _ configuration: AcceleratorConfiguration) {
    word = OperandWord(ofBanks: field, configuration)
    tag = field(.unsigned(AcceleratorConfiguration.tagBits))
    endsToken = field(.bit)
    endsLoad = field(.bit)
  }
}
