import AttentionSpec

/// The order of the tokens of one head in which its global tokens come first: the *conquer* of the
/// paper, which it calls polarizing.
///
/// A token is global if its column keeps strictly more than theta_d entries. Rows and columns take
/// the same order. Global token `i`, counted along the columns, changes places with whatever stands
/// at position `i`, so the order of the others is disturbed as little as swaps can, and a mask
/// whose global tokens are in front already stays as it is. The permuted mask has a *denser* block,
/// its first `globalTokens` columns, and a *sparser* rest.
public struct Reordering: Sendable, Equatable {
  /// The number of global tokens, N_gt.
  public let globalTokens: Int
  /// The token that stands at each position.
  public let tokenAtPosition: [Int]

  /// The order of the tokens of a mask.
  public init(_ mask: AttentionMask, thetaD: Int) {
    var order = Array(0..<mask.tokens)
    let counts = mask.columnCounts
    let globals = counts.indices.filter { counts[$0] > thetaD }
    // A global token still stands where it was: earlier swaps touched lower positions only.
    for (position, token) in globals.enumerated() { order.swapAt(position, token) }
    globalTokens = globals.count
    tokenAtPosition = order
  }

  /// An order from a file.
  ///
  /// - Throws: `Refusal` if it does not name each token once, or has too many global tokens.
  public init(tokenAtPosition: [Int], globalTokens: Int) throws {
    let tokens = tokenAtPosition.count
    guard tokens > 0, tokenAtPosition.sorted() == Array(0..<tokens) else {
      throw Refusal(
        "The order of \(tokens.counted("token")) does not name each of 0 to \(tokens - 1) once; "
          + "give a permutation.")
    }
    guard (0...tokens).contains(globalTokens) else {
      throw Refusal(
        "There are \(globalTokens) global tokens among \(tokens); give 0 to \(tokens).")
    }
    self.globalTokens = globalTokens
    self.tokenAtPosition = tokenAtPosition
  }

  public var tokens: Int { tokenAtPosition.count }

  /// The position at which each token stands: the inverse of `tokenAtPosition`.
  public var positionOfToken: [Int] {
    var positions = tokenAtPosition
    for (position, token) in tokenAtPosition.enumerated() { positions[token] = position }
    return positions
  }

  /// Rows and columns in the new order.
  ///
  /// - Throws: `Refusal` for a matrix of another size.
  public func reorder<Element>(_ matrix: Matrix<Element>) throws -> Matrix<Element> {
    try permuted(matrix, by: tokenAtPosition)
  }

  /// Rows and columns of a reordered matrix in the order of the tokens again.
  ///
  /// - Throws: `Refusal` for a matrix of another size.
  public func restore<Element>(_ matrix: Matrix<Element>) throws -> Matrix<Element> {
    try permuted(matrix, by: positionOfToken)
  }

  /// The mask in the new order.
  ///
  /// - Throws: `Refusal` for a mask of another size.
  public func reorder(_ mask: AttentionMask) throws -> AttentionMask {
    try AttentionMask(reorder(matrix(mask)))
  }

  /// What the engines are to compute of the head in the new order: the columns of its global tokens
  /// are denser.
  ///
  /// - Throws: `Refusal` for a mask of another size.
  public func workload(_ mask: AttentionMask) throws -> HeadWorkload {
    try HeadWorkload(reorder(mask), denserColumns: 0..<globalTokens)
  }

  /// The mask in the order of the tokens again.
  ///
  /// - Throws: `Refusal` for a mask of another size.
  public func restore(_ mask: AttentionMask) throws -> AttentionMask {
    try AttentionMask(restore(matrix(mask)))
  }

  private func matrix(_ mask: AttentionMask) throws -> Matrix<Bool> {
    try Matrix(rows: mask.tokens, columns: mask.tokens, storage: mask.kept)
  }

  private func permuted<Element>(
    _ matrix: Matrix<Element>, by sources: [Int]
  ) throws -> Matrix<Element> {
    guard matrix.rows == tokens, matrix.columns == tokens else {
      throw Refusal(
        "A matrix of \(matrix.rows) x \(matrix.columns) cannot take an order of "
          + "\(tokens.counted("token")); "
          + "give the head that the order was made for.")
    }
    var elements: [Element] = []
    elements.reserveCapacity(tokens * tokens)
    for row in sources {
      for column in sources { elements.append(matrix[row, column]) }
    }
    return try Matrix(rows: tokens, columns: tokens, storage: elements)
  }
}

extension Reordering: Codable {
  private enum CodingKeys: String, CodingKey {
    case globalTokens
    case tokenAtPosition
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      tokenAtPosition: container.decode([Int].self, forKey: .tokenAtPosition),
      globalTokens: container.decode(Int.self, forKey: .globalTokens))
  }
}
