import AttentionSpec

/// A row of scores that a program computed. Features are those of all chunks, padding included.
public struct ComputedRow: Sendable, Equatable {
  public let element: Int
  public let head: Int
  /// Of the query.
  public let token: Int
  /// The token of each entry, in the order of the slots.
  public let keys: [Int]
  /// Of each entry.
  public var scores: [Int32] = []
  /// Of each entry.
  public var numerators: [UInt8] = []
  public var rowSum = 0
  /// For each feature the sum of numerator times value.
  public var accumulators: [Int] = []
  /// For each feature.
  public var output: [Int8] = []
}

/// A unit of work that a program computed.
public struct ComputedUnit: Sendable, Equatable {
  /// For each head and token the features, decoded where they come as codes.
  public let operands: [OperandMemory: [[[Int8]]]]
  /// In the order in which they begin.
  public var rows: [ComputedRow] = []
}
