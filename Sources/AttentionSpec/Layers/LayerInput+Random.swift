// Seeded layers for tests and benchmarks.

extension LayerInput {
  /// A layer of random operands under given masks.
  ///
  /// Codes and decoders are drawn so that decoded features spread as bell-shaped operands do.
  ///
  /// - Parameters:
  ///   - masks: One a head, of as many tokens as each other.
  ///   - codes: Of a token of queries, and of keys; 0 for plain ones.
  /// - Throws: `Refusal` for shapes that a layer refuses.
  public static func random(
    _ masks: [AttentionMask], headDimension: Int, codes: Int, _ generator: inout SplitMix64
  ) throws -> LayerInput {
    let tokens = masks.first?.tokens ?? 0
    func matrices(_ count: Int) -> [Matrix<Int8>] {
      (0..<count).map { _ in
        var matrix = Matrix<Int8>(rows: tokens, columns: headDimension, repeating: 0)
        for token in 0..<tokens {
          for feature in 0..<headDimension {
            matrix[token, feature] = OperandDistribution.bell.operand(from: &generator)
          }
        }
        return matrix
      }
    }
    func encoded() throws -> EncodedOperand {
      EncodedOperand(
        codes: matrices(codes),
        heads: try masks.map { _ in
          try HeadDecoder(
            weights: (0..<codes).map { _ in Int8(generator.integer(in: -64...64)) },
            bias: generator.integer(in: -512...512), shift: 6)
        })
    }
    let quantization = try HeadQuantization(
      queryScale: 1.0 / 32, keyScale: 2.0 / 32, valueScale: 2, outputScale: 1,
      headDimension: headDimension)
    return try LayerInput(
      heads: masks.map { HeadWorkload($0) },
      queriesAndKeys: codes > 0
        ? .encoded(queries: encoded(), keys: encoded())
        : .plain(queries: matrices(masks.count), keys: matrices(masks.count)),
      values: matrices(masks.count), quantization: masks.map { _ in quantization })
  }
}
