/// What pruning keeps besides the entries of largest attention.
public struct PruningRules: Sendable, Equatable, Codable {
  /// How many entries a row keeps for its attention.
  public enum Entries: String, Sendable, Codable, CaseIterable {
    /// The fewest whose attention reaches theta_p.
    case fewest
    /// One more than that, as the authors' code does.
    case oneMore
  }

  /// The first so many tokens keep their whole rows and columns: 1 for a class token, 2 with a
  /// distillation token, 0 for a model without either.
  public var classTokens: Int
  public var entries: Entries

  public init(classTokens: Int = 1, entries: Entries = .fewest) {
    self.classTokens = classTokens
    self.entries = entries
  }
}

/// How much is to be pruned.
///
/// Sparsity is the pruned fraction of all `tokens * tokens` entries of a head, rows and columns of
/// class tokens included.
public enum PruningTarget: Sendable, Equatable {
  /// The attention that each row keeps at least, theta_p.
  case mass(Double)
  /// A sparsity that each head reaches on its own, each with its own theta_p.
  case sparsityOfEachHead(Double)
  /// A sparsity that all heads together reach with one theta_p.
  case sparsityOfNetwork(Double)
}
