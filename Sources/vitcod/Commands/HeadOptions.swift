import ArgumentParser
import AttentionCompiler
import AttentionSpec
import ModelImport

/// Which heads are run.
struct HeadOptions: ParsableArguments {
  @OptionGroup var masks: OptionalMaskOptions

  @Option(
    help: ArgumentHelp(
      "Queries, keys and values of your own, arrays of these names in a file npz or safetensors, "
        + "[n, d], [heads, n, d] or [blocks, heads, n, d]: floats, or int8 with query_scale, "
        + "key_scale and value_scale. Without --mask every score is kept. (default: random int8)",
      valueName: "file"))
  var operands: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Only the heads of this block, from 0.", valueName: "n"))
  var block: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Only this head of each block, from 0.", valueName: "n"))
  var head: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Only so many of the chosen heads, the first.", valueName: "count"))
  var heads: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Features of a head with random operands. (default: 64, or what the configuration holds)",
      valueName: "d"))
  var headDimension: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Seed of the random operands.", valueName: "n"))
  var seed: UInt64 = 1

  var mask: String? { masks.mask }
  var maskMember: String? { masks.maskMember }
  var maskMeans: MaskMeaning? { masks.maskMeans }

  func validate() throws {
    if let heads, heads < 1 {
      throw ValidationError("--heads is \(heads) but may be 1 or more.")
    }
    if operands != nil && headDimension != nil {
      throw ValidationError(
        "--head-dimension is for random operands, and those of --operands have their own; leave it "
          + "out.")
    }
    let dimensions = 1...NumberFormats.headDimensionMax
    if let headDimension, !dimensions.contains(headDimension) {
      throw ValidationError(
        "--head-dimension is \(headDimension) but may be 1 to \(dimensions.upperBound).")
    }
  }

  /// The chosen heads, in order.
  ///
  /// - Throws: `Refusal` or `CommandFailure` for a file that cannot be read or a missing head.
  func sources(_ configuration: AcceleratorConfiguration) throws -> [HeadSource] {
    let file = try operands.map { try OperandFile(path: $0) }
    let masks = try masks(configuration, operands: file)
    let blocks = try Self.choice(block, of: masks.blocks, "--block")
    let heads = try Self.choice(head, of: masks.heads, "--head")
    let chosen = blocks.flatMap { block in heads.map { head in (block, head) } }
    if let count = self.heads, count > chosen.count {
      throw CommandFailure.usage(
        "--heads is \(count) but there \(chosen.count == 1 ? "is" : "are") "
          + "\(chosen.count.counted("head")) to choose from; give at most \(chosen.count).")
    }
    return chosen.prefix(self.heads ?? chosen.count).map { block, head in
      let random = HeadSource.Operands.random(
        headDimension: headDimension ?? min(64, configuration.capacity.headDimension),
        seed: seed &+ UInt64(block * masks.heads + head))
      return HeadSource(
        masks: masks, block: block, head: head,
        operands: file.map { .file($0) } ?? random)
    }
  }

  /// The masks of a file or synthetic ones; dense ones for operands of one's own.
  private func masks(
    _ configuration: AcceleratorConfiguration, operands file: OperandFile?
  ) throws -> MaskSet {
    if let file, mask == nil {
      return MaskSet(denseBlocks: file.blocks, heads: file.heads, tokens: file.tokens)
    }
    let masks = try MaskSet(
      file: mask, member: maskMember, meaning: maskMeans, capacity: configuration.capacity)
    guard let file, let mask else { return masks }
    guard [masks.blocks, masks.heads, masks.tokens] == [file.blocks, file.heads, file.tokens] else {
      throw CommandFailure.badInput(
        "\(file.path) has operands of \(Self.sizes(file.blocks, file.heads, file.tokens)), but "
          + "\(mask) masks of \(Self.sizes(masks.blocks, masks.heads, masks.tokens)); give both of "
          + "the same heads.")
    }
    return masks
  }

  private static func sizes(_ blocks: Int, _ heads: Int, _ tokens: Int) -> String {
    "\(blocks.counted("block")), \(heads.counted("head")) and \(tokens.counted("token"))"
  }

  private static func choice(_ index: Int?, of count: Int, _ option: String) throws -> [Int] {
    guard let index else { return Array(0..<count) }
    guard (0..<count).contains(index) else {
      throw CommandFailure.usage("\(option) is \(index) but the masks have 0 to \(count - 1).")
    }
    return [index]
  }
}
