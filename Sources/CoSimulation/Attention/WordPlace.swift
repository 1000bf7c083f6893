import AttentionSpec

/// Where the RTL sends a word of features: into a memory of operands, or as a code into the decoder
/// of one.
public struct WordPlace: Sendable, Equatable, CustomStringConvertible {
  public var memory: OperandMemory
  /// The place in the memory; of a code, its number among those of its token.
  public var number: Int
  /// Nil for a code.
  public var chunk: Int?

  public var description: String {
    guard let chunk else { return "code \(number) of \(memory.rawValue)" }
    return "place \(number) of \(memory.rawValue), chunk \(chunk)"
  }
}

/// A word of features with the cycle in which the RTL produced it.
public struct TracedWord: Sendable, Equatable {
  public var cycle: Int
  public var place: WordPlace
  public var features: [Int8]
}
