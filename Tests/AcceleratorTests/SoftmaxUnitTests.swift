import AttentionSpec
import BenchSupport
import HardwareDSL
import ReferenceModel
import TestSupport
import Testing

@testable import Accelerator

@Suite("Softmax unit", .simulated)
struct SoftmaxUnitTests {
  static let scoreBits = 24
  static let rowSumBits = 16
  static let widest = [(1 << 23) - 1, -(1 << 23)]

  static func bench() async throws -> Bench {
    try await Bench(
      SoftmaxUnit(scoreBits: scoreBits, rowSumBits: rowSumBits), pulses: ["entry_valid"],
      taps: ["numerator_valid": ["numerator_data"], "row_sum_valid": ["row_sum_data"]])
  }

  /// Sends rows, with pauses in 1000, and compares numerators, row sums and their cycles.
  static func check(
    _ rows: [[Int]], scale: Int, pausing: Int = 0, on bench: Bench, _ noise: inout TestRandom
  ) throws -> String? {
    try bench.hold(["scale": scale])
    var numerators: [Event] = []
    var sums: [Event] = []
    for row in rows {
      let expected = Softmax.numerators(scores: row.map(Int32.init), softmaxScale: scale)
      let maximum = row.max() ?? 0
      for (index, score) in row.enumerated() {
        while noise.chance(perMille: pausing) { try bench.step() }
        let endsRow = index == row.count - 1
        let cycle = try bench.step([
          "entry_valid": 1, "entry_score": score, "entry_maximum": maximum,
          "entry_ends_row": endsRow ? 1 : 0,
        ])
        numerators.append(
          Event(cycle: cycle + SoftmaxUnit.latency, values: [Int(expected[index])]))
        if endsRow {
          sums.append(
            Event(
              cycle: cycle + SoftmaxUnit.latency + 1,
              values: [Softmax.rowSum(numerators: expected)]))
        }
      }
    }
    try bench.idle(SoftmaxUnit.latency + 2)
    return try difference(bench.recorded("numerator_valid"), numerators)
      ?? difference(bench.recorded("row_sum_valid"), sums)
  }

  @Test("Every distance from 0 to beyond 511, in steps and halves of a step")
  func distances() async throws {
    var noise = TestRandom(seed: 1)
    let bench = try await Self.bench()
    for (scale, step) in [
      (1 << 16, 1), (1 << 15, 1), ((1 << 15) - 1, 1), (1 << 10, 32), ((1 << 16) + 1, 1),
    ] {
      for maximum in [0, Self.widest[0], -(1 << 22)] {
        let scores = (0...1100).map { maximum - $0 * step }
        // Rows of 8, each with its maximum in the middle.
        let rows = stride(from: 0, to: 1096, by: 7).map { start in
          Array(scores[start..<start + 3]) + [maximum] + Array(scores[start + 3..<start + 7])
        }
        #expect(try Self.check(rows, scale: scale, on: bench, &noise) == nil)
      }
    }
  }

  @Test(
    "Random rows of scales from one extreme to the other",
    arguments: [1, 2, 999, 1 << 12, 1 << 16, (1 << 20) - 1], [0, 500])
  func random(scale: Int, pausing: Int) async throws {
    var noise = TestRandom(seed: UInt64(scale + pausing))
    let bench = try await Self.bench()
    let rows = ScoreRows(
      rows: 60, lengths: 1...20, pausing: 0, bits: Self.scoreBits, &noise
    ).rows
    #expect(try Self.check(rows, scale: scale, pausing: pausing, on: bench, &noise) == nil)
  }

  @Test("The greatest distance saturates, whatever the scale")
  func saturation() async throws {
    var noise = TestRandom(seed: 2)
    let bench = try await Self.bench()
    for scale in [1, 3, 4, 255, 256, (1 << 20) - 1] {
      let rows = [Self.widest, Self.widest.reversed(), [Self.widest[1]], [Self.widest[0], 0]]
      #expect(try Self.check(rows, scale: scale, on: bench, &noise) == nil)
    }
  }

  @Test("Rows of one entry back to back, and the longest row", .simulatedInAll)
  func lengths() async throws {
    var noise = TestRandom(seed: 3)
    let bench = try await Self.bench()
    let single = (0..<100).map { _ in [noise.integer(-1000...1000)] }
    #expect(try Self.check(single, scale: 1000, on: bench, &noise) == nil)
    let longest = [Array(repeating: -7, count: 256), [3], Array(repeating: 7, count: 256)]
    #expect(try Self.check(longest, scale: 1000, on: bench, &noise) == nil)
  }
}
