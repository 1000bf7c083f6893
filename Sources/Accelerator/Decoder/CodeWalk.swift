import AttentionSpec
import HardwareDSL
import HardwareLibrary

/// Reads the codes of tokens, some a cycle, again for each group of heads; or words that pass.
///
/// The beats stay in a ring until all heads are made of them, so that no code is held in registers.
/// A token's codes begin where those of the one before ended, also inside what is read at once; a
/// load begins with a beat of its own.
final class CodeWalk: Module {
  let loads: ReadyValid<CodeLoad>
  let source: BeatSource
  let isIdle: Signal
  let read: Valid<DecodedCodes>
  let codes: [Signal]

  let ring: WindowRing
  let places: PlaceWalk
  let load: HeldCodes
  /// What is read, and where the codes of the token begin.
  let position: CodePosition
  let start: CodePosition
  /// The lane of the token's first code, and that of its last, counted from the same one on.
  let firstLane: Signal
  let lastLane: Signal
  /// How often codes of the word were read.
  let step: Signal

  private let configuration: AcceleratorConfiguration

  init(_ configuration: AcceleratorConfiguration) {
    self.configuration = configuration
    let decoder = configuration.decoder
    loads = .input { CodeLoad($0, configuration) }
    source = BeatSource(.input(), configuration)
    isIdle = output(.bit, "no load is under way")
    read = Valid(.output()) { DecodedCodes($0, configuration) }
    codes = (0..<decoder.codes).map { _ in
      output(.bits(configuration.featureWordBits), "a cycle after read")
    }
    ring = WindowRing(
      .bits(configuration.featureBitsOfBeat), depth: configuration.memory.codeBeats)
    places = PlaceWalk(configuration, heads: decoder.heads)
    load = HeldCodes(.dataRegister(), configuration)
    position = CodePosition(.register(reset: 0), beat: ring.first.type, configuration)
    start = CodePosition(.register(reset: 0), beat: ring.first.type, configuration)
    firstLane = register(.unsigned(configuration.laneBits), reset: 0)
    lastLane = dataRegister(.unsigned(bitsToHold(configuration.codeLanesMax - 1)))
    step = register(.unsigned(lastLane.width - firstLane.width), reset: 0)
  }

  var moduleName: String { configuration.name + "_code_walk" }

  var documentation: Documentation {
    Documentation(
      "Reads codes of tokens, \(configuration.decoder.codes) a cycle, again for each group of "
        + "heads; or words that pass.",
      latency: [
        .cycles(1, from: loads, to: isIdle),
        .cycles(1, from: source.beats, to: read.valid, note: "while a load waits for it"),
      ],
      throughput: [.sentence("one step every cycle, and no cycle between tokens or loads")],
      reset: [
        .control, .value(1, of: loads.ready, source.beats.ready, isIdle),
        .value(0, of: source.freed, read.valid),
      ],
      combinationalPaths: .none)
  }

  var body: Behavior {
    let target = places.walked.payload
    section("What is read, and what ends with it")
    let isThere = wire("isThere", position.beat != ring.end)
    let reads = wire("reads", places.walked.valid && isThere)
    let endsWord = wire(
      "endsWord", step == lastLane.shiftedRight(by: firstLane.width).truncated(to: step.width))
    let isLastTime = wire("isLastTime", load.passes || target.endsHeads)
    let endsCodes = wire("endsCodes", endsWord && isLastTime)
    let endsLoad = wire("endsLoad", endsWord && target.endsLoad)
    let lane = wire("lane", lastLane.truncated(to: firstLane.width))
    read
      <== Valid(
        reads,
        DecodedCodes(
          isKeys: load.isKeys,
          codes: CodeLanes(
            passes: load.passes, code: concatenate(step, ~firstLane).asUnsigned,
            lanes: codes.indices.map { $0 == 0 ? 1 : lane >= .number($0) || !endsWord },
            first: step == 0, last: endsWord),
          target: target))

    section("What is read next")
    let leavesPart = wire("leavesPart", !endsWord || endsCodes && lane.areAllSet)
    let parts = max(1, configuration.partsOfBeat)
    let leavesBeat = wire(
      "leavesBeat", leavesPart && position.part == .number(parts - 1) || endsLoad)
    let next = CodePosition(
      beat: wire("nextBeat", mux(leavesBeat, ring.next(position.beat), position.beat)),
      part: wire(
        "nextPart",
        mux(leavesBeat, 0, mux(leavesPart, position.part &+ 1, position.part))))
    let nextLane = wire("nextLane", lane &+ 1)
    when(reads) {
      step <== mux(endsWord, 0, step &+ 1)
      position <== mux(endsWord && !endsCodes, start, next)
      when(endsCodes) {
        start <== next
        firstLane <== mux(endsLoad, 0, nextLane)
        lastLane <== (nextLane + load.codesLast).truncated(to: lastLane.width)
      }
    }

    section("The beats, and the codes of one a cycle later")
    ring.input <== source.beats.map { Item(configuration.features(ofBeat: $0.data)) }
    ring.reads[0].valid <== (places.walked.valid && isThere)
    ring.reads[0].payload <== Item(position.beat)
    ring.releases <== (reads && leavesBeat && isLastTime).asUnsigned
    source.freed <== (ring.releases != 0)
    let partBefore = loaded("partBefore", position.part, when: reads)
    let word = select(ring.words[0].lanes(of: codesBits), at: partBefore)
    codes <== word.lanes(of: configuration.featureWordBits)
    claim("BeatIsThere", !reads || ring.reads[0].ready)

    section("The places, and the next load")
    places.loads <== loads.map { $0.places }
    places.passes <== load.passes
    places.advance <== (reads && endsWord)
    isIdle <== !places.walked.valid
    when(loads.fires) {
      let next = HeldCodes(of: loads.payload, like: load)
      load <== next
      lastLane <== next.codesLast.extended(to: lastLane.width)
    }
    cover("WaitsForBeat", places.walked.valid && !isThere)
    cover("ReadsAgain", reads && endsWord && !endsCodes)
    cover("EndsInsidePart", reads && endsCodes && !leavesPart && !endsLoad)
  }

  private var codesBits: Int { configuration.decoder.codes * configuration.featureWordBits }
}
