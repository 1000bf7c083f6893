import Accelerator
import AttentionCompiler
import AttentionSpec
import CoSimulation
import HardwareDSL

/// Accelerators of configs/, as values.
enum Engines {
  /// `vitcod_64x8`: the array of the paper.
  static let paper = AcceleratorConfiguration(
    name: "vitcod_64x8", array: ArrayShape(lines: 64, macsPerLine: 8, elements: 8),
    capacity: Capacity(tokens: 255, headDimension: 64, heads: 3),
    memory: MemoryShape(banks: 16, queries: 1184, keys: 1776, values: 1184))

  /// `vitcod_tiny`.
  static let tiny = AcceleratorConfiguration(
    name: "vitcod_tiny", array: ArrayShape(lines: 2, macsPerLine: 4, elements: 2),
    capacity: Capacity(tokens: 16, headDimension: 16),
    memory: MemoryShape(
      banks: 4, queries: 32, keys: 48, values: 32, slots: 64, slotsAhead: 16, scores: 32, rows: 16,
      finishedRows: 4, outputs: 8, codeBeats: 16, valueBeats: 16, indexBeats: 4),
    port: PortShape(dataBits: 128, addressBits: 32, burstBytes: 128, writes: 16))

  /// `vitcod_64x64`: 4,096 MACs.
  static let large = AcceleratorConfiguration(
    name: "vitcod_64x64", array: ArrayShape(lines: 64, macsPerLine: 64, elements: 64),
    capacity: Capacity(tokens: 256, headDimension: 64))

  /// A layer of DeiT-Tiny's size that is pruned as trained ones are.
  static func layer(_ configuration: AcceleratorConfiguration) throws -> AttentionJob {
    var generator = SplitMix64(seed: 1)
    let masks = try (0..<3).map { try SyntheticMask.head(seed: $0) }
    return try AttentionJob(
      [.random(masks, headDimension: 64, codes: 2, &generator)], configuration)
  }
}
