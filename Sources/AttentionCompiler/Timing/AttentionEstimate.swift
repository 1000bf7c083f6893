/// The cycles of a plan, and what they went to.
public struct AttentionEstimate: Sendable, Equatable {
  /// What a walk waits for.
  public enum Cause: String, CaseIterable, Sendable {
    case index, queries, keys, values, scores, numerators, drain, turn, done
  }

  /// A cycle in which nothing is issued, and why not.
  public struct Idle: Sendable, Hashable {
    public let scores: Cause
    public let outputs: Cause
  }

  /// From the start write to the interrupt.
  public var cycles = 0
  /// Cycles without an issue, by cause.
  public var idle: [Idle: Int] = [:]
  /// Of these for each unit those while its outputs are the next to pass.
  public var idleOfUnits: [Int] = []
  /// When the last output of each unit is written, from the start write on.
  public var unitEnds: [Int] = []
  public var bytesRead = 0
  public var bytesWritten = 0
  /// Read and written.
  public var bytes: Int { bytesRead + bytesWritten }

  public init() {}
}

extension AttentionEstimate.Cause: CustomStringConvertible {
  /// What a slot waits for.
  public var description: String {
    switch self {
    case .index: "its entry of the index"
    case .queries: "a row with its query"
    case .keys: "its keys"
    case .values: "its values"
    case .scores: "room for its scores"
    case .numerators: "numerators of a whole row"
    case .drain: "room for a finished row"
    case .turn: "the other walk"
    case .done: "nothing"
    }
  }
}
