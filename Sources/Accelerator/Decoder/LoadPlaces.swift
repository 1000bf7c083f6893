import AttentionSpec
import HardwareDSL

/// Where the words of a load go: tokens of all heads of a unit of work.
struct LoadPlaces: SignalBundle {
  let tag: Signal
  /// Of the first token of the first head.
  let place: Signal
  let tokens: Signal
  let heads: Signal
  /// Places from a head to the next.
  let stride: Signal
  let chunks: Signal
}

extension LoadPlaces {
  init(_ field: FieldMaker, _ configuration: AcceleratorConfiguration) {
    tag = field(.unsigned(AcceleratorConfiguration.tagBits), "the unit's")
    place = field(.unsigned(configuration.placeBits), "of the first token of the first head")
    tokens = field(.unsigned(configuration.tokenCountBits), "at least 1")
    heads = field(.unsigned(configuration.headCountBits), "at least 1")
    stride = field(.unsigned(configuration.tokenCountBits), "places from a head to the next")
    chunks = field(.unsigned(configuration.chunkCountBits), "at least 1")
  }
}

/// A load of queries or keys: codes that are decoded, or words that pass.
struct CodeLoad: SignalBundle {
  let isKeys: Signal
  let codes: Signal
  let places: LoadPlaces
}

extension CodeLoad {
  init(_ field: FieldMaker, _ configuration: AcceleratorConfiguration) {
    isKeys = field(.bit, "keys, not queries")
    codes = field(
      .unsigned(configuration.codeCountBits), "of a chunk of a token; 0 for words that pass")
    places = LoadPlaces(field, configuration)
  }
}

extension AcceleratorConfiguration {
  /// Width of a place in either memory of operands.
  var placeBits: Int { max(keyValueBits, queryWordBits) }
  /// Widths of counts of heads and of codes, from none to all.
  var headCountBits: Int { bitsToHold(capacity.heads) }
  var codeCountBits: Int { bitsToHold(decoder.codesMax) }
}
