import Foundation
import TestSupport
import Testing

@testable import HostTools

@Suite("Locks between processes")
struct FileLockTests {
  /// What happens under locks, in its order.
  private actor Events {
    private(set) var all: [String] = []
    func add(_ event: String) { all.append(event) }
  }

  @Test("One at a time has a lock, and no file is left")
  func oneAtATime() async throws {
    let shed = try Shed([:])
    let path = shed.path + "/locks/key"
    let events = Events()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<8 {
        // Each has a file of its own open, as another process would.
        group.addTask {
          try await FileLock(path: path).run { _ in
            await events.add("in")
            try await Task.sleep(for: .milliseconds(5))
            await events.add("out")
          }
        }
      }
      try await group.waitForAll()
    }
    let all = await events.all
    #expect(all.count == 16)
    #expect(all.enumerated().allSatisfy { ($1 == "out") == ($0 % 2 == 1) }, "\(all)")
    #expect(FileKind(of: path) == nil)
    #expect(try await FileLock(path: path).run { $0 } == false)
  }

  @Test(
    "A lock of another process is waited for, and one that is dead has none",
    .enabled(if: HostTool.areInstalled("flock"), "flock is not installed"))
  func otherProcess() async throws {
    let shed = try Shed([
      "holder": """
      exec 9>"$1"; flock 9; touch "$1.held"
      until [ -e "$1.waited" ]; do sleep 0.01; done
      """
    ])
    let path = shed.path + "/key"
    let holder = Command(
      words: [shed.path + "/tools/holder", path], environment: ToolEnvironment())
    async let held = holder.runAtOnce()
    while FileKind(of: path + ".held") == nil { try await Task.sleep(for: .milliseconds(1)) }
    // It holds the lock until somebody waits.
    let lock = FileLock(path: path)
    let hasWaited = try await lock.run(
      waiting: { _ = FileManager.default.createFile(atPath: path + ".waited", contents: nil) },
      { $0 })
    #expect(hasWaited)
    #expect(try await held.isSuccess)
  }

  @Test("A tool that is started under a lock does not keep it")
  func tools() async throws {
    let shed = try Shed(["lasting": "touch \"$1.started\"; exec sleep 1000"])
    let path = shed.path + "/key"
    let lasting = Command(
      words: [shed.path + "/tools/lasting", path], environment: ToolEnvironment())
    let tool = try await FileLock(path: path).run { _ in
      let tool = Task { try? await lasting.runAtOnce() }
      while FileKind(of: path + ".started") == nil { try await Task.sleep(for: .milliseconds(1)) }
      return tool
    }
    #expect(try await FileLock(path: path).run { $0 } == false)
    tool.cancel()
    _ = await tool.value
  }

  @Test("Where no lock can be had, the work is done all the same")
  func none() async throws {
    let shed = try Shed(["file": ""])
    #expect(try await FileLock(path: shed.path + "/tools/file/key").run { $0 } == false)
  }
}
