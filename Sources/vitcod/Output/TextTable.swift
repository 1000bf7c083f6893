/// A table for people: the first column to the left, all others to the right.
struct TextTable {
  let columns: [(title: String, width: Int)]

  init(_ columns: [(title: String, width: Int)]) {
    self.columns = columns
  }

  var titles: String { row(columns.map(\.title)) }

  /// A line without blanks at its end. What is too wide for its column moves the rest of the line.
  func row(_ cells: [String]) -> String {
    let filled = cells.prefix((cells.lastIndex { !$0.isEmpty } ?? -1) + 1)
    return zip(filled, columns).enumerated().map { index, cell in
      let (text, column) = cell
      let gap = String(repeating: " ", count: max(index == 0 ? 0 : 1, column.width - text.count))
      return index == 0 ? text + gap : gap + text
    }.joined()
  }

  /// A share in percent with one digit after the point.
  static func percent(_ share: Double) -> String {
    let thousandths = Int((share * 1000).rounded())
    return "\(thousandths / 10).\(thousandths % 10)%"
  }

  /// A number of 0...1 with four digits after the point.
  static func fraction(_ value: Double) -> String {
    let digits = String(Int((value * 10_000).rounded()) % 10_000)
    let zeros = String(repeating: "0", count: 4 - digits.count)
    return "\(Int((value * 10_000).rounded()) / 10_000).\(zeros)\(digits)"
  }
}
