import Foundation
import Subprocess

/// Runs of Yosys.
enum YosysRun {
  private static let logBytesMax = 256 << 20

  /// What Yosys prints while it runs a script, whether it is content or not. `YOSYS` chooses
  /// another Yosys than the one on the path.
  static func log(of script: String, in folder: String, limit: Duration) async throws -> String {
    try script.write(toFile: folder + "/prove.ys", atomically: false, encoding: .utf8)
    return try await withThrowingTaskGroup(of: String?.self) { group in
      group.addTask { try await run(["-s", "prove.ys"], in: folder) }
      group.addTask {
        try await Task.sleep(for: limit)
        return nil
      }
      defer { group.cancelAll() }
      if let log = try await group.next() ?? nil { return log }
      throw ProofError(
        description: "Yosys found neither a proof nor a counterexample within "
          + "\(limit.components.seconds) s; raise the limit, or prove smaller parameters.")
    }
  }

  private static func run(_ arguments: [String], in folder: String) async throws -> String {
    let chosen = ProcessInfo.processInfo.environment["YOSYS"].flatMap { $0.isEmpty ? nil : $0 }
    let name = chosen ?? "yosys"
    do {
      let result = try await Subprocess.run(
        name.contains("/") ? .path(.init(name)) : .name(name), arguments: Arguments(arguments),
        workingDirectory: .init(folder), output: .bytes(limit: logBytesMax),
        error: .combinedWithOutput)
      return String(decoding: result.standardOutput, as: UTF8.self)
    } catch is CancellationError {
      throw CancellationError()
    } catch {
      throw ProofError(
        description: "Yosys ('\(name)') cannot be run: \(error); install it, or set YOSYS.")
    }
  }

  /// The last lines of a log, where Yosys says what is wrong.
  static func end(of log: String) -> String {
    let lines = log.split(separator: "\n", omittingEmptySubsequences: true)
    let faults = lines.filter { $0.contains("ERROR") }
    return (faults.isEmpty ? Array(lines.suffix(10)) : faults).joined(separator: "\n")
  }

  /// Runs `body` with a fresh folder, which is gone afterwards.
  static func withFolder<Result>(_ body: (String) async throws -> Result) async throws -> Result {
    let url = FileManager.default.temporaryDirectory
      .appendingPathComponent("yosys-proof-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: url) }
    return try await body(url.path)
  }
}
