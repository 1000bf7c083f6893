import AttentionSpec

extension UnitLayout {
  /// The layout of a workload whose heads have as many tokens as each other.
  init(_ workload: Workload, _ decoder: DecoderShape) {
    let tokens = workload.heads.first?.tokens ?? 1
    self.init(heads: workload.heads.count, tokens: tokens, stride: decoder.stride(tokens: tokens))
  }
}
