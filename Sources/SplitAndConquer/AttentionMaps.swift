import AttentionSpec

/// The softmax attention of every block and head, averaged over images. Rows are queries, columns
/// are keys, and each row sums to 1.
public struct AttentionMaps: Sendable, Equatable {
  /// How far a row sum may be from 1: what rounding to half precision and averaging can do.
  public static let rowSumTolerance = 0.01

  public let blocks: Int
  /// Heads of each block.
  public let heads: Int
  public let tokens: Int
  /// `blocks * heads * tokens * tokens` numbers without gaps, the key fastest.
  public let values: [Float]

  /// - Throws: `Refusal` for a shape that the count of numbers does not match, a number that is
  ///   negative or not finite, or a row that does not sum to 1.
  public init(blocks: Int, heads: Int, tokens: Int, values: [Float]) throws {
    let sizes =
      "\(blocks.counted("block")), \(heads.counted("head")) and \(tokens.counted("token"))"
    guard blocks > 0, heads > 0, (1...NumberFormats.tokensMax).contains(tokens) else {
      throw Refusal(
        "Attention maps of \(sizes) cannot be; give "
          + "at least one of each and at most \(NumberFormats.tokensMax) tokens.")
    }
    let (rows, overflow) = blocks.multipliedReportingOverflow(by: heads)
    guard !overflow, rows <= values.count, values.count == rows * tokens * tokens else {
      throw Refusal(
        "Attention maps of \(sizes) cannot be made of "
          + "\(values.count.counted("number")); give blocks * heads * tokens * tokens of them.")
    }
    self.blocks = blocks
    self.heads = heads
    self.tokens = tokens
    self.values = values
    try checkRows()
  }

  /// The `tokens * tokens` numbers of one head, query after query.
  public func map(block: Int, head: Int) -> ArraySlice<Float> {
    precondition(
      (0..<blocks).contains(block) && (0..<heads).contains(head),
      "Block \(block), head \(head) is outside maps of \(blocks) x \(heads) heads.")
    let size = tokens * tokens
    let start = (block * heads + head) * size
    return values[start..<start + size]
  }

  private func checkRows() throws {
    for row in 0..<blocks * heads * tokens {
      var sum = 0.0
      for index in row * tokens..<(row + 1) * tokens {
        let value = values[index]
        guard value.isFinite, value >= 0 else {
          throw Refusal(
            "\(place(ofRow: row)), key \(index - row * tokens) is \(value), but attention is a "
              + "finite number and not negative; give softmax outputs, not scores.")
        }
        sum += Double(value)
      }
      guard abs(sum - 1) <= Self.rowSumTolerance else {
        throw Refusal(
          "\(place(ofRow: row)) sums to \(sum), but a row of averaged attention sums to 1; "
            + "average softmax outputs over images, not over rows.")
      }
    }
  }

  private func place(ofRow row: Int) -> String {
    let head = row / tokens
    return "Attention of block \(head / heads), head \(head % heads), query \(row % tokens)"
  }
}
