import AttentionSpec
import BenchSupport
import TestSupport
import Testing

@testable import Accelerator

/// Rows of scores, and when each score comes.
struct ScoreRows {
  var rows: [[Int]]
  /// Idle cycles before each score.
  var pauses: [[Int]]

  init(_ rows: [[Int]]) {
    self.rows = rows
    pauses = rows.map { $0.map { _ in 0 } }
  }

  /// - Parameter bits: the width of a score.
  init(rows: Int, lengths: ClosedRange<Int>, pausing: Int, bits: Int, _ noise: inout TestRandom) {
    let limit = (1 << (bits - 1)) - 1
    self.init(
      (0..<rows).map { _ in
        // Equal scores, narrow rows and the widest ones.
        let spread = [0, 3, 1000, limit][noise.integer(0...3)]
        return (0..<noise.integer(lengths)).map { _ in
          noise.integer(-spread - (spread == limit ? 1 : 0)...spread)
        }
      })
    pauses = self.rows.map { row in
      row.map { _ in noise.chance(perMille: pausing) ? noise.integer(1...12) : 0 }
    }
  }

  /// Sends the scores, from the present cycle on.
  ///
  /// - Returns: the cycle of each row's last score.
  func send(to bench: Bench) throws -> [Int] {
    var ends: [Int] = []
    for (row, pauses) in zip(rows, pauses) {
      for (index, score) in row.enumerated() {
        try bench.idle(pauses[index])
        let endsRow = index == row.count - 1
        if endsRow { ends.append(bench.cycle) }
        try bench.step(["score_valid": 1, "score_value": score, "score_ends_row": endsRow ? 1 : 0])
      }
    }
    return ends
  }
}

@Suite("Score buffer", .simulated)
struct ScoreBufferTests {
  static func bench() async throws -> Bench {
    try await Bench(
      ScoreBuffer(try configuration(macs: 4, queriesPerElement: 40, slots: 240)),
      pulses: ["clear", "score_valid"],
      taps: ["entry_valid": ["entry_score", "entry_maximum", "entry_ends_row"]])
  }

  static let scoreBits = NumberFormats.scoreBits(headDimension: 24)

  static func rows(
    rows: Int, lengths: ClosedRange<Int>, pausing: Int, _ noise: inout TestRandom
  ) -> ScoreRows {
    ScoreRows(rows: rows, lengths: lengths, pausing: pausing, bits: scoreBits, &noise)
  }

  /// What must leave: each row once it is complete, one score a cycle.
  static func expected(_ rows: ScoreRows, ends: [Int]) -> [Event] {
    var cycle = 0
    return zip(rows.rows, ends).flatMap { row, end in
      row.indices.map { index in
        cycle = max(cycle + 1, end + ScoreBuffer.latency)
        return Event(
          cycle: cycle,
          values: [row[index], row.max() ?? 0, index == row.count - 1 ? 1 : 0])
      }
    }
  }

  @Test("Rows leave in order with their maxima, head after head", arguments: [0, 300])
  func heads(pausing: Int) async throws {
    var noise = TestRandom(seed: UInt64(pausing))
    let bench = try await Self.bench()
    for lengths in [1...1, 1...11, 6...6, 1...2] {
      try bench.step(["clear": 1])
      let count = 40 * 6 / max(6, lengths.upperBound)
      let rows = Self.rows(rows: count, lengths: lengths, pausing: pausing, &noise)
      let ends = try rows.send(to: bench)
      try bench.idle(300)
      let got = try bench.recorded("entry_valid")
      #expect(difference(got, Self.expected(rows, ends: ends)) == nil, "rows of \(lengths)")
    }
  }

  @Test("After a reset it is empty, without a clear", arguments: [0, 300])
  func afterReset(pausing: Int) async throws {
    var noise = TestRandom(seed: UInt64(pausing + 1))
    let bench = try await Self.bench()
    let rows = Self.rows(rows: 12, lengths: 1...5, pausing: pausing, &noise)
    let ends = try rows.send(to: bench)
    try bench.idle(100)
    let got = try bench.recorded("entry_valid")
    #expect(difference(got, Self.expected(rows, ends: ends)) == nil)
  }

  @Test("A full buffer: one row of all slots, and as many rows as it holds", .simulatedInAll)
  func full() async throws {
    var noise = TestRandom(seed: 3)
    let bench = try await Self.bench()
    for rows in [
      Self.rows(rows: 1, lengths: 240...240, pausing: 0, &noise),
      Self.rows(rows: 40, lengths: 6...6, pausing: 0, &noise),
    ] {
      try bench.step(["clear": 1])
      let ends = try rows.send(to: bench)
      try bench.idle(300)
      let got = try bench.recorded("entry_valid")
      #expect(difference(got, Self.expected(rows, ends: ends)) == nil)
    }
  }

  @Test("Clear forgets scores at every stage", arguments: 0..<12)
  func clear(delay: Int) async throws {
    var noise = TestRandom(seed: UInt64(delay))
    let bench = try await Self.bench()
    let old = Self.rows(rows: 3, lengths: 3...3, pausing: 0, &noise)
    _ = try old.send(to: bench)
    try bench.step([
      "score_valid": 1, "score_value": 1 << (Self.scoreBits - 2), "score_ends_row": 0,
    ])
    try bench.idle(delay)
    try bench.step(["clear": 1])
    _ = try bench.recorded("entry_valid")
    let rows = Self.rows(rows: 5, lengths: 1...4, pausing: 0, &noise)
    let ends = try rows.send(to: bench)
    try bench.idle(50)
    let got = try bench.recorded("entry_valid")
    #expect(difference(got, Self.expected(rows, ends: ends)) == nil)
  }
}
