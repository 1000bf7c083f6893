/// A table for people: the first column to the left, all others to the right.
///
/// Either its columns have widths, and its lines are printed as they come, or its rows are added
/// and its columns are as wide as they need.
public struct TextTable: Sendable {
  private var columns: [(title: String, width: Int)]
  private var rows: [[String]] = []

  public init(_ columns: [(title: String, width: Int)]) {
    self.columns = columns
  }

  /// A table of columns as wide as what is added, two blanks apart.
  public init(_ titles: [String]) {
    columns = titles.map { ($0, 0) }
    fit(titles)
  }

  public mutating func add(_ cells: [String]) {
    fit(cells)
    rows.append(cells)
  }

  public mutating func add(_ cells: String...) { add(cells) }

  /// The titles and all rows that were added.
  public var text: String { ([titles] + rows.map(row)).joined(separator: "\n") }

  /// The line of the titles.
  public var titles: String { row(columns.map(\.title)) }

  /// A line without blanks at its end. What is too wide for its column moves the rest of the line.
  public func row(_ cells: [String]) -> String {
    let filled = cells.prefix((cells.lastIndex { !$0.isEmpty } ?? -1) + 1)
    return zip(filled, columns).enumerated().map { index, cell in
      let (text, column) = cell
      let gap = String(repeating: " ", count: max(index == 0 ? 0 : 1, column.width - text.count))
      return index == 0 ? text + gap : gap + text
    }.joined()
  }

  private mutating func fit(_ cells: [String]) {
    for (index, cell) in zip(columns.indices, cells) {
      columns[index].width = max(columns[index].width, cell.count + (index == 0 ? 0 : 2))
    }
  }

  /// A share in percent with one digit after the point.
  public static func percent(_ share: Double) -> String {
    // A share that is none, of a file that somebody wrote, is shown as it is.
    guard let thousandths = Int(exactly: (share * 1000).rounded()), thousandths >= 0 else {
      return "\(share * 100)%"
    }
    return "\(thousandths / 10).\(thousandths % 10)%"
  }

  /// A number of 0...1 with four digits after the point.
  public static func fraction(_ value: Double) -> String {
    let digits = String(Int((value * 10_000).rounded()) % 10_000)
    let zeros = String(repeating: "0", count: 4 - digits.count)
    return "\(Int((value * 10_000).rounded()) / 10_000).\(zeros)\(digits)"
  }
}
