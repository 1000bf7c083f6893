import Foundation
import Testing

/// The repository this file lies in.
let repository = URL(fileURLWithPath: #filePath)
  .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

/// What the built executable answered.
struct VitcodRun {
  var code: Int32
  var output: String
  var errors: String

  /// The lines of standard output.
  var lines: [String] { output.split(separator: "\n").map(String.init) }

  /// Runs `vitcod` in a folder.
  init(
    _ arguments: [String], in folder: Scratch, environment: [String: String] = [:]
  ) async throws {
    try await self.init(Self.executable(), arguments, folder, environment)
  }

  /// Runs a command of the shell in a folder.
  init(shell command: String, in folder: Scratch) async throws {
    try await self.init(URL(fileURLWithPath: "/bin/sh"), ["-c", command], folder, [:])
  }

  private init(
    _ executable: URL, _ arguments: [String], _ folder: Scratch, _ environment: [String: String]
  ) async throws {
    let name = "run-\(UUID().uuidString)"
    let process = Process()
    process.executableURL = executable
    process.arguments = arguments
    process.currentDirectoryURL = folder.url
    process.environment = ProcessInfo.processInfo.environment
      .merging(["COLUMNS": "80"]) { $1 }.merging(environment) { $1 }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try folder.handle("\(name).out")
    process.standardError = try folder.handle("\(name).err")
    try await withCheckedThrowingContinuation { (waiting: CheckedContinuation<Void, any Error>) in
      process.terminationHandler = { _ in waiting.resume() }
      do {
        try process.run()
      } catch {
        waiting.resume(throwing: error)
      }
    }
    // A signal is no exit code of ours.
    code = process.terminationReason == .exit ? process.terminationStatus : -1
    output = try folder.text("\(name).out")
    errors = try folder.text("\(name).err")
    try folder.remove("\(name).out")
    try folder.remove("\(name).err")
  }

  /// The executable, which the build puts beside the tests.
  static func executable() throws -> URL {
    let started = [
      Bundle.main.executableURL, CommandLine.arguments.first.map(URL.init(fileURLWithPath:)),
    ]
    let bundles = Bundle.allBundles.map { Optional($0.bundleURL) }
    let beside = (started + bundles).compactMap { url in
      url?.resolvingSymlinksInPath().deletingLastPathComponent().appending(path: "vitcod")
    }
    return try #require(
      beside.first { FileManager.default.isExecutableFile(atPath: $0.path) },
      "The executable vitcod is not beside the tests; run swift build.")
  }
}

/// A folder that goes away with its owner.
final class Scratch {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appending(path: "vitcod-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  func write(_ text: String, to name: String) throws {
    try text.write(to: url.appending(path: name), atomically: false, encoding: .utf8)
  }

  func text(_ name: String) throws -> String {
    try String(contentsOf: url.appending(path: name), encoding: .utf8)
  }

  func remove(_ name: String) throws {
    try FileManager.default.removeItem(at: url.appending(path: name))
  }

  /// The names in a folder, sorted.
  func names(_ folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: url.appending(path: folder).path).sorted()
  }

  /// The files of a folder by name.
  func files(_ folder: String) throws -> [String: String] {
    let names = try names(folder)
    return try Dictionary(uniqueKeysWithValues: names.map { ($0, try text("\(folder)/\($0)")) })
  }

  fileprivate func handle(_ name: String) throws -> FileHandle {
    try write("", to: name)
    return try FileHandle(forWritingTo: url.appending(path: name))
  }
}

/// The text of a file of configs/.
func configuration(_ name: String) throws -> String {
  try String(
    contentsOf: repository.appending(path: "configs/\(name).yaml"), encoding: .utf8)
}

/// A folder that holds the configuration as tiny.yaml.
func tinyFolder() throws -> Scratch {
  let folder = try Scratch()
  try folder.write(configuration("vitcod_tiny"), to: "tiny.yaml")
  return folder
}
