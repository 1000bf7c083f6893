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
  public let blocks: Int
  /// Heads of each block.
  public let heads: Int
  /// `blocks * heads` of them, block after block.
  public let prunedHeads: [PrunedHead]

  init(blocks: Int, heads: Int, prunedHeads: [PrunedHead]) {
    precondition(prunedHeads.count == blocks * heads, "The heads are not those of the blocks.")
    self.blocks = blocks
    self.heads = heads
    self.prunedHeads = prunedHeads
  }

  public subscript(block: Int, head: Int) -> PrunedHead {
    precondition(
      (0..<blocks).contains(block) && (0..<heads).contains(head),
      "Block \(block), head \(head) is outside a network of \(blocks) x \(heads) heads.")
    return prunedHeads[block * heads + head]
  }

  /// The kept entries of all heads.
  public var keptCount: Int { prunedHeads.reduce(0) { $0 + $1.mask.keptCount } }

  /// The pruned fraction of all entries of all heads, those of class tokens included.
  public var sparsity: Double {
    1 - Double(keptCount) / Double(prunedHeads.reduce(0) { $0 + $1.mask.kept.count })
  }
}
