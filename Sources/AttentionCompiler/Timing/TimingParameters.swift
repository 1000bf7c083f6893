import AttentionSpec

/// What the cycles of a plan depend on, beside the plan.
public struct TimingParameters: Sendable, Equatable {
  // MARK: Memory outside

  /// Tenths of a byte that reads and writes together may move in a cycle, and how many of them can
  /// be saved up.
  public var bandwidthTenths = 1_536
  public var savedTenths = 3_080
  /// Cycles from an address to its first data, and from the last data of a write to its response.
  public var latency = 100
  /// Bytes that the port moves in a cycle, each way.
  public var portBytes = 128

  // MARK: Loads

  /// The most bytes of a burst.
  public var burstBytes = 1_024
  /// Bytes of codes and of values that are asked for or wait to be written.
  public var codeBytes = 8_192
  public var valueBytes = 8_192
  /// What is decoded in a cycle: codes of a token, and heads. Plain words pass one a cycle.
  public var decoder = DecoderShape()
  /// Values that are written in a cycle, of a token's heads.
  public var valueWords = 1
  /// Bytes of a word, and words of a token of a head.
  public var wordBytes = 64
  public var chunks = 1
  /// Slots that lie on chip until they are walked for outputs, and those that wait in front of
  /// them; how far ahead of the walk for scores they are asked for.
  public var slotRing = 512
  public var slotsWaiting = 0
  public var slotsAhead = 256
  /// Slots in a beat of the port, and bytes of a slot and of a row's record.
  public var slotsOfBeat = 16
  public var slotBytes = 8
  public var rowBytes = 3

  // MARK: Walks

  /// How the walks for scores and for outputs share the array.
  public var interleaving = Interleaving.slots

  public enum Interleaving: String, CaseIterable, Sendable {
    /// One slot of either a cycle, in turn while both can go.
    case slots
    /// All scores of a unit, then all its outputs.
    case units
  }

  // MARK: Elements

  /// Entries of an element between their score and their output.
  public var scoreRing = 256
  /// Rows of an element between their first score and their first output.
  public var rowsBetween = 96
  /// Finished rows of an element that wait for its requantizers, the one that leaves among them.
  public var finishedRows = 8
  /// Cycles in which the sums of a row leave an element.
  public var drainCycles = 8
  /// Cycles from a slot's issue to its scores, from a score to its numerator, from a slot's issue
  /// to its sums, and of a division.
  public var scoreLatency = 9
  public var numeratorLatency = 7
  public var sumLatency = 6
  public var divisionLatency = 20
  /// Cycles from the end of a drain to the write of the row.
  public var outputLatency = 4

  public init() {}
}
