import AttentionSpec

/// The first place where RTL and reference model differ at a checkpoint.
public struct Divergence: Sendable, Equatable, Codable, CustomStringConvertible {
  public var checkpoint: Checkpoint
  /// Which value, for example `query 12, key 3`.
  public var index: String
  /// The cycle in which the RTL produced the value; nil where it produced none. In a report it
  /// counts from the start write.
  public var cycle: Int?
  public var expected: String
  public var got: String
  /// How many of the values compared at the checkpoint differ, are missing or too many.
  public var differing = 0
  public var compared = 0

  public init(
    checkpoint: Checkpoint, index: String, cycle: Int?, expected: String, got: String,
    differing: Int = 0, compared: Int = 0
  ) {
    self.checkpoint = checkpoint
    self.index = index
    self.cycle = cycle
    self.expected = expected
    self.got = got
    self.differing = differing
    self.compared = compared
  }

  /// The same with its cycle counted from another one.
  func counted(from start: Int) -> Divergence {
    var counted = self
    counted.cycle = cycle.map { $0 - start }
    return counted
  }

  public var description: String {
    let when = cycle.map { "cycle \($0)" } ?? "never"
    return "\(checkpoint.rawValue), \(index), \(when): expected \(expected), got \(got) "
      + "(\(differing) of \(compared) \(checkpoint.plural) differ)"
  }
}

extension Checkpoint {
  /// What its values are called.
  fileprivate var plural: String {
    switch self {
    case .codes: "features of codes"
    case .queries: "features of queries"
    case .keys: "features of keys"
    case .values: "features of values"
    case .scores: "scores"
    case .numerators: "softmax numerators"
    case .rowSums: "row sums"
    case .output: "outputs"
    }
  }
}
