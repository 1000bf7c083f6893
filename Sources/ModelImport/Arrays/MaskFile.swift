import AttentionSpec
import NetworkSpec
import TensorFiles

/// What True, or 1, means in a mask file. The authors' files store True = pruned.
public enum MaskMeaning: String, Sendable, CaseIterable, Codable {
  case pruned
  case kept
}

/// The masks of a network: an array of bool or uint8 with the shape `[n, n]`, `[heads, n, n]` or
/// `[blocks, heads, n, n]`; rows are queries, columns are keys.
public struct MaskFile: Sendable, Equatable {
  public let blocks: Int
  /// Heads of each block.
  public let heads: Int
  public let tokens: Int
  private let kept: [Bool]

  /// - Throws: `Refusal` for another shape, too many tokens or another element type.
  public init(_ tensor: Tensor, meaning: MaskMeaning) throws {
    let shape = tensor.shape
    guard (2...4).contains(shape.count), let tokens = shape.last, shape[shape.count - 2] == tokens
    else {
      throw Refusal(
        "The mask array has the shape \(shape), but masks are [n, n], [heads, n, n] or "
          + "[blocks, heads, n, n]; reshape it.")
    }
    guard !shape.contains(0), tokens <= NumberFormats.tokensMax else {
      throw Refusal(
        "The mask array has the shape \(shape), but a mask has 1 to \(NumberFormats.tokensMax) "
          + "tokens and there is at least one; write the array again.")
    }
    blocks = shape.count == 4 ? shape[0] : 1
    heads = shape.count >= 3 ? shape[shape.count - 3] : 1
    self.tokens = tokens
    let flags = try tensor.booleans()
    switch meaning {
    case .kept: kept = flags
    case .pruned: kept = flags.map { !$0 }
    }
  }

  /// The mask of one head.
  ///
  /// - Throws: `Refusal` for a block or head that is not in the file, or a mask with an empty row.
  public func mask(block: Int, head: Int) throws -> AttentionMask {
    for (name, index, count) in [("block", block, blocks), ("head", head, heads)]
    where !(0..<count).contains(index) {
      throw Refusal(
        "The \(name) \(index) is not among the \(count) of the mask file; "
          + "choose 0 to \(count - 1).")
    }
    let size = tokens * tokens
    let start = (block * heads + head) * size
    do {
      return try AttentionMask(tokens: tokens, kept: Array(kept[start..<start + size]))
    } catch let refusal as Refusal {
      throw Refusal("In block \(block), head \(head): \(refusal.description)")
    }
  }

  /// The masks of all heads.
  ///
  /// - Throws: `Refusal` for a mask with an empty row.
  public func networkMasks() throws -> NetworkMasks {
    var masks: [AttentionMask] = []
    for block in 0..<blocks {
      for head in 0..<heads { masks.append(try mask(block: block, head: head)) }
    }
    return try NetworkMasks(blocks: blocks, heads: heads, masks: masks)
  }
}
