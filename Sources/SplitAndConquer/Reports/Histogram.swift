/// How many rows, or columns, of a mask keep so many entries.
public struct Histogram: Sendable, Equatable, Codable {
  /// One bar: `lines` rows or columns keep exactly `entries`.
  public struct Bar: Sendable, Equatable, Codable {
    public let entries: Int
    public let lines: Int
  }

  /// Only what occurs, by rising number of entries.
  public let bars: [Bar]

  public init(_ counts: [Int]) {
    let lines = Dictionary(counts.map { ($0, 1) }, uniquingKeysWith: +)
    bars = lines.sorted { $0.key < $1.key }.map { Bar(entries: $0.key, lines: $0.value) }
  }
}
