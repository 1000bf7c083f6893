import Foundation
import HardwareDSL
import SystemVerilog
import TestSupport
import Testing

/// The emitted text before the tools that read it: not a word from any of them.
@Suite struct ToolTests {
  private func withEverySample(
    of modules: [any Module] = Samples.all,
    _ body: (_ folder: URL, _ names: [String]) throws -> Void
  ) throws {
    for module in modules {
      let files = try EmittedTextTests.files(module)
      try withTemporaryFolder { folder in
        for file in files {
          try file.text.write(
            to: folder.appendingPathComponent(file.name), atomically: true, encoding: .utf8)
        }
        try body(folder, files.map(\.name))
      }
    }
  }

  @Test("Icarus reads it", .enabled(if: Tool.icarus.isInstalled, "iverilog is not installed"))
  func icarus() throws {
    try withEverySample { folder, names in
      // Emitted modules state no timescale, which is for the bench to choose.
      let result = try Tool.icarus.run(
        ["-g2012", "-Wall", "-Wno-timescale", "-o", "out"] + names, in: folder)
      #expect(result.status == 0 && result.output == "", "\(names.last ?? ""): \(result.output)")
    }
  }

  @Test(
    "Verilator has no warning",
    .enabled(if: Tool.verilator.isInstalled, "verilator is not installed"))
  func verilator() throws {
    try withEverySample { folder, names in
      let top = names.last.map { String($0.dropLast(3)) } ?? ""
      let result = try Tool.verilator.run(
        ["--lint-only", "-Wall", "--top-module", top] + names, in: folder)
      #expect(result.output == "", "\(top)")
      #expect(result.status == 0, "\(top)")
    }
  }

  @Test("Yosys builds it", .enabled(if: Tool.yosys.isInstalled, "yosys is not installed"))
  func yosys() throws {
    try withEverySample { folder, names in
      let top = names.last.map { String($0.dropLast(3)) } ?? ""
      let script =
        "read_verilog -sv \(names.joined(separator: " ")); hierarchy -check -top \(top); "
        + "proc; check -assert"
      let result = try Tool.yosys.run(["-q", "-p", script], in: folder)
      #expect(result.status == 0 && result.output == "", "\(top): \(result.output)")
    }
  }

  @Test(
    "slang is content with the cells of memories",
    .enabled(if: Tool.slang.isInstalled, "scripts/lint-rtl has not set up slang"))
  func slang() throws {
    let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().appending(path: "scripts/slang.py")
    try withEverySample(of: MemorySamples.all) { folder, names in
      let top = names.last.map { String($0.dropLast(3)) } ?? ""
      let result = try Tool.slang.run([script.path, "--top", top] + names, in: folder)
      #expect(result.status == 0 && result.output == "", "\(top): \(result.output)")
    }
  }
}
