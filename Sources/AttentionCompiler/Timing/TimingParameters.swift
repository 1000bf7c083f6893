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
  /// Buses by which words come to the banks, and places of keys in front of those of values.
  public var writeBuses = 4
  public var keyPlaces = 0
  /// Bytes of a word, and words of a token of a head.
  public var wordBytes = 64
  public var chunks = 1
  /// Beats of the program, of slots and of rows that wait.
  public var recordBeats = 8
  /// Slots between the two walks, and those that wait for the first.
  public var slotRing = 512
  public var slotsAhead = 64
  /// Slots in a beat of the port, and bytes of a row's record.
  public var slotsOfBeat = 16
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
  /// Rows of an element between their dispatch and their last output.
  public var rowsBetween = 96
  /// Finished rows of an element that wait for its requantizers, the one that leaves among them.
  public var finishedRows = 8
  /// Cycles in which the sums of a chunk of a row leave an element, and elements that share a way
  /// out.
  public var drainCycles = 8
  /// Chunks of rows that wait there, and writes without a response.
  public var outputs = 16
  public var writes = 128

  public init() {}
}
