import CoSimulation
import Foundation

/// Prints the report as one JSON object, for programs.
struct JSONReporter: Reporter {
  func begin() {}

  func add(_ report: HeadReport) {
    StandardStreams.printError("\(report.name): \(report.isExact ? "exact" : "differs")")
  }

  func finish(_ outcome: RunOutcome) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    let data = try encoder.encode(outcome.report)
    try StandardStreams.print(String(decoding: data, as: UTF8.self))
    StandardStreams.printError(outcome.failure.map { "FAIL: \($0)" } ?? "PASS")
    if let advice = outcome.advice { StandardStreams.printError(advice) }
  }
}
