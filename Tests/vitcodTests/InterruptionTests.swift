import Foundation
import Testing

@testable import vitcod

@Suite("A command that is told to end")
struct InterruptionTests {
  /// A started `vitcod`.
  private final class Started {
    let process = Process()

    init(
      _ arguments: [String], in folder: Scratch, environment: [String: String] = [:]
    ) throws {
      process.executableURL = try VitcodRun.executable()
      process.arguments = arguments
      process.currentDirectoryURL = folder.url
      process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
      process.standardInput = FileHandle.nullDevice
      process.standardOutput = FileHandle.nullDevice
      process.standardError = FileHandle.nullDevice
      try process.run()
    }

    deinit { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }

    /// Waits until `condition` holds, or the process has ended.
    func wait(until condition: () throws -> Bool) async throws {
      while process.isRunning, try !condition() { try await Task.sleep(for: .milliseconds(10)) }
    }

    /// Sends a signal and waits for the end: the signal that ended the process, nil if none did.
    func end(by signal: Int32) async throws -> Int32? {
      kill(process.processIdentifier, signal)
      try await wait { false }
      return process.terminationReason == .uncaughtSignal ? process.terminationStatus : nil
    }
  }

  @Test("It leaves no part of a waveform", arguments: [SIGINT, SIGTERM, SIGHUP])
  func waveform(_ signal: Int32) async throws {
    let folder = try tinyFolder()
    try folder.write("before", to: "run.fst")
    // Into the cache, so that only the run itself takes time.
    let once = ["simulate", "--config", "tiny.yaml", "--layers", "1", "--trace", "once.fst"]
    #expect(try await VitcodRun(once, in: folder).code == 0)
    for name in ["once.fst", "once.gtkw"] { try folder.remove(name) }
    let started = try Started(
      ["simulate", "--config", "tiny.yaml", "--memory-latency", "9000", "--trace", "run.fst"],
      in: folder)
    try await started.wait { try folder.names(".").contains { $0.hasSuffix(".hier") } }
    #expect(try folder.names(".").count == 4)
    #expect(try await started.end(by: signal) == signal)
    #expect(try folder.files(".").filter { $0.key != "tiny.yaml" } == ["run.fst": "before"])
  }

  @Test("It leaves no work in the cache and no tool behind")
  func build() async throws {
    let folder = try tinyFolder()
    try folder.write(
      """
      #!/bin/sh
      case "$*" in *--version*) echo 1; exit;; esac
      echo $$ >"$PIDS/$$"
      exec sleep 1000

      """, to: "cxx")
    let pids = folder.url.appending(path: "pids")
    try FileManager.default.createDirectory(at: pids, withIntermediateDirectories: true)
    chmod(folder.url.appending(path: "cxx").path, 0o755)
    let started = try Started(
      ["simulate", "--config", "tiny.yaml", "--layers", "1"], in: folder,
      environment: ["CXX": "./cxx", "VITCOD_CACHE": "cache", "PIDS": pids.path])
    try await started.wait { try !folder.names("pids").isEmpty }
    #expect(try await started.end(by: SIGTERM) == SIGTERM)
    #expect(try folder.names("cache/work") == [])
    for name in try folder.names("pids") {
      let tool = try #require(pid_t(name))
      // The tool has been told to end; somebody has to take notice of it.
      for _ in 0..<1000 where kill(tool, 0) == 0 && !isEnded(tool) {
        try await Task.sleep(for: .milliseconds(10))
      }
      #expect(kill(tool, 0) != 0 || isEnded(tool))
    }
  }

  /// Whether a process has ended and waits for its parent to notice.
  private func isEnded(_ process: pid_t) -> Bool {
    let status = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)
    return status?.contains(") Z ") == true
  }
}
