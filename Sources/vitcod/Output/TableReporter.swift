import AttentionSpec
import CoSimulation

/// Prints a table, one row a head as it ends, for people.
struct TableReporter: Reporter {
  private let table = TextTable([
    ("head", 16), ("kept", 8), ("slots", 7), ("load", 8), ("sddmm", 8), ("use", 7), ("spmm", 8),
    ("use", 7), ("compute", 9), ("read", 8), ("result", 9),
  ])

  func begin() throws {
    try StandardStreams.print(table.titles)
  }

  func add(_ report: HeadReport) throws {
    try print(
      [
        report.name, "\(report.keptEntries)", "\(report.slots)", "\(report.loadCycles)",
        "\(report.sddmm.cycles)", Self.percent(report.sddmm.utilization),
        "\(report.spmm.cycles)", Self.percent(report.spmm.utilization),
        "\(report.computeCycles)", "\(report.readCycles)", report.isExact ? "exact" : "differs",
      ])
  }

  func finish(_ outcome: RunOutcome) throws {
    let report = outcome.report
    func sum(_ value: (HeadReport) -> Int) -> Int { report.heads.map(value).reduce(0, +) }
    if let head = report.heads.first {
      try print(
        [
          "total", "\(report.keptEntries)", "\(sum(\.slots))", "\(report.loadCycles)",
          "\(report.sddmm.cycles)",
          Self.percent(report.sddmm.utilization), "\(report.spmm.cycles)",
          Self.percent(report.spmm.utilization), "\(report.computeCycles)", "\(report.readCycles)",
          "\(report.heads.count(where: \.isExact))/\(report.heads.count)",
        ])
      try StandardStreams.print(
        """

        \(Self.array(report.configuration)); heads of \(head.tokens.counted("token")) \
        and \(head.headDimension.counted("feature")); \
        \(report.setup.operandSource.map { "operands of \($0)" } ?? "random int8 operands").
        Load, compute and read, which do not overlap yet: \(report.whole.cycles.counted("cycle")), \
        \(Self.percent(report.whole.utilization)) of them used.
        \(sum(\.valuesCompared).counted("value")) compared: scores, softmax numerators, row sums \
        and outputs.
        """)
    }
    try StandardStreams.print(outcome.failure.map { "FAIL: \($0)" } ?? "PASS")
    if let advice = outcome.advice { StandardStreams.printError(advice) }
  }

  private static func array(_ configuration: AcceleratorConfiguration) -> String {
    let array = configuration.array
    return "\(configuration.name): \((array.lines * array.macsPerLine).counted("MAC")) in "
      + array.elements.counted("element")
  }

  private func print(_ cells: [String]) throws {
    try StandardStreams.print(table.row(cells))
  }

  private static func percent(_ share: Double) -> String { TextTable.percent(share) }
}
