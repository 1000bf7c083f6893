/// Something that runs circuits.
public protocol Executor: Sendable {
  var name: String { get }
  /// Whether it runs emitted text.
  var readsText: Bool { get }

  /// What the outputs of each circuit are, cycle by cycle.
  ///
  /// - Throws: what keeps the whole batch from running, as text that a tool refuses.
  func run(_ cases: [FuzzCase]) async throws -> [Trace]
}

extension Executor {
  public var readsText: Bool { true }
}

/// What the outputs of a circuit were.
public struct Trace: Hashable, Sendable {
  /// The words of all outputs of all cycles, in order, 32 bits each with the low word first.
  var words: [UInt32] = []
  /// Outputs that have unknown bits, by the index of their first word, as text.
  var unknown: [Int: String] = [:]
  /// Claims that failed, with their cycle.
  var failures: [Failure] = []
  /// Why there is no trace: what a tool said of the circuit.
  var refusal: String?

  struct Failure: Hashable, Sendable {
    var cycle: Int
    var text: String
  }
}
