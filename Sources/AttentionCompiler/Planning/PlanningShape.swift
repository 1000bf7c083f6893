import AttentionSpec

/// The parts of an accelerator that a plan depends on.
public struct PlanningShape: Sendable, Equatable {
  public var elements: Int
  public var banks: Int
  /// Words of each memory of operands.
  public var words: [OperandMemory: Int]
  public var decoder: DecoderShape
  /// Tokens of a load of the first unit. Loads of queries and keys alternate, so that early rows
  /// can begin.
  public var tokensOfLoad: Int

  /// Tokens of a load where a beat of the port is not more words than that.
  public static let tokensOfLoadMin = 16

  public init(
    elements: Int, banks: Int, words: [OperandMemory: Int],
    decoder: DecoderShape = DecoderShape(), tokensOfLoad: Int = Self.tokensOfLoadMin
  ) {
    self.elements = elements
    self.banks = banks
    self.words = words
    self.decoder = decoder
    self.tokensOfLoad = tokensOfLoad
  }

  /// What a valid configuration has.
  public init(_ configuration: AcceleratorConfiguration) {
    let memory = configuration.memory
    let format = StreamFormat(configuration)
    self.init(
      elements: configuration.array.elements, banks: memory.banks,
      words: [.queries: memory.queries, .keys: memory.keys, .values: memory.values],
      decoder: configuration.decoder,
      // So every load begins at a beat, however few heads, chunks or codes a token has.
      tokensOfLoad: max(Self.tokensOfLoadMin, format.beatBytes / format.wordBytes))
  }
}
