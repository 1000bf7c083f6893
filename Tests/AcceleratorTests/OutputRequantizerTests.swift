import AttentionSpec
import BenchSupport
import ReferenceModel
import TestSupport
import Testing

@testable import Accelerator

/// A sum, and the row it belongs to.
struct RowSum {
  var accumulator: Int
  var rowSum: Int
  var outputMultiplier: Int

  var alignment: Int { Expected.alignment(rowSum: rowSum) }
  var reciprocal: Int {
    Requantization.reciprocal(rowSum: rowSum, outputMultiplier: outputMultiplier)
  }
  var output: Int {
    Int(
      Requantization.output(
        accumulator: accumulator, rowSum: rowSum, outputMultiplier: outputMultiplier))
  }
}

@Suite("OutputRequantizer", .simulated)
struct OutputRequantizerTests {
  /// Every alignment, with row sums at both of its ends and inside, and sums at both extremes, near
  /// zero and inside.
  static func cases(rowSumBits: Int, _ noise: inout TestRandom) -> [RowSum] {
    let multipliers = [1, 2, 4095, 4096, 4097, 65_535]
    let most = min((1 << rowSumBits) - 1, NumberFormats.tokensMax * 255)
    // Just below half an output, where half of it too much shows.
    var cases = [RowSum(accumulator: 71, rowSum: 255, outputMultiplier: 22_066)]
    for bits in 8...rowSumBits {
      let (least, greatest) = (max(255, 1 << (bits - 1)), min(most, (1 << bits) - 1))
      let rowSums =
        [least, greatest] + (0..<6).map { _ in noise.integer(least...greatest) }
      for rowSum in rowSums {
        for multiplier in multipliers + [noise.integer(1...65_535)] {
          let range = -128 * rowSum...127 * rowSum
          let half = 1 << max(0, bits - 9)
          let near = [0, 1, -1, half, -half, half - 1, half + 1]
          let random = (0..<20).map { _ in noise.integer(range) }
          for accumulator in near + [range.lowerBound, range.upperBound] + random {
            cases.append(
              RowSum(accumulator: accumulator, rowSum: rowSum, outputMultiplier: multiplier))
          }
        }
      }
    }
    return cases
  }

  /// Sends sums through the stages and reads each result in the cycle that is sure to show it.
  static func run(
    _ cases: [RowSum], sumBits: Int, rowSumBits: Int, pausing: Int, _ noise: inout TestRandom
  ) async throws -> (got: [Int], expected: [Int]) {
    let bench = try await Bench(
      OutputRequantizer(sumBits: sumBits, rowSumBits: rowSumBits),
      pulses: ["control_align", "control_multiply", "control_round"])
    var got: [Int] = []
    /// What is in each stage: to multiply, to round, and done.
    var stages: [RowSum?] = [nil, nil, nil]
    func step(_ item: RowSum?) throws {
      var inputs: [String: Int] = [:]
      if let item {
        inputs = [
          "control_align": 1, "accumulator": item.accumulator,
          "control_alignment": item.alignment,
        ]
      }
      if let aligned = stages[0] {
        inputs["control_multiply"] = 1
        inputs["control_reciprocal"] = aligned.reciprocal
      }
      if stages[1] != nil { inputs["control_round"] = 1 }
      try bench.step(inputs)
      stages = [item] + stages.dropLast()
      if stages[2] != nil { got.append(bench["result"]) }
    }
    for item in cases {
      while noise.chance(perMille: pausing) { try step(nil) }
      try step(item)
    }
    for _ in 1..<OutputRequantizer.latency { try step(nil) }
    return (got, cases.map(\.output))
  }

  @Test(
    "Every alignment, at extremes and at random, within -128...127 times the row sum",
    arguments: [(24, 16), (32, 20), (18, 9)])
  func results(sumBits: Int, rowSumBits: Int) async throws {
    var noise = TestRandom(seed: UInt64(rowSumBits))
    let cases = Self.cases(rowSumBits: rowSumBits, &noise)
    let (got, expected) = try await Self.run(
      cases, sumBits: sumBits, rowSumBits: rowSumBits, pausing: 100, &noise)
    #expect(difference(got, expected) == nil)
    #expect(Set(expected).count > 200)
  }

  @Test("One token: the only alignment is none", .simulatedInAll)
  func oneToken() async throws {
    var noise = TestRandom(seed: 1)
    let cases = Self.cases(rowSumBits: 8, &noise).filter { $0.rowSum == 255 }
    let (got, expected) = try await Self.run(
      cases, sumBits: 17, rowSumBits: 8, pausing: 0, &noise)
    #expect(difference(got, expected) == nil)
  }

  @Test("A sum that divides evenly")
  func exact() async throws {
    var noise = TestRandom(seed: 2)
    let item = RowSum(accumulator: 255 * 100, rowSum: 255, outputMultiplier: 4096)
    let (got, expected) = try await Self.run(
      [item], sumBits: 24, rowSumBits: 16, pausing: 0, &noise)
    #expect(got == [100])
    #expect(expected == [100])
  }
}
