import Foundation
import HardwareDSL
import SystemVerilog
import TestSupport
import Testing

/// The emitted text before the tools that read it: not a word from any of them.
@Suite struct ToolTests {
  private func withEverySample(
    of modules: [any Module] = Samples.all,
    _ body: (_ folder: URL, _ names: [String], _ top: String) throws -> Void
  ) throws {
    for (module, arrays) in modules.flatMap({ module in
      ArrayForm.allCases.map { (module, $0) }
    }) {
      let circuit = try elaborate(module)
      let files = SystemVerilogEmitter(arrays: arrays).emit(circuit)
      try withTemporaryFolder { folder in
        for file in files {
          try file.text.write(
            to: folder.appendingPathComponent(file.name), atomically: true, encoding: .utf8)
        }
        try body(folder, files.map(\.name), circuit.top.name)
      }
    }
  }

  /// Claims are read by simulators, and left out where `SYNTHESIS` is defined.
  static let defines = ["-DCLAIMS", "-DSYNTHESIS"]

  @Test(
    "Icarus reads it", .enabled(if: Tool.icarus.isInstalled, "iverilog is not installed"),
    arguments: defines)
  func icarus(define: String) throws {
    try withEverySample { folder, names, top in
      // Emitted modules state no timescale, which is for the bench to choose.
      let result = try Tool.icarus.run(
        ["-g2012", "-Wall", "-Wno-timescale", define, "-o", "out"] + names, in: folder)
      #expect(result.status == 0 && result.output == "", "\(top): \(result.output)")
    }
  }

  @Test(
    "Verilator has no warning",
    .enabled(if: Tool.verilator.isInstalled, "verilator is not installed"), arguments: defines)
  func verilator(define: String) throws {
    try withEverySample { folder, names, top in
      let result = try Tool.verilator.run(
        ["--lint-only", "-Wall", define, "--top-module", top] + names, in: folder)
      #expect(result.output == "", "\(top)")
      #expect(result.status == 0, "\(top)")
    }
  }

  @Test(
    "Yosys builds it", .enabled(if: Tool.yosys.isInstalled, "yosys is not installed"),
    arguments: ["", "-formal"])
  func yosys(mode: String) throws {
    try withEverySample { folder, names, top in
      let script =
        "read_verilog -sv \(mode) \(names.joined(separator: " ")); "
        + "hierarchy -check -top \(top); proc; check -assert"
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
    try withEverySample(of: MemorySamples.all) { folder, names, top in
      let result = try Tool.slang.run([script.path, "--top", top] + names, in: folder)
      #expect(result.status == 0 && result.output == "", "\(top): \(result.output)")
    }
  }
}
