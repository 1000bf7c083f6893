import ArgumentParser
import AttentionSpec

/// The shape of operands that no file holds.
struct OperandShapeOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Features of a head with random operands. (default: 64, or what the configuration holds)",
      valueName: "d"))
  var headDimension: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Codes of a token of random queries, and of keys, from which heads are decoded; 0 for plain "
        + "ones. (default: 2, or what the configuration holds)",
      valueName: "count"))
  var codes: Int?

  func validate() throws {
    let dimensions = 1...NumberFormats.headDimensionMax
    if let headDimension, !dimensions.contains(headDimension) {
      throw ValidationError(
        "--head-dimension is \(headDimension) but may be 1 to \(dimensions.upperBound).")
    }
    let codesMax = Instruction.Unit.codesMax
    if let codes, !(0...codesMax).contains(codes) {
      throw ValidationError("--codes is \(codes) but may be 0 to \(codesMax).")
    }
  }

  /// A layer of random operands under masks.
  ///
  /// - Throws: `Refusal` for masks that are not of one shape.
  func layer(
    _ masks: [AttentionMask], seed: UInt64, _ configuration: AcceleratorConfiguration
  ) throws -> LayerInput {
    var generator = SplitMix64(seed: seed)
    return try .random(
      masks, headDimension: headDimension ?? min(64, configuration.capacity.headDimension),
      codes: codes ?? min(2, configuration.decoder.codesMax), &generator)
  }
}

/// Operands that are drawn.
struct RandomOperandOptions: ParsableArguments {
  @OptionGroup var shape: OperandShapeOptions

  @Option(
    parsing: .unconditional, help: ArgumentHelp("Seed of the random operands.", valueName: "n"))
  var seed: UInt64 = 1

  /// A layer of random operands under masks; the seed and its number say which.
  ///
  /// - Throws: `Refusal` for masks that are not of one shape.
  func layer(
    _ masks: [AttentionMask], layer: Int, _ configuration: AcceleratorConfiguration
  ) throws -> LayerInput {
    try shape.layer(masks, seed: seed &+ UInt64(layer), configuration)
  }
}
