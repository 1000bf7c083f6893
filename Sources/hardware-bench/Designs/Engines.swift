import AttentionCompiler
import AttentionSpec
import CoSimulation

/// Accelerators of configs/, as values.
enum Engines {
  /// `vitcod_64x8`: the array of the paper.
  static let paper = configuration(
    "vitcod_64x8", ArrayShape(lines: 64, macsPerLine: 8, elements: 8),
    capacity(tokens: 255, headDimension: 64, heads: 3),
    MemoryShape(
      banks: 16, queries: 1184, keys: 1776, values: 1184, slots: 512, slotsAhead: 64, scores: 256,
      rows: 96, finishedRows: 8, outputs: 16, codeBeats: 64, valueBeats: 64, indexBeats: 8),
    DecoderShape(codes: 2, heads: 1, codesMax: 8),
    PortShape(dataBits: 1024, addressBits: 40, burstBytes: 1024, writes: 128))

  /// `vitcod_tiny`.
  static let tiny = configuration(
    "vitcod_tiny", ArrayShape(lines: 2, macsPerLine: 4, elements: 2),
    capacity(tokens: 16, headDimension: 16, heads: 16),
    MemoryShape(
      banks: 4, queries: 32, keys: 48, values: 32, slots: 64, slotsAhead: 16, scores: 32, rows: 16,
      finishedRows: 4, outputs: 8, codeBeats: 16, valueBeats: 16, indexBeats: 4),
    DecoderShape(), PortShape(dataBits: 128, addressBits: 32, burstBytes: 128, writes: 16),
    accumulatorBits: 20)

  /// 4,096 MACs, as `vitcod_64x64` has them.
  static let large = AcceleratorConfiguration(
    name: "vitcod_64x64", array: ArrayShape(lines: 64, macsPerLine: 64, elements: 64),
    capacity: capacity(tokens: 255, headDimension: 64, heads: 16), accumulatorBits: 24)

  private static func capacity(tokens: Int, headDimension: Int, heads: Int) -> Capacity {
    Capacity(
      tokens: tokens, headDimension: headDimension, tokensPerBank: tokens,
      queriesPerElement: tokens, slots: 512, heads: heads)
  }

  private static func configuration(
    _ name: String, _ array: ArrayShape, _ capacity: Capacity, _ memory: MemoryShape,
    _ decoder: DecoderShape, _ port: PortShape, accumulatorBits: Int = 24
  ) -> AcceleratorConfiguration {
    AcceleratorConfiguration(
      name: name, array: array, capacity: capacity, accumulatorBits: accumulatorBits,
      memory: memory, decoder: decoder, port: port)
  }

  /// Heads of DeiT's size that are pruned as trained ones are, decoded from codes.
  static func layer(_ configuration: AcceleratorConfiguration) throws -> AttentionJob {
    var generator = SplitMix64(seed: 1)
    let masks = try (0..<3).map { try SyntheticMask.head(seed: UInt64($0)) }
    let layer = try LayerInput.random(masks, headDimension: 64, codes: 2, &generator)
    return try AttentionJob([layer], configuration)
  }
}
