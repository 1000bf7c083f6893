import AttentionSpec

/// A value with the cycle in which the RTL produced it.
public struct TracedValue: Sendable, Equatable {
  public var cycle: Int
  public var value: Int
}

/// What one head looked like in the simulated RTL. Cycles count from the start of the simulation.
public struct HeadTrace: Sendable, Equatable {
  /// For each element, in the order in which they appeared.
  public var scores: [[TracedValue]] = []
  public var numerators: [[TracedValue]] = []
  public var rowSums: [[TracedValue]] = []
  /// For each element the cycles in which its output words were complete.
  public var outputCycles: [[Int]] = []
  public var output: Matrix<Int8>
  /// Cycles in which the SDDMM or the SpMM issued entries.
  public var sddmmIssues: [Int] = []
  public var spmmIssues: [Int] = []
  public var loadCycles = 0
  public var readCycles = 0
}
