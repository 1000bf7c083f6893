import AttentionSpec

/// A layer, or as many of its heads as fit, as a plan takes it.
public struct UnitOfWork: Sendable, Equatable {
  /// Heads of as many tokens as each other.
  public let workload: Workload
  /// Codes of a token of queries, and of keys; 0 for those that are plain.
  public let codes: Int
  /// What refusals call it.
  public let name: String

  public init(_ workload: Workload, codes: Int, name: String) {
    self.workload = workload
    self.codes = codes
    self.name = name
  }
}
