import AttentionSpec

extension AttentionMask {
  /// A mask of random entries, the same on every machine for one seed.
  ///
  /// Each entry is kept with a probability of `perMille` thousandths; a row that would keep nothing
  /// keeps one random entry. So 0 gives one entry in each row and 1000 a dense mask.
  ///
  /// - Throws: `Refusal` for a token count that `AttentionMask` refuses.
  public static func random(
    tokens: Int, perMille: Int, seed: UInt64
  ) throws -> AttentionMask {
    var generator = SplitMix64(seed: seed)
    let size = min(max(tokens, 0), NumberFormats.tokensMax)
    var matrix = Matrix(rows: size, columns: size, repeating: false)
    for row in 0..<size {
      var isEmpty = true
      for column in 0..<size where generator.chance(perMille: perMille) {
        matrix[row, column] = true
        isEmpty = false
      }
      if isEmpty { matrix[row, generator.integer(in: 0...size - 1)] = true }
    }
    return try AttentionMask(tokens: tokens, kept: matrix.storage)
  }
}
