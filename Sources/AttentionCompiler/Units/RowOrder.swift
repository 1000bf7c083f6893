import AttentionSpec

/// In which order the rows of a unit of work begin.
public enum RowOrder: String, CaseIterable, Sendable {
  /// By the arrival of their queries, the longest rows first of all: the fewest slots.
  case byQuery
  /// By the arrival of all that they need, of queries and keys, the longest rows late: where the
  /// array waits for operands.
  case byArrival
  /// Likewise, but the longest rows sooner: where the walk for scores is already far ahead of that
  /// for outputs, or the unit is short.
  case byArrivalSooner

  /// Tokens that count as arriving together.
  private static let group = 16
  /// A row is long that takes so large a part of the unit's slots.
  private static let longPart = 8

  /// The rows of a workload that keep something, the first to begin first.
  func rows(of workload: Workload, elements: Int) -> [Int] {
    let rest = workload.rest
    let tokens = workload.heads.first?.tokens ?? 1
    let slots = dividedRoundingUp(rest.storage.count, by: elements)
    let kept = rest.indices.filter { !rest[$0].isEmpty }
    let long = kept.filter { rest[$0].count * Self.longPart > slots }
    let short = kept.filter { rest[$0].count * Self.longPart <= slots }.map { row in
      let query = row % tokens
      let last = rest[row].reduce(0) { max($0, $1 % tokens) }
      let arrival = self == .byQuery ? query : max(query, last)
      return (row: row, group: arrival / Self.group, entries: rest[row].count)
    }.sorted { ($0.group, $1.entries, $0.row) < ($1.group, $0.entries, $1.row) }.map(\.row)
    let place = shortBeforeLong(short.count)
    return short[..<place] + long + short[place...]
  }

  /// How many of the short rows begin before the long ones: so many that most keys are there, and
  /// so few that the other elements still have work.
  private func shortBeforeLong(_ count: Int) -> Int {
    switch self {
    case .byQuery: 0
    case .byArrival: count * 2 / 3
    case .byArrivalSooner: count / 3
    }
  }
}
