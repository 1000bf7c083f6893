import AttentionSpec
import BenchSupport
import TestSupport
import Testing

@testable import Accelerator

@Suite("Score ring", .simulated)
struct ScoreRingTests {
  private static func shape() throws -> AcceleratorConfiguration {
    try ProcessingElementTests.shape(chunks: 3, scores: 16, rows: 5)
  }

  /// Sends rows as there is room for them, and takes sums at a pace.
  ///
  /// - Returns: what must leave and what left, and how many rows were owed at most.
  static func play(
    _ rows: ScoreRows, taking: Int, limit: Int = 4000, seed: UInt64
  ) async throws -> (expected: [Event], got: [Event], owedMax: Int) {
    let configuration = try shape()
    var noise = TestRandom(seed: seed)
    let bench = try await Bench(
      ScoreRing(configuration), pulses: ["score_valid", "takes"],
      taps: ["entry_valid": ["entry_score", "entry_maximum", "entry_ends_row"]], seed: seed)
    let start = bench.cycle
    let scores = rows.rows.indices.flatMap { row in
      rows.rows[row].indices.map { (row, $0) }
    }
    var ends: [Int] = []
    var (next, pause, left, leftRows, owed, owedMax) = (0, rows.pauses[0][0], 0, 0, 0, 0)
    while left < scores.count, bench.cycle - start < limit {
      var inputs: [String: Int] = [:]
      if next < scores.count {
        let (row, index) = scores[next]
        let endsRow = index == rows.rows[row].count - 1
        if pause > 0 {
          pause -= 1
        } else if next - left < configuration.memory.scores - 3,
          !endsRow || row - leftRows < configuration.memory.rows
        {
          inputs = [
            "score_valid": 1, "score_value": rows.rows[row][index],
            "score_ends_row": endsRow ? 1 : 0,
          ]
          if endsRow { ends.append(bench.cycle) }
          next += 1
          if next < scores.count { pause = rows.pauses[scores[next].0][scores[next].1] }
        }
      }
      if bench["entry_valid"] == 1 {
        left += 1
        if bench["entry_ends_row"] == 1 { (leftRows, owed) = (leftRows + 1, owed + 1) }
      }
      owedMax = max(owedMax, owed)
      if owed > 0, noise.chance(perMille: taking) {
        inputs["takes"] = 1
        owed -= 1
      }
      try bench.step(inputs)
    }
    return (
      rows.expected(ends: ends, latency: ScoreRing.latency), try bench.recorded("entry_valid"),
      owedMax
    )
  }

  private static func rows(
    _ count: Int, _ lengths: ClosedRange<Int>, pausing: Int, _ noise: inout TestRandom
  ) throws -> ScoreRows {
    ScoreRows(
      rows: count, lengths: lengths, pausing: pausing, bits: try shape().scoreBits, &noise)
  }

  @Test(
    "Rows leave at once, an entry a cycle, round and round the ring",
    arguments: [1...1, 1...3, 2...9, 13...13], [0, 300])
  func rings(lengths: ClosedRange<Int>, pausing: Int) async throws {
    var noise = TestRandom(seed: UInt64(pausing + lengths.upperBound))
    let rows = try Self.rows(40, lengths, pausing: pausing, &noise)
    let (expected, got, _) = try await Self.play(rows, taking: 1000, seed: 1)
    #expect(difference(got, expected) == nil)
  }

  @Test("Rows whose sums are taken late leave later, in order", .simulatedInAll)
  func late() async throws {
    var noise = TestRandom(seed: 7)
    let rows = try Self.rows(60, 1...3, pausing: 100, &noise)
    let (expected, got, owedMax) = try await Self.play(rows, taking: 150, seed: 2)
    #expect(difference(got.map(\.values), expected.map(\.values)) == nil)
    #expect(owedMax == ScoreRing.rowsOwed)
    #expect(zip(got, expected).allSatisfy { $0.cycle >= $1.cycle })
  }

  @Test("Where no sum is taken, no more rows leave than may be owed", arguments: [1, 2, 5])
  func owed(length: Int) async throws {
    var noise = TestRandom(seed: 8)
    let rows = try Self.rows(12, length...length, pausing: 0, &noise)
    let (_, got, owedMax) = try await Self.play(rows, taking: 0, limit: 200, seed: 3)
    #expect((ScoreRing.rowsOwed - 1...ScoreRing.rowsOwed).contains(owedMax))
    #expect(got.map { $0.values[2] }.reduce(0, +) == owedMax)
  }

  @Test("A score that finds no place is reported")
  func claim() async throws {
    let bench = try await Bench(ScoreRing(try Self.shape()), pulses: ["score_valid", "takes"])
    for _ in 0..<16 { try bench.step(["score_valid": 1, "score_ends_row": 0]) }
    let failure = try failure { try bench.step(["score_valid": 1, "score_ends_row": 0]) }
    #expect(failure.text.contains("ScoresFit"))
  }
}
