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
