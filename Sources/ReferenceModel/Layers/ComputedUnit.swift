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

/// Tokens of an operand that a program brought on chip at once.
public struct ComputedLoad: Sendable, Equatable {
  public let memory: OperandMemory
  public let tokens: Range<Int>
  /// Whether heads are decoded of what comes; else it is the heads themselves.
  public let isDecoded: Bool
  /// For each token, and for each of its codes or heads, the features of all chunks.
  public let words: [[[Int8]]]
}

/// A unit of work that a program computed.
public struct ComputedUnit: Sendable, Equatable {
  /// For each head and token the features, decoded where they come as codes.
  public let operands: [OperandMemory: [[[Int8]]]]
  /// In the order of the program.
  public let loads: [ComputedLoad]
  /// Where the first token of the first head is in each memory, and from a head to the next.
  public let places: [OperandMemory: Int]
  public let stride: Int
  /// In the order in which they begin.
  public var rows: [ComputedRow] = []
}
