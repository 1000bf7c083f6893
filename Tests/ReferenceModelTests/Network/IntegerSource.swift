import AttentionSpec
import NetworkSpec

/// Random networks in integers, of no float network: weights of all sizes, results that fill their
/// ranges and now and then saturate.
struct IntegerSource {
  private(set) var generator: SplitMix64

  init(seed: UInt64) {
    generator = SplitMix64(seed: seed)
  }

  mutating func pixels(_ shape: NetworkShape) -> [Int8] {
    (0..<shape.imageSize).map { _ in Int8(generator.integer(in: -128...127)) }
  }

  mutating func network(
    _ shape: NetworkShape, readout: Readout, hasAutoEncoders: Bool
  ) throws -> QuantizedNetwork {
    let width = shape.width
    let features = readout == .classTokenAndPatchMean ? 2 * width : width
    let classifiers = shape.classes == 0 ? 0 : readout == .averageOfTwo ? 2 : 1
    return try QuantizedNetwork(
      shape: shape, masks: masks(shape), pixels: .scale(1),
      patchEmbedding: layer(shape.patchSize, width, reach: 9000),
      classTokens: int16s(shape.classTokens * width), positions: int16s(shape.patches * width),
      blocks: (0..<shape.blocks).map { _ in
        // Blocks may differ in their auto-encoders, and queries from keys.
        try block(shape, hasAutoEncoders: hasAutoEncoders && generator.chance(perMille: 800))
      }, norm: norm(width), readout: readout,
      classifiers: (0..<classifiers).map { _ in
        try layer(features, shape.classes, reach: 20_000)
      }, formats: [:])
  }

  private mutating func masks(_ shape: NetworkShape) throws -> NetworkMasks {
    try NetworkMasks(
      blocks: shape.blocks, heads: shape.heads,
      masks: (0..<shape.blocks * shape.heads).map { _ in
        let perMille = generator.integer(in: 0...1000)
        return try AttentionMask(
          tokens: shape.tokens,
          kept: (0..<shape.tokens * shape.tokens).map { place in
            place % (shape.tokens + 1) == 0 || generator.chance(perMille: perMille)
          })
      })
  }

  private mutating func int16s(_ count: Int) -> [Int16] {
    (0..<count).map { _ in Int16(clamping: generator.bell(deviation: 9000)) }
  }

  /// A layer whose results have about this standard deviation, for inputs of 50.
  private mutating func layer(
    _ inputs: Int, _ outputs: Int, reach: Double
  ) throws -> QuantizedLinear {
    let scale = reach / (50 * 73 * Double(inputs).squareRoot())
    return try QuantizedLinear(
      outputs: outputs, inputs: inputs,
      weight: (0..<inputs * outputs).map { _ in Int8(generator.integer(in: -127...127)) },
      bias: (0..<outputs).map { _ in Int32(generator.bell(deviation: 3000)) },
      rescale: (0..<outputs).map { _ in
        try FixedMultiplier(scale * Double(generator.integer(in: 300...2000)) / 1000)
      })
  }

  private mutating func norm(_ width: Int) -> QuantizedNorm {
    // 12 fraction bits of the normalised feature, and gains of about 40 with as many as fit.
    let bits = generator.integer(in: 0...8)
    return QuantizedNorm(
      epsilon: generator.chance(perMille: 300) ? 0 : generator.integer(in: 0...1 << 30),
      gain: (0..<width).map { _ in Int16(generator.integer(in: -60...60) << bits) },
      offset: (0..<width).map { _ in generator.bell(deviation: 20) << (bits + 12) },
      shift: bits + 12)
  }

  private mutating func block(
    _ shape: NetworkShape, hasAutoEncoders: Bool
  ) throws -> QuantizedBlock {
    let width = shape.width
    return try QuantizedBlock(
      attentionNorm: norm(width), queriesKeysValues: layer(width, 3 * width, reach: 45),
      queryAutoEncoder: hasAutoEncoders ? autoEncoder(shape.heads) : nil,
      keyAutoEncoder: hasAutoEncoders ? autoEncoder(shape.heads) : nil,
      heads: (0..<shape.heads).map { _ in
        try HeadQuantization(
          softmaxScale: generator.integer(in: 1...20_000),
          outputMultiplier: generator.integer(in: 2000...20_000))
      }, projection: layer(width, width, reach: 6000), perceptronNorm: norm(width),
      expansion: layer(width, shape.hidden, reach: 50),
      activationTable: (0..<256).map { _ in Int8(generator.integer(in: -128...127)) },
      contraction: layer(shape.hidden, width, reach: 6000))
  }

  private mutating func autoEncoder(_ heads: Int) throws -> QuantizedAutoEncoder {
    let hiddenHeads = generator.integer(in: 1...heads)
    return try QuantizedAutoEncoder(
      encoder: layer(heads, hiddenHeads, reach: 50), decoder: layer(hiddenHeads, heads, reach: 50))
  }
}
