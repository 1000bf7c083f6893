import Foundation
import HostTools

/// Runs of Yosys.
enum YosysRun {
  /// What Yosys prints while it runs a script, whether it is content or not.
  static func log(of script: String, in folder: String, limit: Duration) async throws -> String {
    if let log = try await log(of: script, in: folder, within: limit) { return log }
    throw ProofError(
      description: "Yosys found neither a proof nor a counterexample within "
        + "\(limit.components.seconds) s; raise the limit, or prove smaller parameters.")
  }

  /// The same; nil where it takes longer. `YOSYS` chooses another Yosys than the one on the path.
  static func log(
    of script: String, in folder: String, within limit: Duration
  ) async throws -> String? {
    let environment = ToolEnvironment()
    let name = environment["YOSYS"] ?? "yosys"
    guard let yosys = environment.locate(name) else {
      throw ProofError(
        description: "Yosys ('\(name)') is not \(ToolEnvironment.place(of: name)); install it, or "
          + "set YOSYS.")
    }
    try script.write(toFile: folder + "/prove.ys", atomically: false, encoding: .utf8)
    let command = Command(
      words: [yosys, "-s", "prove.ys"], folder: folder, environment: environment)
    do {
      return try await HostTool.within(limit, command.runAtOnce)?.text
    } catch let cancellation as CancellationError {
      throw cancellation
    } catch {
      throw ProofError(description: "Cannot run \(yosys): \(error).")
    }
  }

  /// The last lines of a log, where Yosys says what is wrong.
  static func end(of log: String) -> String {
    let lines = log.split(separator: "\n", omittingEmptySubsequences: true)
    let faults = lines.filter { $0.contains("ERROR") }
    return (faults.isEmpty ? Array(lines.suffix(10)) : faults).joined(separator: "\n")
  }
}
