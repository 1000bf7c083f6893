import Foundation

/// Tools by their names, run in the caller's environment for what they print.
package enum HostTool {
  package struct Failure: Error, CustomStringConvertible {
    package var description: String

    package init(description: String) { self.description = description }
  }

  /// Runs a tool, whatever else runs.
  ///
  /// - Parameters:
  ///   - name: As a shell takes it.
  ///   - folder: The caller's unless given.
  /// - Throws: `Failure` where there is no such tool, or where it ends with an error, with what it
  ///   printed; or as `Command.runAtOnce`.
  package static func run(
    _ name: String, _ arguments: [String], in folder: String? = nil
  ) async throws -> Command.Outcome {
    let environment = ToolEnvironment()
    guard let file = environment.locate(name) else {
      throw Failure(description: "\(name) is not \(ToolEnvironment.place(of: name)); install it.")
    }
    let outcome = try await Command(
      words: [file] + arguments, folder: folder, environment: environment
    ).runAtOnce()
    guard outcome.isSuccess else {
      throw Failure(description: "\(name) fails:\n\(excerpt(outcome.text))")
    }
    return outcome
  }

  /// Runs `body`; nil where it is stopped since it does not end in time.
  package static func within<Result: Sendable>(
    _ limit: Duration, _ body: @escaping @Sendable () async throws -> Result
  ) async throws -> Result? {
    try await withThrowingTaskGroup(of: Result?.self) { group in
      group.addTask { try await body() }
      group.addTask {
        try await Task.sleep(for: limit)
        return nil
      }
      defer { group.cancelAll() }
      return try await group.next() ?? nil
    }
  }

  package static func areInstalled(_ names: String...) -> Bool {
    let environment = ToolEnvironment()
    return names.allSatisfy { environment.locate($0) != nil }
  }

  /// Runs `body` with a fresh folder, which is gone afterwards.
  package static func withFolder<Result>(
    _ body: (String) async throws -> Result
  ) async throws -> Result {
    let folder = "\(HostFolder.temporary)/vitcod-\(UUID().uuidString)"
    try HostFolder.make(folder)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    return try await body(folder)
  }

  /// Some tools say what is wrong at the beginning of much else, some at the end.
  static func excerpt(_ text: String) -> String {
    if text.count <= 2 * excerptLength { return text }
    return "\(text.prefix(excerptLength))\n...\n\(text.suffix(excerptLength))"
  }

  private static let excerptLength = 2000
}
