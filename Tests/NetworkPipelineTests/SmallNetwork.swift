import AttentionSpec
import NetworkSpec

/// A small random network and random images of bytes for it.
struct SmallNetwork {
  let weights: NetworkWeights
  let images: ImageSet

  var shape: NetworkShape { weights.shape }

  init(
    images count: Int = 6, heads: Int = 3, classes: Int = 5, hiddenHeads: Int? = nil,
    classTokens: Int = 1, readout: Readout = .classToken, seed: UInt64 = 1
  ) throws {
    let shape = try NetworkShape(
      channels: 2, imageSide: 6, patchSide: 2, classTokens: classTokens, width: 8 * heads,
      heads: heads, blocks: 2, hidden: 20, classes: classes)
    weights = try NetworkWeights.random(
      shape: shape, seed: seed, readout: readout, autoEncoderHiddenHeads: hiddenHeads)
    var generator = SplitMix64(seed: seed)
    images = try ImageSet(
      count: count, channels: 2, side: 6,
      values: .bytes(
        (0..<count * shape.imageSize).map { _ in UInt8(generator.integer(in: 0...255)) },
        PixelNormalization(mean: [0.5, 0.25], deviation: [0.5, 0.3])))
  }

  /// Masks of half of all entries, each different, each with its diagonal.
  func masks(seed: UInt64 = 1) throws -> NetworkMasks {
    var generator = SplitMix64(seed: seed)
    let tokens = shape.tokens
    return try NetworkMasks(
      blocks: shape.blocks, heads: shape.heads,
      masks: (0..<shape.blocks * shape.heads).map { _ in
        try AttentionMask(
          tokens: tokens,
          kept: (0..<tokens * tokens).map {
            $0 % (tokens + 1) == 0 || generator.chance(perMille: 500)
          })
      })
  }
}

/// The sentence of a refusal; empty for none.
func refusal(_ body: () throws -> Void) -> String {
  do {
    try body()
    return ""
  } catch {
    return "\(error)"
  }
}

/// The largest difference of two lists of numbers; infinite for lists of different lengths.
func distance(_ left: [Float], _ right: [Float]) -> Float {
  guard left.count == right.count else { return .infinity }
  return zip(left, right).reduce(0) { max($0, abs($1.0 - $1.1)) }
}
