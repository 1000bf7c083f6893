import Foundation
import HostTools
import Testing

@testable import VerilatorSimulation

@Suite("Builds and their cache", .serialized)
struct BuildTests {
  private func cache(_ folder: String) -> BuildCache {
    var environment = ProcessInfo.processInfo.environment
    environment["VITCOD_CACHE"] = folder
    return BuildCache(environment: environment)
  }

  /// The Verilated runtime takes longest: what the shared cache has of it serves these tests too.
  private func copyRuntime(to folder: String) async throws {
    _ = try await BuildCache.shared.build(fifo)
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try FileManager.default.copyItem(
      atPath: BuildCache.shared.path + "/runtime", toPath: folder + "/runtime")
  }

  private func message(_ design: DesignUnderTest) async -> String {
    do {
      _ = try await BuildCache.shared.build(design)
      return ""
    } catch {
      return "\(error)"
    }
  }

  @Test("A design is built once, found again, and survives the deletion of the cache")
  func cached() async throws {
    let folder = NSTemporaryDirectory() + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try await copyRuntime(to: folder)
    let cache = cache(folder)
    async let one = cache.build(fifo)
    async let other = cache.build(fifo)
    let (first, second) = try await (one, other)
    print(first.report)
    #expect(first == second)
    #expect(first.report.steps.map(\.name) == ["verilate", "runtime", "compile", "link"])

    let simulation = try await Simulation(of: fifo, cache: cache)
    print(simulation.report)
    #expect(simulation.report.isFromCache)
    try FileManager.default.removeItem(atPath: folder)
    try await copyRuntime(to: folder)
    try simulation.reset()
    try simulation.send("in", [[1, 2]])
    #expect(try simulation.receive("out", 1, limit: 10).first?.fields == [1, 2])
    let again = try await cache.build(fifo)
    #expect(!again.report.isFromCache)
    #expect(again.libraryPath == first.libraryPath)
    let left = try FileManager.default.contentsOfDirectory(atPath: folder + "/work")
    #expect(left.isEmpty)
  }

  @Test("A damaged library and a damaged object are built anew, with a notice of each")
  func damaged() async throws {
    let folder = NSTemporaryDirectory() + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try await copyRuntime(to: folder)
    let design = fifo
    let first = try await cache(folder).build(design)
    #expect(first.report.notices == [])
    let size = try #require(FileManager.default.contents(atPath: first.libraryPath)?.count)
    truncate(first.libraryPath, size / 2)
    for entry in try FileManager.default.contentsOfDirectory(atPath: folder + "/runtime") {
      let object = "\(folder)/runtime/\(entry)/runtime.o"
      // The smallest one of the runtime, which takes the shortest time.
      guard let bytes = FileManager.default.contents(atPath: object), bytes.count < 100_000 else {
        continue
      }
      truncate(object, bytes.count - 1)
    }
    let simulation = try await Simulation(of: design, cache: cache(folder))
    let notices = simulation.report.notices
    #expect(
      notices.first
        == "The library of fifo in the build cache was damaged (design.so is not as it was "
        + "written) and is built anew.")
    #expect(
      notices.dropFirst().first?.hasPrefix("The runtime's verilated_") == true, "\(notices)")
    try simulation.reset()
    let again = try await cache(folder).build(design)
    #expect(again.report.isFromCache && again.report.notices == [])
  }

  @Test("A precompiled header that is damaged, or useless, ends no build")
  func headers() async throws {
    let folder = NSTemporaryDirectory() + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try await copyRuntime(to: folder)
    guard try await cache(folder).toolchain().isClang else { return }
    let name = "headers.pch"
    let entries = try FileManager.default.contentsOfDirectory(atPath: folder + "/runtime")
      .map { CacheEntry(path: "\(folder)/runtime/\($0)") }
      .filter { FileKind(of: $0.file(name)) == .file }
    #expect(!entries.isEmpty)

    // Sealed as if the compiler had made it.
    for entry in entries {
      try Data("no header".utf8).write(to: URL(fileURLWithPath: entry.file(name)))
      try CacheEntry.seal([name], in: entry.path)
    }
    let useless = try await cache(folder).build(fifo)
    #expect(useless.report.notices == [])

    for entry in entries { truncate(entry.file(name), 3) }
    try FileManager.default.removeItem(atPath: folder + "/designs")
    let damaged = try await cache(folder).build(fifo)
    #expect(
      damaged.report.notices == [
        "The precompiled header of the builds in the build cache was damaged (headers.pch is not "
          + "as it was written) and is built anew."
      ])
  }

  @Test("A model built in a short time is another library that does the same")
  func shortBuild() async throws {
    var design = fifo
    design.optimization = .speed
    let cache = BuildCache.shared
    let (quick, fast) = (try await cache.build(fifo), try await cache.build(design))
    #expect(quick.libraryPath != fast.libraryPath)
    let simulation = try await Simulation(of: design)
    try simulation.reset()
    try simulation.send("in", [[1, 2]])
    #expect(try simulation.receive("out", 1, limit: 10).first?.fields == [1, 2])
  }

  @Test("A build whose files are deleted under its feet is carried through")
  func deletedMidway() async throws {
    let folder = NSTemporaryDirectory() + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try await copyRuntime(to: folder)
    let cache = cache(folder)
    async let build = cache.build(fifo)
    let work = folder + "/work"
    for _ in 0..<500 where (try? FileManager.default.contentsOfDirectory(atPath: work)) == nil {
      try await Task.sleep(for: .milliseconds(10))
    }
    try FileManager.default.moveItem(atPath: work, toPath: folder + "/deleted")
    #expect(FileManager.default.fileExists(atPath: try await build.libraryPath))
  }

  @Test("A cache that cannot be written gives one sentence")
  func readOnly() async throws {
    let file = NSTemporaryDirectory() + UUID().uuidString
    try "a file, not a folder".write(toFile: file, atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(atPath: file) }
    let error = await #expect(throws: SimulationError.self) {
      try await cache(file + "/cache").build(fifo)
    }
    let text = "\(try #require(error))"
    #expect(text.hasPrefix("The build cache \(file)/cache cannot be made ("))
    #expect(text.hasSuffix("); set VITCOD_CACHE to a folder that can."))
    #expect(!text.contains("\n"))
  }

  @Test("A warning of Verilator refuses a design, with its text")
  func lint() async throws {
    var design = counter
    design.files[0].text = design.files[0].text
      .replacing("count_q + 8'd1", with: "count_q + 9'd1")
    let text = await message(design)
    #expect(text.hasPrefix("Verilator refuses design counter, whose warnings must be mended too:"))
    #expect(text.contains("%Warning-WIDTH"))
    #expect(text.contains("counter.sv:28:"))
  }

  @Test("A design whose warnings are reported is built, and found again with its warnings")
  func reportedWarnings() async throws {
    var design = counter
    design.files[0].text = design.files[0].text
      .replacing("count_q + 8'd1", with: "count_q + 9'd1")
    design.warnings = .reported
    let first = try await BuildCache.shared.build(design)
    let second = try await BuildCache.shared.build(design)
    #expect(first.report.warnings.contains("%Warning-WIDTH"))
    #expect(second.report.isFromCache)
    #expect(second.report.warnings == first.report.warnings)
    design.warnings = .fatal
    #expect(await message(design).hasPrefix("Verilator refuses design counter"))
  }

  @Test("A port table that differs from the module is refused")
  func portTable() async throws {
    var design = counter
    design.ports.removeLast()
    #expect(
      await message(design) == "Design counter: port state_o is not in the port table; add it.")
    design = counter
    design.ports[8].widthBits = 7
    #expect(
      await message(design)
        == "Design counter: port count_o is an output of 8 bits in the module and an output of "
        + "7 in the port table; correct the port table.")
    design.ports[8].name = "count"
    design.taps = []
    #expect(
      await message(design)
        == "Design counter: port count is not a port of the module; correct the port table.")
  }

  @Test("A description that contradicts itself is refused before anything is built")
  func description() async throws {
    var design = fifo
    design.streams[0].valid = "in_valid"
    #expect(
      await message(design)
        == "Design fifo: the valid of stream in, in_valid, is not among the ports; "
        + "add it to the port table.")
    design.streams[0].valid = "in_ready_o"
    #expect(
      await message(design)
        == "Design fifo: the valid of stream in, in_ready_o, is an output; it must be an input.")
    design = fifo
    design.ports.append(.input("clk_i"))
    #expect(
      await message(design)
        == "Design fifo: port clk_i is listed twice; give each port a name of its own.")
  }

  @Test("A missing tool is named, with what to set")
  func missingTool() async throws {
    var environment = ProcessInfo.processInfo.environment
    environment["VERILATOR"] = "no-verilator"
    let error = await #expect(throws: SimulationError.self) {
      try await BuildCache(environment: environment).build(fifo)
    }
    #expect(
      "\(try #require(error))"
        == "Verilator ('no-verilator') is not on the path; install it, or set VERILATOR.")
  }

  @Test("A key depends on every byte and on the borders between texts")
  func keys() {
    func key(_ texts: [String]) -> String {
      var key = ContentKey()
      for text in texts { key.add(text) }
      return key.text
    }
    let keys = [
      key([]), key([""]), key(["", ""]), key(["abcdefgh"]), key(["abcdefgi"]),
      key(["abcdefg", "h"]),
      key(["abcdefghi"]), key(["abcdefghj"]),
    ]
    #expect(Set(keys).count == keys.count)
    #expect(keys.allSatisfy { $0.count == 32 })
    #expect(key(["abcdefgh"]) == key(["abcdefgh"]))
  }
}
