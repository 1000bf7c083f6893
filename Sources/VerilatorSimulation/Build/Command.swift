import Foundation
import Subprocess

/// A tool to run: its path, its arguments, and the folder to run it in.
struct Command: Sendable {
  var words: [String]
  var folder: String?

  /// What the tool printed, on both outputs, and whether it was content.
  struct Outcome: Sendable {
    var isSuccess: Bool
    var text: String
  }

  private static let outputBytesMax = 16 << 20

  /// Runs the tool once a core is free for it.
  ///
  /// - Throws: `SimulationError.toolUnavailable` if the tool cannot be started or prints more than
  ///   16 MiB; that it fails is an outcome.
  func run() async throws -> Outcome {
    do {
      return try await CoreLimit.shared.run {
        let result = try await Subprocess.run(
          .path(.init(words[0])), arguments: Arguments(Array(words.dropFirst())),
          workingDirectory: folder.map { .init($0) },
          output: .bytes(limit: Self.outputBytesMax), error: .combinedWithOutput)
        return Outcome(
          isSuccess: result.terminationStatus.isSuccess,
          text: String(decoding: result.standardOutput, as: UTF8.self))
      }
    } catch {
      throw SimulationError.toolUnavailable("Cannot run \(words[0]): \(error).")
    }
  }

  /// The file that a shell would run for `name`; nil if there is none.
  static func locate(_ name: String, path: String?) -> String? {
    if name.contains("/") { return FileManager.default.isExecutableFile(atPath: name) ? name : nil }
    return (path ?? "/usr/bin:/bin").split(separator: ":").lazy.map { "\($0)/\(name)" }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
  }
}
