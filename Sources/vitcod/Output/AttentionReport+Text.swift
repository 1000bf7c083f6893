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
      + (isApart ? [("apart", 8)] : []) + [("computing", 10), ("floor", 8), ("use", 8)]
    let table = TextTable(columns)
    func row(_ name: String, _ layer: AttentionLayerReport) -> String {
      table.row(
        [name, "\(layer.keptEntries)", "\(layer.cycles)", "\(layer.estimatedCycles)"]
          + (isApart ? ["\(layer.cyclesApart ?? 0)"] : [])
          + ["\(layer.computingCycles)", "\(layer.floor)", share(layer.floor, of: layer.cycles)])
    }
    let rows = zip(numbers, layers).map { row("\($0)", $1) }
    return ([table.titles] + rows + [row("total", total)]).joined(separator: "\n")
  }

  /// What holds for the run as a whole.
  var sums: [String] {
    [
      "\(cycles) cycles from start to interrupt, \(share(floor, of: cycles)) of them used; of "
        + "\(computingCycles) from the first issue to the last output "
        + "\(share(floor, of: computingCycles)).",
      "\(slots) slots, \(issuedCycles) cycles with an issue.",
      "\(bytesRead) bytes read, of them \(programBytes) of the program, and \(bytesWritten) "
        + "written.",
      "\(valuesCompared) values compared.",
    ]
  }

  private func share(_ part: Int, of cycles: Int) -> String {
    TextTable.percent(Double(part) / Double(max(1, cycles)))
  }

  private var agreement: String {
    fault.map { "FAIL: \($0)" } ?? divergence.map { "FAIL: \($0)" } ?? "PASS"
  }
}
