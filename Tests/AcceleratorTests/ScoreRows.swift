import BenchSupport
import TestSupport

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

  /// What must leave a unit of so many cycles: each row once it is complete, one score a cycle.
  ///
  /// - Parameter ends: The cycle of each row's last score.
  func expected(ends: [Int], latency: Int) -> [Event] {
    var cycle = 0
    return zip(rows, ends).flatMap { row, end in
      row.indices.map { index in
        cycle = max(cycle + 1, end + latency)
        return Event(
          cycle: cycle, values: [row[index], row.max() ?? 0, index == row.count - 1 ? 1 : 0])
      }
    }
  }
}
