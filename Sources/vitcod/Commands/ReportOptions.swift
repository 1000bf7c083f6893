import ArgumentParser

/// A report that people read as text and programs as JSON.
protocol TextReport: Encodable {
  /// Lines without a line end behind the last.
  var text: String { get }
}

/// How a command reports what it did.
struct ReportOptions: ParsableArguments {
  @Flag(help: "Print the report as JSON; everything else goes to standard error.")
  var json = false

  /// Prints a report and, behind it, remarks that are no part of it.
  ///
  /// - Throws: `CommandFailure` if standard output cannot be written.
  func print(_ report: some TextReport, remarks: [String]) throws {
    if json {
      try StandardStreams.print(json: report)
      for remark in remarks { StandardStreams.printError(remark) }
    } else {
      let lines = remarks.isEmpty ? [report.text] : [report.text, ""] + remarks
      try StandardStreams.print(lines.joined(separator: "\n"))
    }
  }
}
