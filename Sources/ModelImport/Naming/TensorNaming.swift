/// The names that a family of models gives to its tensors; layers have `.weight` and `.bias`.
struct TensorNaming: Sendable {
  let family: ModelFamily
  /// What LayerNorm adds to the variance where the file does not say.
  let normEpsilon: Float
  let patchEmbedding: String
  let classToken: String
  let distillationToken: String
  let positions: String
  /// What stands before the index of a block, with its dot.
  let blocks: String
  let block: BlockNaming
  let norm: String
  let classifier: String
  /// For the class token and for the distillation token.
  let distilledClassifiers: [String]
  /// Tensors that are no part of the network that classifies.
  let ignored: Set<String>
}

/// The names inside a block.
struct BlockNaming: Sendable {
  let attentionNorm: String
  /// One layer for all three, or three layers.
  let queriesKeysValues: [String]
  let projection: String
  /// A factor for each feature that the projection gives.
  let attentionScale: String
  let perceptronNorm: String
  let expansion: String
  let contraction: String
  let perceptronScale: String
  /// Encoder and decoder of the queries, then of the keys; empty where models have none.
  let autoEncoders: [String]
  let ignored: Set<String>
}

extension TensorNaming {
  /// The block and the name inside it, of a name that is one in a block.
  func blockPart(_ name: String) -> (index: Int, part: String)? {
    guard name.hasPrefix(blocks) else { return nil }
    let rest = name.dropFirst(blocks.count)
    guard let dot = rest.firstIndex(of: "."), let index = Int(rest[..<dot]),
      String(index) == rest[..<dot]
    else { return nil }
    return (index, String(rest[rest.index(after: dot)...]))
  }

  func name(block index: Int, _ part: String) -> String { "\(blocks)\(index).\(part)" }

  /// Whether a tensor of this name may be in a file.
  func knows(_ name: String) -> Bool {
    if let (_, part) = blockPart(name) {
      return block.parts.contains(part) || block.ignored.contains(part)
    }
    return parts.contains(name) || ignored.contains(name)
  }

  func ignores(_ name: String) -> Bool {
    if let (_, part) = blockPart(name) { return block.ignored.contains(part) }
    return ignored.contains(name)
  }

  private var parts: Set<String> {
    let layers = [patchEmbedding, norm, classifier] + distilledClassifiers
    return Set([classToken, distillationToken, positions] + layers.flatMap(\.weightAndBias))
  }
}

extension BlockNaming {
  fileprivate var parts: Set<String> {
    let layers =
      [attentionNorm, projection, perceptronNorm, expansion, contraction] + queriesKeysValues
      + autoEncoders
    return Set([attentionScale, perceptronScale] + layers.flatMap(\.weightAndBias))
  }
}

extension String {
  /// The names of the tensors of a layer of this name.
  var weightAndBias: [String] { [self + ".weight", self + ".bias"] }
}
