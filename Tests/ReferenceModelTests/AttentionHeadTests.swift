import AttentionCompiler
import AttentionSpec
import Foundation
import ReferenceModel
import Testing

@Suite struct AttentionHeadTests {
  @Test("A head worked out by hand")
  func byHand() throws {
    let input = try HeadInput(
      queries: Matrix(rows: 2, columns: 2, storage: [1, 2, -3, 4]),
      keys: Matrix(rows: 2, columns: 2, storage: [5, 6, 7, -8]),
      values: Matrix(rows: 2, columns: 2, storage: [10, -20, 30, 40]),
      quantization: HeadQuantization(softmaxScale: 65_536, outputMultiplier: 4096))
    let mask = try AttentionMask(tokens: 2, kept: [true, true, false, true])
    let result = try AttentionHead.run(input: input, mask: mask)
    // 5 + 12 and 7 - 16; 26 units of 1/32 octave apart: 18586 / 128 = 145.2.
    #expect(result.scores == [[17, -9], [-53]])
    #expect(result.numerators == [[255, 145], [255]])
    #expect(result.rowSums == [400, 255])
    #expect(result.accumulators.storage == [6900, 700, 7650, 10_200])
    // 6900 / 400 = 17.25 and 700 / 400 = 1.75; one key alone gives its value.
    #expect(result.output.storage == [17, 2, 30, 40])
  }

  @Test(
    "Every checkpoint is, bit for bit, what the formulas say",
    arguments: OperandDistribution.allCases)
  func formulas(_ distribution: OperandDistribution) throws {
    for seed in 0..<60 as Range<UInt64> {
      var generator = SplitMix64(seed: seed)
      let tokens = generator.integer(in: 1...40)
      let random = try HeadInput.random(
        tokens: tokens, headDimension: generator.integer(in: 1...37), distribution: distribution,
        seed: seed)
      let input = try HeadInput(
        queries: random.queries, keys: random.keys, values: random.values,
        quantization: HeadQuantization(
          softmaxScale: 1 << generator.integer(in: 0...19),
          outputMultiplier: generator.integer(in: 1...NumberFormats.outputMultiplierMax)))
      let mask = try AttentionMask.random(
        tokens: tokens, perMille: generator.integer(in: 0...1000), seed: seed)
      let result = try AttentionHead(mask).run(input)
      let expected = NaiveHead(input, mask)
      #expect(result.scores.map { $0.map(Int.init) } == expected.scores, "seed \(seed)")
      #expect(result.numerators.map { $0.map(Int.init) } == expected.numerators, "seed \(seed)")
      #expect(result.rowSums == expected.rowSums, "seed \(seed)")
      #expect(
        result.accumulators.storage.map(Int.init) == expected.accumulators, "seed \(seed)")
      #expect(result.output.storage.map(Int.init) == expected.output, "seed \(seed)")
    }
  }

  @Test("A prepared head runs one input after another")
  func prepared() throws {
    let mask = try AttentionMask.random(tokens: 20, perMille: 300, seed: 5)
    let head = AttentionHead(mask)
    #expect(head.keptKeys == mask.keptKeys)
    for seed in 0..<3 as Range<UInt64> {
      let input = try HeadInput.random(tokens: 20, headDimension: 8, seed: seed)
      #expect(
        try head.run(input) == AttentionHead.run(input: input, mask: mask), "seed \(seed)")
    }
  }

  @Test("The largest sums do not wrap: the widest head, and as many tokens as there may be")
  func largest() throws {
    let features = NumberFormats.headDimensionMax
    let row = Matrix<Int8>(rows: 1, columns: features, repeating: -128)
    let score = SampledProduct.scores(queries: row, keys: row, keptKeys: [[0]])
    #expect(score == [[Int32(features * 16_384)]])
    let tokens = NumberFormats.tokensMax
    let pointers = [0] + Array(repeating: tokens, count: tokens)
    let sums = SparseProduct.accumulators(
      numerators: KeptRows(rowPointers: pointers, storage: Array(repeating: 255, count: tokens)),
      values: Matrix(rows: tokens, columns: 1, repeating: -128),
      keptKeys: KeptRows(rowPointers: pointers, storage: Array(0..<tokens)))
    #expect(Int(sums[0, 0]) == -128 * 255 * tokens)
  }

  @Test("A mask of another size is refused with a sentence")
  func size() throws {
    let input = try HeadInput.random(tokens: 3, headDimension: 2, seed: 1)
    let mask = try AttentionMask.dense(tokens: 4)
    #expect(
      throws: Refusal(
        "The mask has 4 tokens but the tensors have 3; "
          + "give a mask and tensors of the same head.")
    ) {
      try AttentionHead.run(input: input, mask: mask)
    }
  }

  @Test("Extreme operands stay within the accumulator that the rules demand")
  func extremes() throws {
    for seed in 0..<4 as Range<UInt64> {
      let input = try HeadInput.random(
        tokens: 64, headDimension: 64, distribution: .extremes, seed: seed)
      let result = try AttentionHead.run(input: input, mask: .dense(tokens: 64))
      let bound = 64 * 255 * 128
      #expect(result.accumulators.storage.allSatisfy { abs(Int($0)) <= bound }, "seed \(seed)")
      #expect(result.rowSums.allSatisfy { $0 >= 255 }, "seed \(seed)")
    }
  }

  @Test(
    "The output is within 4 of attention in float64",
    arguments: [0, 20, 100, 400, 1000])
  func float64(perMille: Int) throws {
    for seed in 0..<6 as Range<UInt64> {
      let input = try HeadInput.random(tokens: 96, headDimension: 16, seed: seed)
      let mask = try AttentionMask.random(tokens: 96, perMille: perMille, seed: seed)
      let output = try AttentionHead.run(input: input, mask: mask).output
      let exact = floatOutput(input, mask)
      let worst = zip(output.storage, exact).reduce(0.0) { max($0, abs(Double($1.0) - $1.1)) }
      #expect(worst <= 4, "seed \(seed), \(perMille) per mille")
    }
  }

  /// Attention of the dequantised head in float64, in output units, straight from its definition.
  private func floatOutput(_ input: HeadInput, _ mask: AttentionMask) -> [Double] {
    // The scales that `HeadInput.random` chooses.
    let scoreScale = 2.0 / 1024 / Double(input.headDimension).squareRoot()
    var output: [Double] = []
    for query in 0..<input.tokens {
      let keys = mask.keys(ofQuery: query)
      let scores = keys.map { key in
        (0..<input.headDimension).reduce(0.0) { sum, feature in
          sum + Double(input.queries[query, feature]) * Double(input.keys[key, feature])
        } * scoreScale
      }
      let maximum = scores.reduce(-Double.infinity) { max($0, $1) }
      let exponentials = scores.map { exp($0 - maximum) }
      let sum = exponentials.reduce(0, +)
      for feature in 0..<input.headDimension {
        let mean = zip(keys, exponentials).reduce(0.0) { total, pair in
          total + pair.1 / sum * Double(input.values[pair.0, feature])
        }
        output.append(min(127, max(-128, 2 * mean)))
      }
    }
    return output
  }
}
