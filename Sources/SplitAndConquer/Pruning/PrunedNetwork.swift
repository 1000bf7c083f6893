import AttentionSpec

/// The mask of one head and the theta_p it was made with.
public struct PrunedHead: Sendable, Equatable {
  public let mask: AttentionMask
  public let thetaP: Double

  public init(mask: AttentionMask, thetaP: Double) {
    self.mask = mask
    self.thetaP = thetaP
  }
}

/// The masks of all heads of a network.
public struct PrunedNetwork: Sendable, Equatable {
  public let layers: Int
  /// Heads of each layer.
  public let heads: Int
  /// `layers * heads` of them, layer after layer.
  public let prunedHeads: [PrunedHead]

  init(layers: Int, heads: Int, prunedHeads: [PrunedHead]) {
    precondition(prunedHeads.count == layers * heads, "The heads are not those of the layers.")
    self.layers = layers
    self.heads = heads
    self.prunedHeads = prunedHeads
  }

  public subscript(layer: Int, head: Int) -> PrunedHead {
    precondition(
      (0..<layers).contains(layer) && (0..<heads).contains(head),
      "Layer \(layer), head \(head) is outside a network of \(layers) x \(heads) heads.")
    return prunedHeads[layer * heads + head]
  }

  /// The kept entries of all heads.
  public var keptCount: Int { prunedHeads.reduce(0) { $0 + $1.mask.keptCount } }

  /// The pruned fraction of all entries of all heads, those of class tokens included.
  public var sparsity: Double {
    1 - Double(keptCount) / Double(prunedHeads.reduce(0) { $0 + $1.mask.kept.count })
  }
}
