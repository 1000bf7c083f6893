import AttentionSpec

/// Adds up the attention of images one by one, to average them.
public struct AttentionMapSum: Sendable {
  public let blocks: Int
  public let heads: Int
  public let tokens: Int
  /// The images added so far.
  public private(set) var images = 0
  private var sums: [Double]

  public init(blocks: Int, heads: Int, tokens: Int) {
    precondition(
      blocks > 0 && heads > 0 && tokens > 0,
      "There is no attention of \(blocks) blocks, \(heads) heads and \(tokens) tokens.")
    self.blocks = blocks
    self.heads = heads
    self.tokens = tokens
    sums = Array(repeating: 0, count: blocks * heads * tokens * tokens)
  }

  /// Adds one head of one image: `tokens * tokens` softmax outputs, query after query. Each head is
  /// added once for an image; then call `endImage()`.
  public mutating func add(_ attention: [Float], block: Int, head: Int) {
    let size = tokens * tokens
    precondition(
      attention.count == size && (0..<blocks).contains(block) && (0..<heads).contains(head),
      "\(attention.count) numbers of block \(block), head \(head) are not of this shape.")
    let start = (block * heads + head) * size
    for index in 0..<size { sums[start + index] += Double(attention[index]) }
  }

  public mutating func endImage() { images += 1 }

  /// Adds what another sum of the same shape has.
  public mutating func add(_ other: AttentionMapSum) {
    precondition(
      (other.blocks, other.heads, other.tokens) == (blocks, heads, tokens),
      "Only sums of one shape can be added.")
    for index in sums.indices { sums[index] += other.sums[index] }
    images += other.images
  }

  /// - Throws: `Refusal` if no image was added, or as `AttentionMaps`.
  public func average() throws -> AttentionMaps {
    guard images > 0 else {
      throw Refusal("The attention of 0 images has no average; add at least one image.")
    }
    let count = Double(images)
    return try AttentionMaps(
      blocks: blocks, heads: heads, tokens: tokens, values: sums.map { Float($0 / count) })
  }
}
