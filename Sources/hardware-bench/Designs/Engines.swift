import Accelerator
import AttentionCompiler
import AttentionSpec
import CoSimulation
import HardwareDSL

/// Accelerators of configs/, as values.
enum Engines {
  /// `vitcod_64x8`: the array of the paper.
  static let paper = configuration(64, 8, elements: 8, tokensPerElement: 48, slots: 1536)

  /// `vitcod_tiny`.
  static let tiny = AcceleratorConfiguration(
    name: "vitcod_tiny", array: ArrayShape(lines: 2, macsPerLine: 4, elements: 2),
    capacity: Capacity(
      tokens: 16, headDimension: 16))

  /// `vitcod_64x64`: 4,096 MACs.
  static let large = configuration(64, 64, elements: 64, tokensPerElement: 8, slots: 512)

  private static func configuration(
    _ lines: Int, _ macsPerLine: Int, elements: Int, tokensPerElement: Int, slots: Int
  ) -> AcceleratorConfiguration {
    AcceleratorConfiguration(
      name: "vitcod_\(lines)x\(macsPerLine)",
      array: ArrayShape(lines: lines, macsPerLine: macsPerLine, elements: elements),
      capacity: Capacity(
        tokens: 256, headDimension: 64))
  }

  /// A head of DeiT's size that is pruned as trained ones are.
  static func head(_ configuration: AcceleratorConfiguration) throws -> HeadJob {
    let mask = try SyntheticMask.head(seed: 1)
    return try HeadJob(
      name: "head", input: .random(tokens: mask.tokens, headDimension: 64, seed: 1), mask: mask,
      configuration: configuration)
  }
}
