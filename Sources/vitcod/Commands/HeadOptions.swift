import ArgumentParser
import AttentionCompiler
import AttentionSpec
import ModelImport

extension MaskMeaning: ExpressibleByArgument {}

/// Which heads are run.
struct HeadOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Masks as a NumPy array of bool or uint8, [layers, heads, n, n], [heads, n, n] or [n, n], in "
        + "a file npy or npz.",
      valueName: "file"))
  var mask: String?

  @Option(
    help: ArgumentHelp(
      "The name of the array with the masks, if an npz file holds several.",
      valueName: "name"))
  var maskMember: String?

  @Option(
    help: ArgumentHelp(
      "What True means in the mask file: pruned, as in the files of ViTCoD's authors, or kept. "
        + "Needed with --mask, since a wrong guess would look plausible.",
      valueName: "meaning"))
  var maskMeans: MaskMeaning?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Only the heads of this layer, from 0.", valueName: "n"))
  var layer: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Only this head of each layer, from 0.", valueName: "n"))
  var head: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Only so many of the chosen heads, the first.", valueName: "count"))
  var heads: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Features of a head. (default: 64, or what the configuration holds)", valueName: "d"))
  var headDimension: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Seed of the random operands.", valueName: "n"))
  var seed: UInt64 = 1

  func validate() throws {
    if mask != nil && maskMeans == nil {
      throw ValidationError("--mask needs --mask-means pruned or --mask-means kept.")
    }
    if mask == nil && maskMeans != nil {
      throw ValidationError("--mask-means says what a file holds; give --mask as well.")
    }
    if mask == nil && maskMember != nil {
      throw ValidationError("--mask-member names an array of a file; give --mask as well.")
    }
    if let heads, heads < 1 {
      throw ValidationError("--heads is \(heads) but may be 1 or more.")
    }
    let dimensions = 1...NumberFormats.headDimensionMaximum
    if let headDimension, !dimensions.contains(headDimension) {
      throw ValidationError(
        "--head-dimension is \(headDimension) but may be 1 to \(dimensions.upperBound).")
    }
  }

  /// The chosen heads, in order.
  ///
  /// - Throws: `Refusal` or `CommandFailure` for a file that cannot be read or a missing head.
  func sources(_ configuration: AcceleratorConfiguration) throws -> [HeadSource] {
    let masks = try MaskSet(
      file: mask, name: maskMember, meaning: maskMeans, capacity: configuration.capacity)
    let layers = try Self.choice(layer, of: masks.layers, "--layer")
    let heads = try Self.choice(head, of: masks.heads, "--head")
    let chosen = layers.flatMap { layer in heads.map { head in (layer, head) } }
    return chosen.prefix(self.heads ?? chosen.count).map { layer, head in
      HeadSource(
        masks: masks, layer: layer, head: head,
        headDimension: headDimension ?? min(64, configuration.capacity.headDimension),
        seed: seed &+ UInt64(layer * masks.heads + head))
    }
  }

  private static func choice(_ index: Int?, of count: Int, _ option: String) throws -> [Int] {
    guard let index else { return Array(0..<count) }
    guard (0..<count).contains(index) else {
      throw CommandFailure.usage("\(option) is \(index) but the masks have 0 to \(count - 1).")
    }
    return [index]
  }
}
