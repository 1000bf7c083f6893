import CoSimulation

extension AttentionReport: TextReport {
  private static let columns: [(title: String, width: Int)] = [
    ("layer", 6), ("kept", 8), ("cycles", 8), ("estimate", 9), ("floor", 8),
  ]

  var text: String {
    let table = TextTable(Self.columns)
    let rows = layers.map { layer in
      table.row([
        "\(layer.layer)", "\(layer.keptEntries)", "\(layer.cycles)", "\(layer.estimatedCycles)",
        "\(layer.floor)",
      ])
    }
    let share = Double(floor) / Double(max(1, cycles))
    return
      ([table.titles] + rows + [
        "",
        "\(cycles) cycles from start to interrupt (estimate \(estimatedCycles), floor \(floor): "
          + "\(TextTable.percent(share))); \(slots) slots, \(issuedCycles) cycles with an issue.",
        "\(bytesRead) bytes read, \(bytesWritten) written, \(programBytes) of them the program.",
        divergence.map { "DIFFERS: \($0)" }
          ?? "\(valuesCompared) values compared, none differs.",
      ]).joined(separator: "\n")
  }
}
