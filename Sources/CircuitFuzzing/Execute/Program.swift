import Foundation
import VerilatorSimulation

/// Programs of the hardware tool chain that read emitted text.
enum Program {
  /// What the program prints.
  ///
  /// - Throws: `HostTool.Failure` where it does not end, or as `HostTool.run`.
  static func run(
    _ name: String, _ arguments: [String], in folder: String, limit: Duration = .seconds(120)
  ) async throws -> Command.Outcome {
    let outcome = try await HostTool.within(limit) {
      try await HostTool.run(name, arguments, in: folder)
    }
    guard let outcome else {
      throw HostTool.Failure(
        description: "\(name) did not end within \(limit.components.seconds) s.")
    }
    return outcome
  }

  /// Runs a program that is to find nothing to say of files.
  ///
  /// - Throws: `HostTool.Failure` with what it said of them, or as `run`.
  static func runSilently(
    _ name: String, _ arguments: [String], of files: [String], in folder: String
  ) async throws {
    let outcome = try await run(name, arguments, in: folder)
    let said = complaints(in: outcome.text, of: files)
    guard said.isEmpty else {
      throw HostTool.Failure(description: "\(name) is not silent:\n\(outcome.text.prefix(4000))")
    }
  }

  /// The lines that name a file or say what they are. Scripts around a program say other things.
  static func complaints(in text: String, of files: [String]) -> [Substring] {
    let marks = files + ["warning", "error", "sorry"]
    return text.split(whereSeparator: \.isNewline).filter { line in
      marks.contains { line.localizedCaseInsensitiveContains($0) }
    }
  }

  static func write(_ files: [(name: String, text: String)], to folder: String) throws {
    for file in files {
      try file.text.write(toFile: folder + "/" + file.name, atomically: false, encoding: .utf8)
    }
  }
}
