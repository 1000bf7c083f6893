import AttentionSpec

extension NetworkWeights {
  /// A random network for tests and measurements, the same on every machine for one seed.
  ///
  /// Weights have a standard deviation of 1 / sqrt(inputs) and norms are near 1, so that
  /// activations are as large as those of a trained network; no bias is zero throughout.
  ///
  /// - Parameters:
  ///   - readout: Two classifiers for `averageOfTwo`, which needs two class tokens.
  ///   - autoEncoderHiddenHeads: Heads that are left between encoder and decoder; nil for a network
  ///     without auto-encoders.
  /// - Throws: `Refusal` for a readout that the shape does not allow.
  public static func random(
    shape: NetworkShape, seed: UInt64, readout: Readout = .classToken,
    autoEncoderHiddenHeads: Int? = nil
  ) throws -> NetworkWeights {
    var source = RandomParts(seed: seed)
    let width = shape.width
    let classifierCount = shape.classes == 0 ? 0 : readout == .averageOfTwo ? 2 : 1
    let features = readout == .classTokenAndPatchMean ? 2 * width : width
    return try NetworkWeights(
      shape: shape,
      patchEmbedding: source.layer(inputs: shape.patchSize, outputs: width),
      classTokens: source.numbers(shape.classTokens * width, deviation: 0.5),
      positions: source.numbers(shape.tokens * width, deviation: 0.5),
      blocks: (0..<shape.blocks).map { _ in
        source.block(shape, hiddenHeads: autoEncoderHiddenHeads)
      },
      norm: source.norm(width),
      readout: readout,
      classifiers: (0..<classifierCount).map { _ in
        source.layer(inputs: features, outputs: shape.classes)
      })
  }
}

/// Draws the parts of a network one after the other.
private struct RandomParts {
  private var generator: SplitMix64
  /// The standard deviation of the integers that are drawn; a power of two, so that scaling them
  /// to 1 is exact.
  private static let unit = 4096

  init(seed: UInt64) {
    generator = SplitMix64(seed: seed)
  }

  mutating func numbers(_ count: Int, mean: Float = 0, deviation: Float) -> [Float] {
    let step = deviation / Float(Self.unit)
    return (0..<count).map { _ in mean + Float(generator.bell(deviation: Self.unit)) * step }
  }

  mutating func layer(inputs: Int, outputs: Int) -> LinearWeights {
    LinearWeights(
      outputs: outputs, inputs: inputs,
      weight: numbers(outputs * inputs, deviation: 1 / Float(inputs).squareRoot()),
      bias: numbers(outputs, deviation: 0.1))
  }

  mutating func norm(_ width: Int) -> NormWeights {
    NormWeights(
      gain: numbers(width, mean: 1, deviation: 0.1), offset: numbers(width, deviation: 0.1))
  }

  mutating func autoEncoder(_ heads: Int, _ hiddenHeads: Int) -> AutoEncoderWeights {
    AutoEncoderWeights(
      encoder: layer(inputs: heads, outputs: hiddenHeads),
      decoder: layer(inputs: hiddenHeads, outputs: heads))
  }

  mutating func block(_ shape: NetworkShape, hiddenHeads: Int?) -> BlockWeights {
    let (width, hidden) = (shape.width, shape.hidden)
    return BlockWeights(
      attentionNorm: norm(width),
      queriesKeysValues: layer(inputs: width, outputs: 3 * width),
      queryAutoEncoder: hiddenHeads.map { autoEncoder(shape.heads, $0) },
      keyAutoEncoder: hiddenHeads.map { autoEncoder(shape.heads, $0) },
      projection: layer(inputs: width, outputs: width),
      perceptronNorm: norm(width),
      expansion: layer(inputs: width, outputs: hidden),
      contraction: layer(inputs: hidden, outputs: width))
  }
}
