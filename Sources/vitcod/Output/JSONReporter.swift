import CoSimulation

/// Prints the report as one JSON object, for programs.
struct JSONReporter: Reporter {
  func begin() {}

  func add(_ report: HeadReport) {
    StandardStreams.printError("\(report.name): \(report.isExact ? "exact" : "differs")")
  }

  func finish(_ outcome: RunOutcome) throws {
    try StandardStreams.print(json: outcome.report)
    StandardStreams.printError(outcome.failure.map { "FAIL: \($0)" } ?? "PASS")
    if let advice = outcome.advice { StandardStreams.printError(advice) }
  }
}
