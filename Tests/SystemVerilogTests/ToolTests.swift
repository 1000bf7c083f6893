import Foundation
import HardwareDSL
import SystemVerilog
import TestSupport
import Testing

/// The emitted text before the tools that read it: not a word from any of them.
@Suite struct ToolTests {
  /// The text of a circuit.
  private struct Sample: Hashable {
    var top: String
    var names: [String]
    var texts: [String]
  }

  /// Every module in every form of arrays; one whose text has no arrays once.
  private static func samples(_ modules: [any Module]) throws -> Set<Sample> {
    var samples: Set<Sample> = []
    for module in modules {
      let circuit = try elaborate(module)
      for arrays in ArrayForm.allCases {
        let files = SystemVerilogEmitter(arrays: arrays).emit(circuit)
        samples.insert(
          Sample(top: circuit.top.name, names: files.map(\.name), texts: files.map(\.text)))
      }
    }
    return samples
  }

  private static let all = Result { try samples(Samples.all) }

  private func withEverySample(
    of samples: Set<Sample>? = nil,
    _ body: (_ folder: URL, _ names: [String], _ top: String) throws -> Void
  ) throws {
    for sample in try samples ?? Self.all.get() {
      try withTemporaryFolder { folder in
        for (name, text) in zip(sample.names, sample.texts) {
          try text.write(
            to: folder.appendingPathComponent(name), atomically: true, encoding: .utf8)
        }
        try body(folder, sample.names, sample.top)
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
    try withEverySample(of: Self.samples(MemorySamples.all)) { folder, names, top in
      let result = try Tool.slang.run([script.path, "--top", top] + names, in: folder)
      #expect(result.status == 0 && result.output == "", "\(top): \(result.output)")
    }
  }
}
