import Foundation
import Subprocess

/// A program of the hardware tool chain.
enum Program {
  struct Failure: Error, CustomStringConvertible {
    var description: String
  }

  /// What the program prints, both outputs together.
  ///
  /// - Throws: `Failure` with what it printed where it ends with an error, or does not end.
  static func run(
    _ name: String, _ arguments: [String], in folder: String, limit: Duration = .seconds(120)
  ) async throws -> String {
    try await withThrowingTaskGroup(of: String?.self) { group in
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

  private static func result(
    _ name: String, _ arguments: [String], in folder: String
  ) async throws -> String {
    let result = try await Subprocess.run(
      .name(name), arguments: Arguments(arguments), workingDirectory: .init(folder),
      output: .bytes(limit: 64 << 20), error: .combinedWithOutput)
    let text = String(decoding: result.standardOutput, as: UTF8.self)
    guard result.terminationStatus.isSuccess else {
      throw Failure(description: "\(name) fails:\n\(text.prefix(4000))")
    }
    return text
  }

  static func areInstalled(_ names: String...) -> Bool {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    return names.allSatisfy { name in
      folders.contains { FileManager.default.isExecutableFile(atPath: "\($0)/\(name)") }
    }
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
