/// The fixed mask of one head: which scores are kept. Rows are queries, columns are keys.
///
/// True means *kept* everywhere inside the project. (The authors' files store True = pruned; the
/// importer takes that as an option.) Every row keeps at least one entry, or its softmax would not
/// be defined.
public struct AttentionMask: Sendable, Equatable, Hashable {
  public let tokens: Int
  /// `tokens * tokens` flags, row after row.
  public let kept: [Bool]

  /// A mask of `tokens` queries and as many keys.
  ///
  /// - Throws: `Refusal` for no tokens, too many, a count of flags that is not a square, or a row
  ///   that keeps nothing.
  public init(tokens: Int, kept: [Bool]) throws {
    guard tokens > 0, tokens <= NumberFormats.tokensMax else {
      throw Refusal(
        "A mask of \(tokens.counted("token")) is outside 1...\(NumberFormats.tokensMax); "
          + "give a mask with a token count in that range.")
    }
    guard kept.count == tokens * tokens else {
      throw Refusal(
        "A mask of \(tokens.counted("token")) cannot be made of \(kept.count.counted("flag")); "
          + "a mask is square, so give \(tokens * tokens) of them.")
    }
    for row in 0..<tokens where !kept[row * tokens..<(row + 1) * tokens].contains(true) {
      throw Refusal(
        "Row \(row) of the mask keeps nothing, but softmax needs at least one entry in each row; "
          + "keep its diagonal entry, or check whether True means pruned or kept in the file.")
    }
    self.tokens = tokens
    self.kept = kept
  }

  /// A mask from a matrix of flags.
  ///
  /// - Throws: `Refusal` for a matrix that is not square, and as `init(tokens:kept:)`.
  public init(_ matrix: Matrix<Bool>) throws {
    guard matrix.rows == matrix.columns else {
      throw Refusal(
        "A mask of \(matrix.rows) x \(matrix.columns) is not square; "
          + "give as many key columns as query rows.")
    }
    try self.init(tokens: matrix.rows, kept: matrix.storage)
  }

  /// A mask that keeps everything.
  public static func dense(tokens: Int) throws -> AttentionMask {
    let count = min(max(tokens, 0), NumberFormats.tokensMax)
    return try AttentionMask(tokens: tokens, kept: Array(repeating: true, count: count * count))
  }

  public subscript(query: Int, key: Int) -> Bool {
    precondition(
      query >= 0 && query < tokens && key >= 0 && key < tokens,
      "Entry [\(query), \(key)] is outside a mask of \(tokens) tokens.")
    return kept[query * tokens + key]
  }

  /// The keys that a query keeps, ascending.
  public func keys(ofQuery query: Int) -> [Int] {
    (0..<tokens).filter { self[query, $0] }
  }

  /// The number of kept entries.
  public var keptCount: Int { kept.reduce(0) { $0 + ($1 ? 1 : 0) } }

  /// The fraction of entries that are pruned, 0 for a dense mask.
  public var sparsity: Double { 1 - Double(keptCount) / Double(kept.count) }

  /// The number of kept entries of each query row.
  public var rowCounts: [Int] {
    (0..<tokens).map { row in
      kept[row * tokens..<(row + 1) * tokens].reduce(0) { $0 + ($1 ? 1 : 0) }
    }
  }

  /// The number of kept entries of each key column.
  public var columnCounts: [Int] {
    var counts = Array(repeating: 0, count: tokens)
    for row in 0..<tokens {
      for column in 0..<tokens where kept[row * tokens + column] { counts[column] += 1 }
    }
    return counts
  }
}
