import AttentionSpec
import ReferenceModel
import Testing

@Suite struct MultiplyAccumulateTests {
  @Test(
    "A step adds a product",
    arguments: [
      (0, -128, -128, 16_384), (5, 255, -128, -32_635), (-1, 0, 127, -1), (100, 127, 127, 16_229),
    ])
  func steps(sum: Int, factor: Int, operand: Int8, expected: Int) {
    #expect(
      MultiplyAccumulate.step(sum: sum, factor: factor, operand: operand, accumulatorBits: 24)
        == expected)
  }

  @Test("A sum beyond the accumulator wraps")
  func wrapping() {
    let largest = (1 << 23) - 1
    #expect(
      MultiplyAccumulate.step(sum: largest, factor: 1, operand: 1, accumulatorBits: 24)
        == -(1 << 23))
    #expect(MultiplyAccumulate.wrapped(256, bits: 9) == -256)
    #expect(MultiplyAccumulate.wrapped(255, bits: 9) == 255)
  }

  @Test("No number traps")
  func anyNumbers() {
    for sum in [Int.min, -1, 0, Int.max] {
      for factor in [Int.min, -1, Int.max] {
        let next = MultiplyAccumulate.step(
          sum: sum, factor: factor, operand: -128, accumulatorBits: 32)
        #expect(Int32(exactly: next) != nil)
      }
    }
  }

  @Test("Steps over a row give the scores and accumulators of the head")
  func rowOfSteps() throws {
    let seed: UInt64 = 21
    let input = try HeadInput.random(
      tokens: 12, headDimension: 16, distribution: .extremes, seed: seed)
    let mask = try AttentionMask.dense(tokens: 12)
    let result = try AttentionHead.run(input: input, mask: mask)
    for query in 0..<12 {
      for key in 0..<12 {
        let score = (0..<16).reduce(0) { sum, feature in
          MultiplyAccumulate.step(
            sum: sum, factor: Int(input.queries[query, feature]),
            operand: input.keys[key, feature], accumulatorBits: 20)
        }
        #expect(Int(result.scores[query, key]) == score, "seed \(seed)")
      }
      let accumulator = (0..<12).reduce(0) { sum, key in
        MultiplyAccumulate.step(
          sum: sum, factor: Int(result.numerators[query, key]), operand: input.values[key, 0],
          accumulatorBits: 20)
      }
      #expect(Int(result.accumulators[query, 0]) == accumulator, "seed \(seed)")
    }
  }
}
