import AttentionSpec
import SimulationInterface

/// What a run looked like in the simulated RTL. Cycles count from the start of the simulation.
public struct AttentionTrace: Sendable {
  /// Codes as they went into the decoder.
  public var codes: [TracedWord] = []
  /// Queries, keys and values as they went into their memories, in the order in which they did.
  public var operands: [OperandMemory: [TracedWord]] = [:]
  /// For each element, in the order in which they appeared.
  public var scores: [[TracedValue]] = []
  public var numerators: [[TracedValue]] = []
  public var rowSums: [[TracedValue]] = []
  /// Cycles in which a slot was issued.
  public var scoreSlots: [Int] = []
  public var outputSlots: [Int] = []
  /// The start write and the interrupt.
  public var start = 0
  public var end = 0
  /// The cycle and the place in the image of each write of outputs.
  public var writes: [(cycle: Int, offset: Int)] = []
  /// The memory outside after the run.
  public var image: MemoryImage
  /// What went over the port.
  public var memory: MemoryStatistics

  /// From start write to interrupt.
  public var cycles: Int { end - start }
}
