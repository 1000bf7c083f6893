import HardwareDSL

/// An array of multiply-accumulate elements: each row shares a left operand, each column a right
/// one. One of all sums is read in a cycle.
final class MACArray: Module {
  /// Whether the elements are one module or one each.
  enum Variety: String, Codable, CaseIterable { case alike, distinct }

  let clear = input(.bit)
  let enable = input(.bit)
  let left: [Signal]
  let right: [Signal]
  let selection: Signal
  let sum = output(.signed(32), "the selected sum, one cycle later")

  let element: [[MACElement]]
  let result = register(.signed(32), reset: 0)

  private let rows: Int
  private let columns: Int
  private let variety: Variety

  init(rows: Int, columns: Int, variety: Variety = .alike) {
    precondition(rows * columns >= 2, "an array has two elements or more")
    self.rows = rows
    self.columns = columns
    self.variety = variety
    left = (0..<rows).map { _ in input(.signed(8)) }
    right = (0..<columns).map { _ in input(.signed(8)) }
    selection = input(.unsigned(bitsToHold(rows * columns - 1)), "row by row")
    element = (0..<rows).map { row in
      (0..<columns).map { column in
        MACElement(start: variety == .alike ? 0 : row * columns + column)
      }
    }
  }

  var moduleName: String {
    "mac_array_\(rows)x\(columns)" + (variety == .alike ? "" : "_distinct")
  }

  var documentation: Documentation {
    Documentation(
      "\(rows) by \(columns) multiply-accumulate elements and a register for one of their sums.",
      latency: [
        .cycles(2, from: clear, enable, left, right, to: sum), .cycles(1, from: selection, to: sum),
      ],
      throughput: [.one("product in every element", from: left, right, to: sum)],
      reset: [.value(0, of: sum)], combinationalPaths: .none)
  }

  var body: Behavior {
    for row in 0..<rows {
      for column in 0..<columns { connect(element[row][column], row, column) }
    }
    result <== select(element.flatMap { $0.map(\.sum) }, at: selection)
    sum <== result
  }

  private func connect(_ element: MACElement, _ row: Int, _ column: Int) {
    element.clear <== clear
    element.enable <== enable
    element.left <== left[row]
    element.right <== right[column]
  }
}
