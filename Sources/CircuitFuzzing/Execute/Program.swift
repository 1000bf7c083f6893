import Foundation
import VerilatorSimulation

/// A program of the hardware tool chain.
enum Program {
  struct Failure: Error, CustomStringConvertible {
    var description: String
  }

  /// What the program prints.
  ///
  /// - Throws: `Failure` with what it printed where it ends with an error, or does not end.
  static func run(
    _ name: String, _ arguments: [String], in folder: String, limit: Duration = .seconds(120)
  ) async throws -> Command.Outcome {
    try await withThrowingTaskGroup(of: Command.Outcome?.self) { group in
      group.addTask { try await result(name, arguments, in: folder) }
      group.addTask {
        try await Task.sleep(for: limit)
        return nil
      }
      defer { group.cancelAll() }
      if let text = try await group.next() ?? nil { return text }
      throw Failure(description: "\(name) did not end within \(limit.components.seconds) s.")
    }
  }

  /// Runs a program that is to find nothing to say of files.
  ///
  /// - Throws: `Failure` with what it said of them, or as `run`.
  static func runSilently(
    _ name: String, _ arguments: [String], of files: [String], in folder: String
  ) async throws {
    let outcome = try await run(name, arguments, in: folder)
    let said = complaints(in: outcome.text, of: files)
    guard said.isEmpty else {
      throw Failure(description: "\(name) is not silent:\n\(outcome.text.prefix(4000))")
    }
  }

  /// The lines that name a file or say what they are. Scripts around a program say other things.
  static func complaints(in text: String, of files: [String]) -> [Substring] {
    let marks = files + ["warning", "error", "sorry"]
    return text.split(whereSeparator: \.isNewline).filter { line in
      marks.contains { line.localizedCaseInsensitiveContains($0) }
    }
  }

  private static func result(
    _ name: String, _ arguments: [String], in folder: String
  ) async throws -> Command.Outcome {
    let environment = ToolEnvironment()
    guard let file = environment.locate(name) else {
      throw Failure(description: "\(name) is not on the path; install it.")
    }
    let outcome = try await Command(
      words: [file] + arguments, folder: folder, environment: environment
    ).runAtOnce()
    guard outcome.isSuccess else {
      throw Failure(description: "\(name) fails:\n\(outcome.text.prefix(4000))")
    }
    return outcome
  }

  static func areInstalled(_ names: String...) -> Bool {
    let environment = ToolEnvironment()
    return names.allSatisfy { environment.locate($0) != nil }
  }

  /// Runs `body` with a fresh folder, which is gone afterwards.
  static func withFolder<Result>(_ body: (String) async throws -> Result) async throws -> Result {
    let url = FileManager.default.temporaryDirectory
      .appendingPathComponent("circuit-fuzzing-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: url) }
    return try await body(url.path)
  }

  static func write(_ files: [(name: String, text: String)], to folder: String) throws {
    for file in files {
      try file.text.write(toFile: folder + "/" + file.name, atomically: false, encoding: .utf8)
    }
  }
}
