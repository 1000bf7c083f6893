import AttentionSpec
import BenchSupport
import ReferenceModel
import TestSupport
import Testing

@testable import Accelerator

@Suite("Softmax of rows", .simulated)
struct RowSoftmaxTests {
  struct Row {
    var scores: [Int]
    var scale: Int
    var multiplier: Int

    var numerators: [UInt8] {
      Softmax.numerators(scores: scores.map(Int32.init), softmaxScale: scale)
    }
  }

  @Test(
    "Each row has its own settings; the divider takes sums at its pace", .simulatedInAll,
    arguments: [(1...1, 1000), (1...12, 1000), (1...4, 100)])
  func rows(lengths: ClosedRange<Int>, taking: Int) async throws {
    let configuration = try ProcessingElementTests.shape(chunks: 3, scores: 32, rows: 6)
    let seed = UInt64(lengths.upperBound + taking)
    var noise = TestRandom(seed: seed)
    let rows = ScoreRows(
      rows: 60, lengths: lengths, pausing: 0, bits: configuration.scoreBits, &noise
    ).rows.map {
      Row(
        scores: $0, scale: noise.element(of: [1, 50, 4000, 99_999]),
        multiplier: noise.integer(1...65_535))
    }
    let bench = try await Bench(
      RowSoftmax(configuration), pulses: ["settings_valid", "score_valid", "division_ready"],
      taps: [
        "result_numerator_valid": ["result_numerator_data"],
        "result_row_sum_valid": ["result_row_sum_data"],
      ], seed: seed)

    var (given, next, numerators, divisions) = (0, 0, 0, [[Int]]())
    let scores = rows.flatMap { row in
      row.scores.indices.map { (row.scores[$0], $0 == row.scores.count - 1) }
    }
    let starts = rows.reduce(into: [0]) { $0.append(($0.last ?? 0) + $1.scores.count) }
    for _ in 0..<6000 where divisions.count < rows.count {
      var inputs: [String: Int] = [:]
      // As many rows as fit are under way.
      if given < rows.count, given - divisions.count < configuration.memory.rows,
        noise.chance(perMille: 400)
      {
        inputs.merge([
          "settings_valid": 1, "settings_softmax_scale": rows[given].scale,
          "settings_output_multiplier": rows[given].multiplier,
        ]) { $1 }
        given += 1
      }
      let isGiven = next < starts[max(0, given - (inputs.isEmpty ? 0 : 1))]
      if isGiven, next - numerators < configuration.memory.scores, noise.chance(perMille: 800) {
        inputs.merge([
          "score_valid": 1, "score_value": scores[next].0, "score_ends_row": scores[next].1 ? 1 : 0,
        ]) { $1 }
        next += 1
      }
      let takes = noise.chance(perMille: taking)
      if takes { inputs["division_ready"] = 1 }
      try bench.set(inputs)
      if bench["result_numerator_valid"] == 1 { numerators += 1 }
      if takes, bench["division_valid"] == 1 {
        divisions.append([bench["division_row_sum"], bench["division_output_multiplier"]])
      }
      try bench.simulation.step()
    }
    let sums = rows.map { Softmax.rowSum(numerators: $0.numerators) }
    #expect(
      try difference(
        bench.recorded("result_numerator_valid").map { $0.values[0] },
        rows.flatMap { $0.numerators.map(Int.init) }) == nil)
    #expect(difference(divisions, zip(sums, rows).map { [$0, $1.multiplier] }) == nil)
    #expect(
      try difference(bench.recorded("result_row_sum_valid").map { $0.values[0] }, sums) == nil)
  }
}
