import AttentionSpec

/// The fixed masks of all heads of a network.
public struct NetworkMasks: Sendable, Equatable {
  public let blocks: Int
  /// Heads of each block.
  public let heads: Int
  public let tokens: Int
  /// `blocks * heads` of them, block after block.
  public let masks: [AttentionMask]

  /// - Throws: `Refusal` for another count of masks, none, or masks of different tokens.
  public init(blocks: Int, heads: Int, masks: [AttentionMask]) throws {
    guard let first = masks.first, blocks > 0, heads > 0, masks.count == blocks * heads else {
      throw Refusal(
        "\(masks.count.counted("mask")) cannot be those of \(blocks.counted("block")) of "
          + "\(heads.counted("head")); "
          + "give one for each head.")
    }
    for (index, mask) in masks.enumerated() where mask.tokens != first.tokens {
      throw Refusal(
        "The mask of block \(index / heads), head \(index % heads) has "
          + "\(mask.tokens.counted("token")) but "
          + "the first has \(first.tokens); give masks of one network.")
    }
    self.blocks = blocks
    self.heads = heads
    tokens = first.tokens
    self.masks = masks
  }

  /// Masks that keep everything.
  public static func dense(_ shape: NetworkShape) throws -> NetworkMasks {
    let mask = try AttentionMask.dense(tokens: shape.tokens)
    return try NetworkMasks(
      blocks: shape.blocks, heads: shape.heads,
      masks: Array(repeating: mask, count: shape.blocks * shape.heads))
  }

  public subscript(block: Int, head: Int) -> AttentionMask {
    precondition(
      (0..<blocks).contains(block) && (0..<heads).contains(head),
      "Block \(block), head \(head) is outside masks of \(blocks) x \(heads) heads.")
    return masks[block * heads + head]
  }

  /// The pruned fraction of all entries of all heads.
  public var sparsity: Double {
    let kept = masks.reduce(0) { $0 + $1.keptCount }
    return 1 - Double(kept) / Double(masks.count * tokens * tokens)
  }

  /// - Throws: `Refusal` for masks of another network.
  public func check(_ shape: NetworkShape) throws {
    guard blocks == shape.blocks, heads == shape.heads, tokens == shape.tokens else {
      throw Refusal(
        "The masks are of \(blocks.counted("block")), \(heads.counted("head")) and "
          + "\(tokens.counted("token")), but the network has \(shape.blocks), \(shape.heads) and "
          + "\(shape.tokens); give masks of this network."
      )
    }
  }
}
