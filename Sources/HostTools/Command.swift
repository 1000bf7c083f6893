import Foundation
import Subprocess

/// A tool to run: its path, its arguments, and the folder to run it in.
package struct Command: Sendable {
  /// The absolute path of the tool, as `ToolEnvironment.locate` finds it, and the arguments.
  package var words: [String]
  /// The caller's folder unless given.
  package var folder: String?
  package var environment: ToolEnvironment

  package init(words: [String], folder: String? = nil, environment: ToolEnvironment) {
    self.words = words
    self.folder = folder
    self.environment = environment
  }

  /// What the tool printed, and whether it was content.
  package struct Outcome: Sendable {
    package var isSuccess: Bool
    /// Standard output, where a tool that is asked something answers.
    package var answer: String
    /// Standard error, where scripts around a tool may say anything.
    package var remarks: String

    /// Both, for people.
    package var text: String {
      [remarks, answer].filter { !$0.isEmpty }.joined(separator: "\n")
    }

    /// The beginning of both on one line, as part of a sentence.
    package var phrase: String {
      let lines = text.split(whereSeparator: \.isNewline).map {
        $0.trimmingCharacters(in: .whitespaces)
      }
      let line = lines.filter { !$0.isEmpty }.joined(separator: "; ")
      if line.isEmpty { return "it says nothing" }
      return line.count > Self.phraseLength ? line.prefix(Self.phraseLength) + "..." : line
    }

    private static let phraseLength = 200
  }

  private static let outputBytesMax = 64 << 20

  /// Runs the tool, whatever else runs.
  ///
  /// - Throws: if the tool cannot be started or prints more than 64 MiB; that it fails is an
  ///   outcome.
  package func runAtOnce() async throws -> Outcome {
    try await run(within: .shared)
  }

  /// - Parameter work: What knows of the tool as long as it runs, however that ends.
  func run(within work: UnfinishedWork) async throws -> Outcome {
    var tool: pid_t?
    defer { if let tool { work.end(tool: tool) } }
    let result = try await Subprocess.run(
      .path(.init(words[0])), arguments: Arguments(Array(words.dropFirst())),
      environment: .custom(
        Dictionary(
          uniqueKeysWithValues: environment.variables.compactMap { name, value in
            Environment.Key(rawValue: name).map { ($0, value) }
          })),
      workingDirectory: folder.map { .init($0) }, input: .none,
      output: .bytes(limit: Self.outputBytesMax), error: .bytes(limit: Self.outputBytesMax)
    ) { execution in
      let started = execution.processIdentifier.value
      work.begin(tool: started)
      tool = started
    }
    return Outcome(
      isSuccess: result.terminationStatus.isSuccess,
      answer: Self.text(result.standardOutput), remarks: Self.text(result.standardError))
  }

  private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}
