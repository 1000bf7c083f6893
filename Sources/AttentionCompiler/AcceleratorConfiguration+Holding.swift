import AttentionSpec

extension AcceleratorConfiguration {
  /// The 512 MACs of the paper's array for a network, with memories for three layers of keys and
  /// two of queries and values, or for as many heads as fit in the paper's 320 KB beside the rest.
  ///
  /// - Parameters:
  ///   - heads: Of a layer.
  ///   - codes: Of a token, of which queries and keys are decoded.
  /// - Throws: `Refusal` for a head that no memory holds.
  public static func holding(
    tokens: Int, headDimension: Int, heads: Int, codes: Int
  ) throws -> AcceleratorConfiguration {
    let (lines, macsPerLine) = (64, 8)
    // One word a head where that is possible, but no wider elements than the paper's.
    let elements = [64, 32, 16].first { lines * macsPerLine / $0 >= headDimension } ?? 8
    let features = lines * macsPerLine / elements
    let capacity = Capacity(
      tokens: max(255, tokens), headDimension: max(features, headDimension),
      heads: min(max(1, heads), Instruction.Unit.headsMax))
    var configuration = AcceleratorConfiguration(
      name: elements == 8 ? "vitcod_64x8" : "vitcod_64x8_e\(elements)",
      array: ArrayShape(lines: lines, macsPerLine: macsPerLine, elements: elements),
      capacity: capacity,
      // Two codes of a word of 64 features, or of several heads that fill as many: 128 multipliers.
      decoder: DecoderShape(
        heads: min(64 / features, 1 << bitsToIndex(capacity.heads)),
        codesMax: min(max(8, codes), Instruction.Unit.codesMax)))
    configuration.hold(heads: capacity.heads, tokens: tokens)
    try configuration.validate()
    return configuration
  }

  /// Makes room for so many heads of a layer, or for as many as fit.
  private mutating func hold(heads: Int, tokens: Int) {
    // Of 320 KB, a sixth is for what is no operand.
    let bytesMax = 272 * 1024
    func places(_ heads: Int) -> Int {
      let stride = decoder.stride(tokens: tokens)
      return dividedRoundingUp(heads * stride, by: memory.banks) * memory.banks
    }
    let wordBytes = featuresPerCycle * chunksMax
    let held = (1...heads).last { heads in
      7 * places(heads) * wordBytes <= bytesMax
        && 5 * places(heads) <= Instruction.Unit.placesMax
        && places(heads) >= capacity.tokens
    }
    guard let held else { return }
    memory.queries = 2 * places(held)
    memory.keys = 3 * places(held)
    memory.values = 2 * places(held)
  }
}
