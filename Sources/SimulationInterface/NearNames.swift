/// The names that a mistyped one may have meant.
public enum NearNames {
  /// Up to `count` names, the nearest first.
  public static func of(_ name: String, among names: [String], count: Int = 3) -> [String] {
    let ranked = names.map { (name: $0, distance: distance($0, name)) }
    return ranked.sorted { ($0.distance, $0.name) < ($1.distance, $1.name) }
      .prefix(count).map(\.name)
  }

  /// How many letters must be put in, taken out or replaced.
  private static func distance(_ first: String, _ second: String) -> Int {
    let letters = Array(second.utf8)
    var row = Array(0...letters.count)
    for (index, letter) in first.utf8.enumerated() {
      var diagonal = row[0]
      row[0] = index + 1
      for column in letters.indices {
        let replaced = diagonal + (letter == letters[column] ? 0 : 1)
        diagonal = row[column + 1]
        row[column + 1] = min(replaced, row[column] + 1, diagonal + 1)
      }
    }
    return row[letters.count]
  }
}
