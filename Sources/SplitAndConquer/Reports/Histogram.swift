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

  /// The fewest entries that a line keeps; 0 without lines.
  public var minimum: Int { bars.first?.entries ?? 0 }
  /// The most entries that a line keeps; 0 without lines.
  public var maximum: Int { bars.last?.entries ?? 0 }

  /// What half of the lines do not exceed: the lower one of two middle ones. 0 without lines.
  public var median: Int {
    let lines = bars.reduce(0) { $0 + $1.lines }
    var before = 0
    for bar in bars {
      before += bar.lines
      if 2 * before >= lines { return bar.entries }
    }
    return 0
  }
}
