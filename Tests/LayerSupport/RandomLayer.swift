import AttentionCompiler
import AttentionSpec

/// Seeded layers for tests: heads of unlike density and scales, any operands.
public enum RandomLayer {
  /// A layer of random masks and operands, with codes or, for 0 of them, without.
  public static func layer(
    heads: Int, tokens: Int, headDimension: Int, codes: Int, _ generator: inout SplitMix64
  ) throws -> LayerInput {
    let masks = try (0..<heads).map { _ in
      HeadWorkload(
        try .random(
          tokens: tokens, perMille: generator.integer(in: 0...600), seed: generator.next()))
    }
    func matrices(_ count: Int) -> [Matrix<Int8>] {
      (0..<count).map { _ in
        var matrix = Matrix<Int8>(rows: tokens, columns: headDimension, repeating: 0)
        for token in 0..<tokens {
          for feature in 0..<headDimension {
            matrix[token, feature] = Int8(generator.integer(in: -128...127))
          }
        }
        return matrix
      }
    }
    func encoded() throws -> EncodedOperand {
      EncodedOperand(
        codes: matrices(codes),
        heads: try (0..<heads).map { _ in
          try HeadDecoder(
            weights: (0..<codes).map { _ in Int8(generator.integer(in: -128...127)) },
            bias: generator.integer(in: -30_000...30_000), shift: generator.integer(in: 5...10))
        })
    }
    return try LayerInput(
      heads: masks,
      queriesAndKeys: codes > 0
        ? .encoded(queries: encoded(), keys: encoded())
        : .plain(queries: matrices(heads), keys: matrices(heads)),
      values: matrices(heads),
      quantization: try (0..<heads).map { _ in
        try HeadQuantization(
          softmaxScale: 1 << generator.integer(in: 2...12),
          outputMultiplier: generator.integer(in: 1_000...8_000))
      })
  }
}
