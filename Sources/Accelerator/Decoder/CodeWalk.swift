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
  let beats: ReadyValid<Item>
  let isIdle: Signal
  let freed: Signal
  let read: Valid<DecodedCodes>
  let codes: [Signal]

  let ring: WindowRing
  let places: PlaceWalk
  /// What is read: its beat, and its part of the beat; and those where the token begins.
  let beat: Signal
  let part: Signal
  let tokenBeat: Signal
  let tokenPart: Signal
  let isKeys: Signal
  let passes: Signal
  /// Codes of a token, less 1.
  let codesLast: Signal
  /// The lane of the token's first code, and that of its last, counted from the same one on.
  let firstLane: Signal
  let lastLane: Signal
  /// How often codes of the word were read.
  let step: Signal

  private let configuration: AcceleratorConfiguration
  private var parts: Int { configuration.wordsOfBeat / configuration.decoder.codes }

  init(_ configuration: AcceleratorConfiguration) {
    self.configuration = configuration
    let decoder = configuration.decoder
    loads = .input { CodeLoad($0, configuration) }
    beats = .input(.bits(configuration.port.dataBits))
    isIdle = output(.bit, "no load is under way")
    freed = output(.bit, "a beat has left")
    read = Valid(.output()) { DecodedCodes($0, configuration) }
    codes = (0..<decoder.codes).map { _ in
      output(.bits(configuration.featureWordBits), "a cycle after read")
    }
    ring = WindowRing(
      .bits(configuration.featureBitsOfBeat), depth: configuration.memory.codeBeats)
    places = PlaceWalk(configuration, heads: decoder.heads)
    let parts = max(1, configuration.wordsOfBeat / decoder.codes)
    beat = register(ring.first.type, reset: 0)
    part = register(.unsigned(bitsToIndex(parts)), reset: 0)
    tokenBeat = register(ring.first.type, reset: 0)
    tokenPart = register(.unsigned(bitsToIndex(parts)), reset: 0)
    isKeys = dataRegister(.bit)
    passes = dataRegister(.bit)
    codesLast = dataRegister(.unsigned(bitsToHold(decoder.codesMax - 1)), "codes, less 1")
    firstLane = register(.unsigned(configuration.laneBits), reset: 0)
    lastLane = dataRegister(.unsigned(bitsToHold(configuration.codeLanesMax - 1)))
    step = register(.unsigned(lastLane.width - firstLane.width), reset: 0)
  }

  var moduleName: String {
    let decoder = configuration.decoder
    return "code_walk_\(configuration.featureWordBits)x\(configuration.wordsOfBeat)"
      + "_n\(decoder.codes)_c\(decoder.codesMax)_d\(configuration.memory.codeBeats)_"
      + places.moduleName
  }

  var documentation: Documentation {
    Documentation(
      "Reads codes of tokens, \(configuration.decoder.codes) a cycle, again for each group of "
        + "heads; or words that pass.",
      latency: [
        .cycles(1, from: loads, to: isIdle),
        .cycles(1, from: beats, to: read.valid, note: "while a load waits for it"),
      ],
      throughput: [.sentence("one step every cycle, and no cycle between tokens or loads")],
      reset: [
        .control, .value(1, of: loads.ready, beats.ready, isIdle), .value(0, of: freed, read.valid),
      ],
      combinationalPaths: .none)
  }

  var body: Behavior {
    let load = loads.payload
    let ended = places.walked
    section("What is read, and what ends with it")
    ring.input <== beats.map { Item(configuration.features(ofBeat: $0.data)) }
    let isThere = wire("isThere", beat != ring.end)
    let reads = wire("reads", places.isActive && isThere)
    let endsWord = wire(
      "endsWord", step == lastLane.shiftedRight(by: firstLane.width).truncated(to: step.width))
    let endsCodes = wire("endsCodes", endsWord && (passes || ended.endsHeads))
    let endsLoad = wire("endsLoad", endsWord && ended.endsLoad)
    let lane = wire("lane", lastLane.truncated(to: firstLane.width))
    let leavesPart = wire("leavesPart", !endsWord || endsCodes && lane.areAllSet)
    let leavesBeat = wire(
      "leavesBeat", leavesPart && part == .number(max(1, parts) - 1) || endsLoad)
    let leaves = wire("leaves", reads && leavesBeat && (passes || ended.endsHeads))
    freed <== leaves
    ring.releases <== leaves.asUnsigned
    ring.reads[0].valid <== reads
    ring.reads[0].payload.data <== beat
    claim("BeatIsThere", !reads || ring.reads[0].ready)
    read.valid <== reads
    read.payload
      <== DecodedCodes(
        isKeys: isKeys,
        codes: CodeLanes(
          passes: passes, code: concatenate(step, ~firstLane).asUnsigned,
          lanes: codes.indices.map { $0 == 0 ? 1 : lane >= .number($0) || !endsWord },
          first: step == 0, last: endsWord),
        target: ended)
    let partBefore = loaded("partBefore", part, when: reads)
    let word = select(ring.words[0].lanes(of: codesBits), at: partBefore)
    codes <== word.lanes(of: configuration.featureWordBits)

    section("What is read next")
    let nextLane = wire("nextLane", lane &+ 1)
    let nextBeat = wire("nextBeat", mux(leavesBeat, ring.next(beat), beat))
    let nextPart = wire("nextPart", mux(leavesBeat, 0, mux(leavesPart, part &+ 1, part)))
    when(reads) {
      step <== mux(endsWord, 0, step &+ 1)
      beat <== mux(endsWord && !endsCodes, tokenBeat, nextBeat)
      part <== mux(endsWord && !endsCodes, tokenPart, nextPart)
      when(endsCodes) {
        tokenBeat <== nextBeat
        tokenPart <== nextPart
        firstLane <== mux(endsLoad, 0, nextLane)
        lastLane <== (nextLane + codesLast).truncated(to: lastLane.width)
      }
    }

    section("The places, and the next load")
    places.loads <== loads.map { $0.places }
    places.passes <== passes
    places.advance <== (reads && endsWord)
    isIdle <== !places.isActive
    when(loads.fires) {
      let last = wire("last", mux(load.codes == 0, 0, load.codes &- 1))
      isKeys <== load.isKeys
      passes <== (load.codes == 0)
      codesLast <== last.truncated(to: codesLast.width)
      lastLane <== last.truncated(to: codesLast.width)
    }
    cover("WaitsForBeat", places.isActive && !isThere)
    cover("ReadsAgain", reads && endsWord && !endsCodes)
    cover("EndsInsidePart", reads && endsCodes && !leavesPart && !endsLoad)
  }

  private var codesBits: Int { configuration.decoder.codes * configuration.featureWordBits }
}
