import AttentionSpec

extension TimingParameters {
  /// Cycles in which the queries, or keys, of a token of a unit are decoded, or pass.
  func decodingCycles(_ unit: AttentionPlan.Unit) -> Int {
    guard unit.codes > 0 else { return unit.heads * chunks }
    return dividedRoundingUp(unit.heads, by: decoder.heads)
      * dividedRoundingUp(unit.codes, by: decoder.codes) * chunks
  }
}
