import Basics
import NetworkSpec
import TensorFiles

extension ModelFile {
  /// The bytes of a safetensors file that holds a network exactly: F32 under timm's names, and what
  /// these do not tell in the metadata.
  ///
  /// - Throws: `Refusal` for the name of a class with a comma in it, or another number of names
  ///   than classes.
  public static func bytes(
    of weights: NetworkWeights, pixelNormalization: PixelNormalization? = nil,
    classNames: [String]? = nil
  ) throws(Refusal) -> [UInt8] {
    var metadata: [ModelMetadata.Key: String] = [
      .format: "pt", .heads: "\(weights.shape.heads)",
      .layerNormEpsilon: "\(weights.shape.normEpsilon)", .readout: weights.readout.rawValue,
    ]
    if let pixelNormalization {
      metadata[.pixelMean] = pixelNormalization.mean.commaSeparated
      metadata[.pixelStandardDeviation] = pixelNormalization.deviation.commaSeparated
    }
    if let classNames {
      guard classNames.count == weights.shape.classes,
        classNames.allSatisfy({ !$0.isEmpty && !$0.contains(",") })
      else {
        throw Refusal(
          "The \(classNames.count) names of classes are not \(weights.shape.classes) without "
            + "commas; give one for each class, with another sign in place of commas.")
      }
      metadata[.classes] = classNames.joined(separator: ",")
    }
    return try SafetensorsFile.bytes(
      of: tensors(of: weights),
      metadata: Dictionary(uniqueKeysWithValues: metadata.map { ($0.key.rawValue, $0.value) }))
  }

  private static func tensors(
    of weights: NetworkWeights
  ) throws(Refusal) -> [String: Tensor] {
    let (shape, naming) = (weights.shape, TensorNaming.timm)
    var writer = TensorWriter()
    try writer.put(
      naming.patchEmbedding, weights.patchEmbedding,
      [shape.width, shape.channels, shape.patchSide, shape.patchSide])
    let tokens = [naming.classToken, naming.distillationToken].prefix(shape.classTokens)
    for (index, name) in tokens.enumerated() {
      let range = index * shape.width..<(index + 1) * shape.width
      try writer.put(name, [1, 1, shape.width], Array(weights.classTokens[range]))
    }
    try writer.put(naming.positions, [1, shape.tokens, shape.width], weights.positions)
    for (index, block) in weights.blocks.enumerated() {
      try writer.put(block) { naming.name(block: index, $0) }
    }
    try writer.put(naming.norm, weights.norm)
    for (name, layer) in zip(naming.classifiers(weights.readout), weights.classifiers) {
      try writer.put(name, layer)
    }
    return writer.tensors
  }
}

/// Collects tensors under their names.
private struct TensorWriter {
  private(set) var tensors: [String: Tensor] = [:]

  mutating func put(_ name: String, _ shape: [Int], _ floats: [Float]) throws(Refusal) {
    tensors[name] = try Tensor(shape: shape, elements: floats, origin: name)
  }

  mutating func put(
    _ name: String, _ layer: LinearWeights, _ shape: [Int]? = nil
  ) throws(Refusal) {
    try put(name + ".weight", shape ?? [layer.outputs, layer.inputs], layer.weight)
    try put(name + ".bias", [layer.outputs], layer.bias)
  }

  mutating func put(_ name: String, _ norm: NormWeights) throws(Refusal) {
    try put(name + ".weight", [norm.gain.count], norm.gain)
    try put(name + ".bias", [norm.offset.count], norm.offset)
  }

  mutating func put(_ block: BlockWeights, _ name: (String) -> String) throws(Refusal) {
    let names = TensorNaming.timm.block
    try put(name(names.attentionNorm), block.attentionNorm)
    try put(name(names.queriesKeysValues[0]), block.queriesKeysValues)
    let layers = [block.queryAutoEncoder, block.keyAutoEncoder].compactMap(\.self)
      .flatMap { [$0.encoder, $0.decoder] }
    for (part, layer) in zip(names.autoEncoders, layers) { try put(name(part), layer) }
    try put(name(names.projection), block.projection)
    try put(name(names.perceptronNorm), block.perceptronNorm)
    try put(name(names.expansion), block.expansion)
    try put(name(names.contraction), block.contraction)
  }
}

extension [Float] {
  /// Each as the shortest text that gives it back.
  fileprivate var commaSeparated: String { map { "\($0)" }.joined(separator: ",") }
}
