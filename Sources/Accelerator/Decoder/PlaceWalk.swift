import AttentionSpec
import HardwareDSL

/// The place that a load has come to.
struct WalkedPlace: SignalBundle {
  let tag: Signal
  let place: Signal
  /// Places from a head to the next.
  let stride: Signal
  let chunk: Signal
  /// The heads that are at their place, `stride` from each other: their number among such groups,
  /// and which of them there are.
  let group: Signal
  let heads: [Signal]
  /// It is the last chunk; they are the last heads; with them ends the token; the load.
  let endsChunks: Signal
  let endsHeads: Signal
  let endsToken: Signal
  let endsLoad: Signal
}

extension WalkedPlace {
  /// - Parameter heads: at once.
  init(_ field: FieldMaker, heads count: Int, _ configuration: AcceleratorConfiguration) {
    tag = field(.unsigned(AcceleratorConfiguration.tagBits), "the unit's")
    place = field(.unsigned(configuration.placeBits), "of the first of the heads")
    stride = field(.unsigned(configuration.tokenCountBits), "places from a head to the next")
    chunk = field(.unsigned(configuration.chunkBits))
    group = field(.unsigned(configuration.groupBits(ofHeads: count)), "of heads")
    heads = (0..<count).map { _ in field(.bit, "there is this head") }
    endsChunks = field(.bit, "the last chunk")
    endsHeads = field(.bit, "with the last heads")
    endsToken = field(.bit, "the token is complete")
    endsLoad = field(.bit, "the load is complete")
  }
}

extension AcceleratorConfiguration {
  /// Width of the number of a group of so many heads, a power of two.
  func groupBits(ofHeads count: Int) -> Int { headBits - bitsToIndex(count) }
}

/// Goes through the places of a load, and of the next one without a pause.
///
/// Words that pass come token by token, in it head by head, in it chunk by chunk. Codes come token
/// by token and chunk by chunk; all heads are made of them, some at once.
final class PlaceWalk: Module {
  let loads: ReadyValid<LoadPlaces>
  let passes: Signal
  let advance: Signal
  let walked: Valid<WalkedPlace>

  let isActive = register(.bit, reset: 0, "a load is under way")
  let load: HeldLoad
  let position: LoadPosition

  private let configuration: AcceleratorConfiguration
  private let heads: Int

  /// - Parameter heads: that are made of codes at once, a power of two.
  init(_ configuration: AcceleratorConfiguration, heads: Int) {
    self.configuration = configuration
    self.heads = heads
    loads = .input { LoadPlaces($0, configuration) }
    passes = input(.bit, "words of the load pass, they are no codes")
    advance = input(.bit, "the present place is done")
    walked = Valid(.output(), "there is a place") {
      WalkedPlace($0, heads: heads, configuration)
    }
    load = HeldLoad(.dataRegister(), configuration)
    position = LoadPosition(.dataRegister(), heads: heads, configuration)
  }

  var moduleName: String {
    "place_walk_n\(heads)_a\(configuration.placeBits)_h\(configuration.headCountBits)"
      + "_t\(configuration.tokenCountBits)_c\(configuration.chunkCountBits)"
  }

  var documentation: Documentation {
    Documentation(
      "Goes through the places of loads, of \(heads.counted("head")) at once.",
      latency: [.cycles(1, from: loads, to: walked.valid)],
      throughput: [.sentence("one place every cycle, and no cycle between loads")],
      reset: [.control, .value(0, of: walked.valid), .value(1, of: loads.ready)],
      combinationalPaths: Documentation.Paths(
        [.path(from: advance, to: loads.ready)]
          + (heads == 1
            ? []
            : [
              .path(
                from: passes, to: walked.heads, walked.endsHeads, walked.endsToken, walked.endsLoad,
                loads.ready)
            ])))
  }

  var body: Behavior {
    section("Where the loops end")
    let headsLeft = position.headsLeft
    let endsChunks = wire("endsChunks", position.chunk + 1 == load.chunks)
    let isLastGroup = wire("isLastGroup", headsLeft.shiftedRight(by: bitsToIndex(heads)) == 0)
    let endsHeads = wire(
      "endsHeads", heads == 1 ? isLastGroup : isLastGroup && (!passes || headsLeft == 0))
    let endsToken = wire("endsToken", endsHeads && endsChunks)
    let endsLoad = wire("endsLoad", endsToken && position.tokensLeft == 0)
    walked
      <== Valid(
        isActive,
        WalkedPlace(
          tag: load.tag, place: position.place, stride: load.stride, chunk: position.chunk,
          group: position.group, heads: (0..<heads).map { isHere($0) }, endsChunks: endsChunks,
          endsHeads: endsHeads, endsToken: endsToken, endsLoad: endsLoad))

    section("The next place")
    let goesToHead = wire("goesToHead", mux(passes, endsChunks, !endsHeads))
    when(advance) {
      position <== mux(endsToken, nextToken, mux(goesToHead, nextHead, nextChunk))
    }

    section("The next load")
    loads.ready <== (!isActive || advance && endsLoad)
    when(loads.ready) { isActive <== loads.valid }
    when(loads.fires) {
      load <== HeldLoad(of: loads.payload)
      position <== first(of: loads.payload)
    }
    assume("Advances", isActive || !advance, "a place is done where there is one")
    assume(
      "HasWords",
      !loads.valid
        || loads.payload.tokens != 0 && loads.payload.heads != 0
          && loads.payload.chunks != 0,
      "a load has a word or more")
    cover("BackToBack", isActive && loads.fires)
  }

  /// Whether there is a head so far behind the first one here.
  private func isHere(_ number: Int) -> Signal {
    number == 0 ? 1 : !passes && position.headsLeft >= .number(number)
  }

  /// Less 1, as a register of so many bits has it.
  private func last(_ count: Signal, like register: Signal) -> Signal {
    (count &- 1).truncated(to: register.width)
  }

  private func first(of load: LoadPlaces) -> LoadPosition {
    position.with(
      place: load.place, tokenPlace: load.place, chunk: Signal(0, position.chunk.type),
      group: Signal(0, position.group.type), headsLeft: last(load.heads, like: position.headsLeft),
      tokensLeft: last(load.tokens, like: position.tokensLeft))
  }

  private var nextToken: LoadPosition {
    let place = wire("nextToken", position.tokenPlace &+ 1)
    return position.with(
      place: place, tokenPlace: place, chunk: Signal(0, position.chunk.type),
      group: Signal(0, position.group.type), headsLeft: last(load.heads, like: position.headsLeft),
      tokensLeft: position.tokensLeft &- 1)
  }

  private var nextHead: LoadPosition {
    let bits = position.place.width
    let stride = load.stride.extended(to: max(bits, load.stride.width))
    let several = stride.shiftedLeft(by: bitsToIndex(heads))
    let step = heads == 1 ? stride : mux(passes, stride, several)
    let isFew = heads == 1 || heads >= 1 << position.headsLeft.width
    let done = isFew ? 1 : mux(passes, 1, Signal(heads, position.headsLeft.type))
    return position.with(
      place: position.place &+ step.truncated(to: bits),
      chunk: mux(passes, 0, position.chunk), group: position.group &+ 1,
      headsLeft: position.headsLeft &- done)
  }

  private var nextChunk: LoadPosition {
    position.with(
      place: mux(passes, position.place, position.tokenPlace), chunk: position.chunk &+ 1,
      group: Signal(0, position.group.type),
      headsLeft: mux(
        passes, position.headsLeft, last(load.heads, like: position.headsLeft)))
  }
}
