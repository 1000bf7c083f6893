import AttentionSpec
import NetworkSpec
import TensorFiles

/// The sizes that the tensors of a file tell. Each extent is that of data in the file, so that no
/// product of two overflows.
struct NetworkSizes {
  let channels: Int
  let patchSide: Int
  /// Patches in a row or a column of an image.
  let grid: Int
  let classTokens: Int
  let width: Int
  let blocks: Int
  let hidden: Int
  let classes: Int
  let readout: Readout
  /// The heads that the auto-encoder of the first block takes; nil without one.
  let encodedHeads: Int?

  /// - Parameter settings: Where the metadata may name the readout.
  /// - Throws: `Refusal` for a size that is missing or not one of a Vision Transformer.
  init(_ tensors: TensorReader, _ settings: inout ModelSettings) throws(Refusal) {
    let naming = tensors.naming
    let patch = try tensors.extents(
      naming.patchEmbedding + ".weight", "[width, channels, side, side]", axes: 4)
    guard patch[2] == patch[3] else {
      throw Refusal(
        in: tensors.path,
        "Patches are \(patch[2]) x \(patch[3]) pixels, but only square ones are supported; give a "
          + "network with them.")
    }
    (width, channels, patchSide) = (patch[0], patch[1], patch[2])
    _ = try tensors.extents(naming.classToken, "[1, 1, \(width)]", axes: 3)
    classTokens = tensors.has(naming.distillationToken) ? 2 : 1
    let positions = try tensors.extents(naming.positions, "[1, tokens, \(width)]", axes: 3)
    grid = try Self.grid(tokens: positions[1], classTokens: classTokens, path: tensors.path)
    blocks = try Self.blockCount(tensors)
    let first = { (part: String) in naming.name(block: 0, part + ".weight") }
    hidden = try tensors.extents(first(naming.block.expansion), "[hidden, \(width)]", axes: 2)[0]
    if let encoder = naming.block.autoEncoders.first, tensors.has(first(encoder)) {
      encodedHeads = try tensors.extents(first(encoder), "[hidden heads, heads]", axes: 2)[1]
    } else {
      encodedHeads = nil
    }
    let possible = Self.readouts(tensors, width: width, classTokens: classTokens)
    readout =
      settings.readout(among: possible) ?? Self.readout(tensors, classTokens: classTokens)
    let classifiers = naming.classifiers(readout)
    if let classifier = classifiers.first,
      classifiers.flatMap(\.weightAndBias).contains(where: { tensors.has($0) })
    {
      classes = try tensors.extents(classifier + ".weight", "[classes, features]", axes: 2)[0]
    } else {
      classes = 0
    }
  }

  private static func grid(tokens: Int, classTokens: Int, path: String) throws(Refusal) -> Int {
    // Positions of the patches alone are those of DeiT III.
    for patches in [tokens - classTokens, tokens] where patches > 0 {
      let side = Int(Double(patches).squareRoot().rounded())
      if side * side == patches { return side }
    }
    throw Refusal(
      in: path,
      "There are positions of \(tokens.counted("token")), of which \(tokens - classTokens) are "
        + "patches, but "
        + "they must fill a square; give a network of square images.")
  }

  private static func blockCount(_ tensors: TensorReader) throws(Refusal) -> Int {
    let indices = Set(tensors.names.places.keys.compactMap { tensors.naming.blockPart($0)?.index })
    if let missing = (0...indices.count).first(where: { !indices.contains($0) }),
      missing < indices.count || indices.isEmpty
    {
      throw Refusal(
        in: tensors.path,
        "There is no block \(missing) (\(tensors.naming.blocks)\(missing)), but blocks count from "
          + "0 without gaps; write all tensors of the network.")
    }
    return indices.count
  }

  /// The readouts for which there are classifiers of the right width, or for which there need be
  /// none.
  private static func readouts(
    _ tensors: TensorReader, width: Int, classTokens: Int
  ) -> [Readout] {
    let naming = tensors.naming
    let distilled = naming.distilledClassifiers.filter { $0 != naming.classifier }
    if distilled.flatMap(\.weightAndBias).contains(where: { tensors.has($0) }) {
      return [.averageOfTwo]
    }
    guard let inputs = tensors.shape(naming.classifier + ".weight")?.last else {
      let averages: [Readout] = classTokens == 2 ? [.averageOfTwo] : []
      return [.classToken, .classTokenAndPatchMean] + averages
    }
    return [inputs == 2 * width ? .classTokenAndPatchMean : .classToken]
  }

  private static func readout(_ tensors: TensorReader, classTokens: Int) -> Readout {
    let naming = tensors.naming
    switch naming.family {
    case .timm: return classTokens == 2 ? .averageOfTwo : .classToken
    case .huggingFaceViT:
      let layers = naming.distilledClassifiers.flatMap(\.weightAndBias)
      return layers.contains { tensors.has($0) } ? .averageOfTwo : .classToken
    case .huggingFaceDINOv2:
      let layer = naming.classifier.weightAndBias
      return layer.contains { tensors.has($0) } ? .classTokenAndPatchMean : .classToken
    }
  }
}

extension TensorNaming {
  /// The names of the classifiers that a readout has.
  func classifiers(_ readout: Readout) -> [String] {
    readout == .averageOfTwo ? distilledClassifiers : [classifier]
  }
}
