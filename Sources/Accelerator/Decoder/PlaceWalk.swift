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
  /// They are the last heads; with them ends the token; the load.
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
  let isActive: Signal
  let walked: WalkedPlace

  let active = register(.bit, reset: 0, "a load is under way")
  let tag: Signal
  let stride: Signal
  let place: Signal
  let tokenPlace: Signal
  let chunk: Signal
  let chunksLast: Signal
  let group: Signal
  let headsLeft: Signal
  let headsLast: Signal
  let tokensLeft: Signal

  private let configuration: AcceleratorConfiguration
  private let heads: Int

  /// - Parameter heads: that are made of codes at once, a power of two.
  init(_ configuration: AcceleratorConfiguration, heads: Int) {
    self.configuration = configuration
    self.heads = heads
    loads = .input { LoadPlaces($0, configuration) }
    passes = input(.bit, "words of the load pass, they are no codes")
    advance = input(.bit, "the present place is done")
    isActive = output(.bit, "there is a place")
    walked = WalkedPlace(.output(), heads: heads, configuration)
    tag = dataRegister(.unsigned(AcceleratorConfiguration.tagBits))
    stride = dataRegister(.unsigned(configuration.tokenCountBits))
    place = dataRegister(.unsigned(configuration.placeBits))
    tokenPlace = dataRegister(.unsigned(configuration.placeBits), "that of the first head")
    chunk = dataRegister(.unsigned(configuration.chunkBits))
    chunksLast = dataRegister(.unsigned(configuration.chunkBits), "chunks, less 1")
    group = dataRegister(.unsigned(configuration.groupBits(ofHeads: heads)))
    headsLeft = dataRegister(.unsigned(configuration.headBits), "heads behind the first one here")
    headsLast = dataRegister(.unsigned(configuration.headBits), "heads, less 1")
    tokensLeft = dataRegister(
      .unsigned(configuration.tokenBits), "tokens behind the present one")
  }

  var moduleName: String {
    "place_walk_n\(heads)_a\(configuration.placeBits)_h\(configuration.headCountBits)"
      + "_t\(configuration.tokenCountBits)_c\(configuration.chunkCountBits)"
  }

  var documentation: Documentation {
    Documentation(
      "Goes through the places of loads, of \(heads.counted("head")) at once.",
      latency: [.cycles(1, from: loads, to: isActive)],
      throughput: [.sentence("one place every cycle, and no cycle between loads")],
      reset: [.control, .value(0, of: isActive), .value(1, of: loads.ready)],
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
    let endsChunks = wire("endsChunks", chunk == chunksLast)
    let isLastGroup = wire(
      "isLastGroup", headsLeft.shiftedRight(by: bitsToIndex(heads)) == 0)
    let endsHeads = wire(
      "endsHeads", heads == 1 ? isLastGroup : isLastGroup && (!passes || headsLeft == 0))
    let endsToken = wire("endsToken", endsHeads && endsChunks)
    let endsLoad = wire("endsLoad", endsToken && tokensLeft == 0)
    isActive <== active
    walked
      <== WalkedPlace(
        tag: tag, place: place, stride: stride, chunk: chunk, group: group,
        heads: (0..<heads).map { isHere($0) }, endsHeads: endsHeads, endsToken: endsToken,
        endsLoad: endsLoad)

    section("The next place")
    let nextToken = wire("nextToken", tokenPlace &+ 1)
    let nextHead = wire("nextHead", place &+ step)
    when(advance) {
      when(endsToken) {
        place <== nextToken
        tokenPlace <== nextToken
        tokensLeft <== tokensLeft &- 1
        restartHeads
        chunk <== 0
      }.elseWhen(mux(passes, endsChunks, !endsHeads)) {
        place <== nextHead
        group <== group &+ 1
        headsLeft <== headsLeft &- headsHere
        when(passes) { chunk <== 0 }
      }.otherwise {
        chunk <== chunk &+ 1
        when(!passes) {
          place <== tokenPlace
          restartHeads
        }
      }
    }

    section("The next load")
    loads.ready <== (!active || advance && endsLoad)
    when(loads.ready) { active <== loads.valid }
    when(loads.fires) { take(loads.payload) }
    assume("Advances", active || !advance, "a place is done where there is one")
    assume(
      "HasWords",
      !loads.valid
        || loads.payload.tokens != 0 && loads.payload.heads != 0
          && loads.payload.chunks != 0,
      "a load has a word or more")
    cover("BackToBack", active && loads.fires)
  }

  /// Whether there is a head so far behind the first one here.
  private func isHere(_ number: Int) -> Signal {
    guard number > 0 else { return 1 }
    return !passes && headsLeft >= .number(number)
  }

  /// How many heads are done at once, if others follow.
  private var headsHere: Signal {
    guard heads > 1, heads < 1 << headsLeft.width else { return 1 }
    return mux(passes, 1, Signal(heads, headsLeft.type))
  }

  /// Places from the first one of the heads here to that of the next heads.
  private var step: Signal {
    let bits = place.width
    let wide = stride.extended(to: max(bits, stride.width))
    let several = wide.shiftedLeft(by: bitsToIndex(heads))
    return (heads == 1 ? wide : mux(passes, wide, several)).truncated(to: bits)
  }

  @HardwareBuilder private var restartHeads: Behavior {
    group <== 0
    headsLeft <== headsLast
  }

  @HardwareBuilder private func take(_ load: LoadPlaces) -> Behavior {
    let last = { (count: Signal, register: Signal) in
      (count &- 1).truncated(to: register.width)
    }
    tag <== load.tag
    stride <== load.stride
    place <== load.place
    tokenPlace <== load.place
    chunk <== 0
    chunksLast <== last(load.chunks, chunksLast)
    group <== 0
    headsLeft <== last(load.heads, headsLeft)
    headsLast <== last(load.heads, headsLast)
    tokensLeft <== last(load.tokens, tokensLeft)
  }
}
