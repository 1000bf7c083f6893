import AttentionSpec
import HardwareDSL

/// How far the words of a load have come.
struct LoadPosition: SignalBundle {
  let place: Signal
  /// That of the first head of the token.
  let tokenPlace: Signal
  let chunk: Signal
  let group: Signal
  /// Heads behind the first one here, and tokens behind the present one.
  let headsLeft: Signal
  let tokensLeft: Signal
}

extension LoadPosition {
  /// - Parameter heads: at once.
  init(_ field: FieldMaker, heads: Int, _ configuration: AcceleratorConfiguration) {
    place = field(.unsigned(configuration.placeBits), "of the first of the heads")
    tokenPlace = field(.unsigned(configuration.placeBits), "of the first head of the token")
    chunk = field(.unsigned(configuration.chunkBits))
    group = field(.unsigned(configuration.groupBits(ofHeads: heads)), "of heads")
    headsLeft = field(.unsigned(configuration.headBits), "heads behind the first one here")
    tokensLeft = field(.unsigned(configuration.tokenBits), "tokens behind the present one")
  }

  /// The same with other values of some fields.
  func with(
    place: Signal? = nil, tokenPlace: Signal? = nil, chunk: Signal? = nil, group: Signal? = nil,
    headsLeft: Signal? = nil, tokensLeft: Signal? = nil
  ) -> LoadPosition {
    LoadPosition(
      place: place ?? self.place, tokenPlace: tokenPlace ?? self.tokenPlace,
      chunk: chunk ?? self.chunk, group: group ?? self.group,
      headsLeft: headsLeft ?? self.headsLeft, tokensLeft: tokensLeft ?? self.tokensLeft)
  }
}

/// What is to be known of a load until its last word.
struct HeldLoad: SignalBundle {
  let tag: Signal
  let heads: Signal
  /// Places from a head to the next.
  let stride: Signal
  let chunks: Signal
}

extension HeldLoad {
  init(_ field: FieldMaker, _ configuration: AcceleratorConfiguration) {
    tag = field(.unsigned(AcceleratorConfiguration.tagBits), "the unit's")
    heads = field(.unsigned(configuration.headCountBits))
    stride = field(.unsigned(configuration.tokenCountBits), "places from a head to the next")
    chunks = field(.unsigned(configuration.chunkCountBits))
  }

  init(of load: LoadPlaces) {
    self.init(tag: load.tag, heads: load.heads, stride: load.stride, chunks: load.chunks)
  }
}
