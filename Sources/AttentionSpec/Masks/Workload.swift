/// What the engines are to compute of one head: its mask, divided in two.
///
/// This is the value between reordering and scheduling. A *denser* column is a key whose scores are
/// all computed, kept or not, as the paper does with the columns of global tokens; the *rest* are
/// the kept entries of the other columns.
public struct HeadWorkload: Sendable, Equatable {
  public let mask: AttentionMask
  /// The keys of the denser part, ascending.
  public let denserColumns: [Int]
  /// The keys that each query keeps outside the denser columns, ascending. A row may be empty.
  public let rest: KeptRows<Int>

  /// A head of which everything is rest.
  public init(_ mask: AttentionMask) {
    self.mask = mask
    denserColumns = []
    rest = mask.keptKeys
  }

  /// A head with a denser part.
  ///
  /// - Throws: `Refusal` if the columns are not keys of the mask, each given once.
  public init(_ mask: AttentionMask, denserColumns: some Sequence<Int>) throws {
    let columns = denserColumns.sorted()
    guard columns.allSatisfy((0..<mask.tokens).contains), Set(columns).count == columns.count else {
      throw Refusal(
        "The denser columns \(columns) are not different keys of 0 to \(mask.tokens - 1); "
          + "name each global token once.")
    }
    self.mask = mask
    self.denserColumns = columns
    let isDenser = Set(columns)
    rest = isDenser.isEmpty ? mask.keptKeys : mask.keptKeys.filtered { !isDenser.contains($0) }
  }

  public var tokens: Int { mask.tokens }
}

/// The heads whose rest is scheduled together: one, or all of a block.
///
/// Their queries are *rows* and their keys *tokens*, both numbered through, one head after the
/// other; of a single head they are its queries and keys.
public struct Workload: Sendable, Equatable {
  public let heads: [HeadWorkload]
  /// The tokens that each row keeps outside the denser columns of its head, ascending.
  public let rest: KeptRows<Int>

  public init(_ heads: [HeadWorkload]) {
    self.heads = heads
    guard heads.count != 1 else {
      rest = heads[0].rest
      return
    }
    var pointers = [0]
    var tokens: [Int] = []
    for head in heads {
      let (first, base) = (pointers.count - 1, tokens.count)
      pointers += head.rest.rowPointers.dropFirst().map { base + $0 }
      tokens += head.rest.storage.map { first + $0 }
    }
    rest = KeptRows(rowPointers: pointers, storage: tokens)
  }

  /// One head of which everything is rest.
  public init(_ mask: AttentionMask) { self.init([HeadWorkload(mask)]) }

  /// Queries, or keys, of all heads.
  public var tokens: Int { rest.rows }

  /// Scores in the denser columns, kept or not.
  public var denserScores: Int { heads.reduce(0) { $0 + $1.tokens * $1.denserColumns.count } }
}
