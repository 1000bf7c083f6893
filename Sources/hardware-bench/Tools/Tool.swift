import Foundation
import Subprocess

/// A program that is run for its output.
struct Tool {
  struct Failure: Error, CustomStringConvertible {
    var description: String
  }

  /// What the program prints; both outputs together.
  ///
  /// - Throws: `Failure` with what it printed where it ends with an error.
  static func run(_ program: String, _ arguments: [String], in folder: String? = nil) async throws
    -> String
  {
    let executable: Executable = program.contains("/") ? .path(.init(program)) : .name(program)
    let result = try await Subprocess.run(
      executable, arguments: Arguments(arguments), workingDirectory: folder.map { .init($0) },
      output: .bytes(limit: 64 << 20), error: .combinedWithOutput)
    let text = String(decoding: result.standardOutput, as: UTF8.self)
    guard result.terminationStatus.isSuccess else {
      throw Failure(description: "\(program) fails: \(text.suffix(2000))")
    }
    return text
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
