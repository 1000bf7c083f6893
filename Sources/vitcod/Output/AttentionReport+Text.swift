import Basics
import CoSimulation

extension AttentionReport: TextReport {
  var text: String {
    ([table(numbers: layers.map(\.layer)), ""] + sums + [agreement]).joined(separator: "\n")
  }

  /// A row a layer.
  ///
  /// - Parameter numbers: What the layers are called.
  func table(numbers: [Int]) -> String {
    let isApart = cyclesApart != nil
    let columns: [(title: String, width: Int)] =
      [("layer", 6), ("kept", 8), ("cycles", 8), ("estimate", 9)]
      + (isApart ? [("apart", 8)] : []) + [("floor", 8), ("use", 8)]
    let table = TextTable(columns)
    func row(_ name: String, _ kept: Int, _ layer: (Int, Int, Int?, Int)) -> String {
      let (cycles, estimated, apart, floor) = layer
      return table.row(
        [name, "\(kept)", "\(cycles)", "\(estimated)"] + (isApart ? ["\(apart ?? 0)"] : [])
          + ["\(floor)", TextTable.percent(Double(floor) / Double(max(1, cycles)))])
    }
    let rows = zip(numbers, layers).map { number, layer in
      row(
        "\(number)", layer.keptEntries,
        (layer.cycles, layer.estimatedCycles, layer.cyclesApart, layer.floor))
    }
    let kept = layers.reduce(0) { $0 + $1.keptEntries }
    let total = row("total", kept, (cycles, estimatedCycles, cyclesApart, floor))
    return ([table.titles] + rows + [total]).joined(separator: "\n")
  }

  /// What holds for the run as a whole.
  var sums: [String] {
    [
      "\(cycles) cycles from start to interrupt, \(TextTable.percent(use)) of them used; "
        + "\(slots) slots, \(issuedCycles) cycles with an issue.",
      "\(bytesRead) bytes read, of them \(programBytes) of the program, and \(bytesWritten) "
        + "written.",
      "\(valuesCompared) values compared.",
    ]
  }

  private var use: Double { Double(floor) / Double(max(1, cycles)) }

  private var agreement: String {
    divergence.map { "FAIL: \($0)" } ?? "PASS"
  }
}
