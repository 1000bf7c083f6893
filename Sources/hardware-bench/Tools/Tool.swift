import Foundation
import VerilatorSimulation

/// A program that is run for its output.
struct Tool {
  struct Failure: Error, CustomStringConvertible {
    var description: String
  }

  /// What the program prints on standard output.
  ///
  /// - Throws: `Failure` with all that it printed where it ends with an error, or where it is not
  ///   there.
  static func run(_ program: String, _ arguments: [String], in folder: String? = nil) async throws
    -> String
  {
    let environment = ToolEnvironment()
    guard let file = environment.locate(program) else {
      throw Failure(description: "\(program) is not there; install it.")
    }
    let outcome = try await Command(
      words: [file] + arguments, folder: folder, environment: environment
    ).runAtOnce()
    guard outcome.isSuccess else {
      throw Failure(description: "\(program) fails: \(outcome.text.suffix(2000))")
    }
    return outcome.answer
  }

  /// Runs `body` with a fresh folder, which is gone afterwards.
  static func withFolder<Result>(_ body: (String) async throws -> Result) async throws -> Result {
    let url = FileManager.default.temporaryDirectory
      .appendingPathComponent("hardware-bench-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: url) }
    return try await body(url.path)
  }
}
