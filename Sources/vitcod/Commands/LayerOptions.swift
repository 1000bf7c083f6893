import ArgumentParser
import AttentionCompiler
import AttentionSpec
import ModelImport

/// Which layers are run.
struct LayerOptions: ParsableArguments {
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
    help: ArgumentHelp("Only this layer, a block of the masks, from 0.", valueName: "n"))
  var layer: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Only so many of the layers, the first.", valueName: "count"))
  var layers: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Only this head of each layer, from 0.", valueName: "n"))
  var head: Int?

  @OptionGroup var random: RandomOperandOptions

  func validate() throws {
    if let layers, layers < 1 {
      throw ValidationError("--layers is \(layers) but may be 1 or more.")
    }
    if layer != nil && layers != nil {
      throw ValidationError("--layer chooses one and --layers the first; leave out one of them.")
    }
    for (option, isGiven) in [
      ("--head-dimension", random.shape.headDimension != nil),
      ("--codes", random.shape.codes != nil),
    ] where operands != nil && isGiven {
      throw ValidationError(
        "\(option) is for random operands, and those of --operands have their own; leave it out.")
    }
  }

  /// The chosen layers, in order, with what they are called.
  ///
  /// - Throws: `Refusal` or `CommandFailure` for a file that cannot be read, or a layer or head
  ///   that is missing.
  func chosen(_ configuration: AcceleratorConfiguration) throws -> ChosenLayers {
    let file = try operands.map { try OperandFile(path: $0) }
    let masks = try masks(configuration, operands: file)
    let heads = try Self.choice(head, of: masks.heads, "--head")
    let numbers = try Self.choice(layer, of: masks.blocks, "--layer")
    if let layers, layers > masks.blocks {
      throw CommandFailure.usage(
        "--layers is \(layers) but there \(masks.blocks == 1 ? "is" : "are") "
          + "\(masks.blocks.counted("layer")); give at most \(masks.blocks).")
    }
    let chosen = numbers.prefix(layers ?? numbers.count)
    return ChosenLayers(
      numbers: Array(chosen), heads: heads,
      inputs: try chosen.map { layer in
        let kept = try heads.map { try masks.mask(block: layer, head: $0) }
        guard let file else {
          return try random.layer(kept, layer: layer, configuration)
        }
        return try LayerInput(
          Array(zip(kept, try heads.map { try Self.input(file, layer: layer, head: $0) })))
      })
  }

  private static func input(_ file: OperandFile, layer: Int, head: Int) throws -> HeadInput {
    do {
      return try file.input(block: layer, head: head)
    } catch let refusal as Refusal {
      throw refusal.placed(in: file.path)
    }
  }

  /// The masks of a file or synthetic ones; dense ones for operands of one's own.
  private func masks(
    _ configuration: AcceleratorConfiguration, operands file: OperandFile?
  ) throws -> MaskSet {
    if let file, masks.mask == nil {
      return MaskSet(denseBlocks: file.blocks, heads: file.heads, tokens: file.tokens)
    }
    let set = try masks.masks(for: configuration.capacity)
    guard let file, let mask = masks.mask else { return set }
    guard [set.blocks, set.heads, set.tokens] == [file.blocks, file.heads, file.tokens] else {
      throw CommandFailure.badInput(
        "\(file.path) has operands of \(Self.sizes(file.blocks, file.heads, file.tokens)), but "
          + "\(mask) masks of \(Self.sizes(set.blocks, set.heads, set.tokens)); give both of "
          + "the same heads.")
    }
    return set
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

/// Layers that are run, and where in their network they stand.
struct ChosenLayers {
  let numbers: [Int]
  let heads: [Int]
  let inputs: [LayerInput]
}
