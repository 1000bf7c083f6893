import Basics
import CoSimulation

extension AttentionReport: TextReport {
  private static let columns: [(title: String, width: Int)] = [
    ("layer", 6), ("kept", 8), ("cycles", 8), ("estimate", 9), ("apart", 8), ("computing", 10),
    ("floor", 8),
  ]

  var text: String {
    let table = TextTable(Self.columns)
    let rows = layers.map { layer in
      let cells = [
        layer.layer, layer.keptEntries, layer.cycles, layer.estimatedCycles,
        layer.cyclesApart ?? 0, layer.computingCycles ?? 0, layer.floor,
      ]
      return table.row(cells.map { "\($0)" })
    }
    let lines = [table.titles] + rows + ["", cycleText, byteText, agreement]
    return lines.joined(separator: "\n")
  }

  private var cycleText: String {
    let share = shareOf(cycles)
    let computing = computingCycles ?? cycles
    return "\(cycles) cycles from start to interrupt: estimate \(estimatedCycles), floor \(floor) "
      + "(\(share)); \(computing) from the first issue to the last output "
      + "(\(shareOf(computing))); \(slots) slots, \(issuedCycles) cycles with an issue; "
      + "each layer a program of its own: \(cyclesApart ?? 0)."
  }

  /// The floor in some cycles.
  private func shareOf(_ cycles: Int) -> String {
    TextTable.percent(Double(floor) / Double(max(1, cycles)))
  }

  private var byteText: String {
    "\(bytesRead) bytes read, of them \(programBytes) of the program, and \(bytesWritten) written."
  }

  private var agreement: String {
    divergence.map { "DIFFERS: \($0)" } ?? "\(valuesCompared) values compared, none differs."
  }
}
