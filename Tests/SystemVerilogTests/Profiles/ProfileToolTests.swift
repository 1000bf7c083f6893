import Foundation
import HardwareDSL
import SystemVerilog
import TestSupport
import Testing

/// Each profile before the tools that it is for; the portable one is that of `ToolTests`.
@Suite struct ProfileToolTests {
  private static let profiles: [TargetProfile] = [.verilator, .systemVerilog2017]

  @Test(
    "Verilator has no warning", .enabled(if: Tool.verilator.isInstalled, "verilator is missing"),
    arguments: profiles, ToolTests.defines)
  func verilator(profile: TargetProfile, define: String) throws {
    try withEverySample(profile) { folder, names, top in
      let result = try Tool.verilator.run(
        ["--lint-only", "-Wall", define, "--top-module", top] + names, in: folder)
      #expect(result.output == "", "\(top)")
    }
  }

  @Test(
    "slang has no warning",
    .enabled(if: Tool.slang.isInstalled, "pyslang is missing: run scripts/lint-rtl once"),
    arguments: profiles)
  func slang(profile: TargetProfile) throws {
    let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../../scripts/slang.py").standardizedFileURL.path
    try withEverySample(profile) { folder, names, top in
      let result = try Tool.slang.run([script, "--top", top] + names, in: folder)
      #expect(result.output == "" && result.status == 0, "\(top): \(result.output)")
    }
  }

  @Test(
    "Each profile is equivalent to the portable one",
    .enabled(if: Tool.yosys.isInstalled, "yosys is not installed"), arguments: profiles)
  func equivalence(profile: TargetProfile) throws {
    for module in Samples.logic {
      let circuit = try elaborate(module)
      try withTemporaryFolder { folder in
        func write(_ profile: TargetProfile, _ prefix: String) throws -> String {
          let files = SystemVerilogEmitter(profile: profile).emit(circuit)
          for file in files {
            try file.text.write(
              to: folder.appendingPathComponent(prefix + file.name), atomically: true,
              encoding: .utf8)
          }
          return files.map { prefix + $0.name }.joined(separator: " ")
        }
        func side(_ name: String, _ files: String) -> String {
          "design -reset; read_verilog -sv \(files); hierarchy -check -top \(circuit.top.name); "
            + "proc; flatten; opt_clean; memory; async2sync; dffunmap; opt_clean; "
            + "rename \(circuit.top.name) \(name); design -stash \(name); "
        }
        let script =
          side("gold", try write(.portable, "gold_")) + side("gate", try write(profile, "gate_"))
          + "design -reset; design -copy-from gold -as gold gold; "
          + "design -copy-from gate -as gate gate; equiv_make gold gate equiv; "
          + "hierarchy -top equiv; opt_clean; equiv_struct; equiv_simple; equiv_induct; "
          + "equiv_status -assert"
        let result = try Tool.yosys.run(["-q", "-p", script], in: folder)
        #expect(result.status == 0, "\(circuit.top.name): \(result.output)")
      }
    }
  }

  @Test(
    "In Yosys the portable profile has by far the fewest cells for a multiply-accumulate element",
    .enabled(if: Tool.yosys.isInstalled, "yosys is not installed"))
  func cells() throws {
    final class Element: SampleModule {
      let a = input(.signed(8))
      let b = input(.signed(8))
      let total = output(.signed(32))
      let sum = register(.signed(32), reset: 0)
      var body: Behavior {
        sum <== sum &+ a * b
        total <== sum
      }
    }
    let circuit = try elaborate(Element())
    func cells(_ profile: TargetProfile) throws -> Int {
      try withTemporaryFolder { folder in
        try SystemVerilogEmitter(profile: profile).emit(circuit)[0].text.write(
          to: folder.appendingPathComponent("element.sv"), atomically: true, encoding: .utf8)
        let script = "read_verilog -sv element.sv; synth -top element; tee -o cells stat"
        _ = try Tool.yosys.run(["-q", "-p", script], in: folder)
        let text = try String(contentsOf: folder.appendingPathComponent("cells"), encoding: .utf8)
        return text.firstMatch(of: /Number of cells: +(\d+)/).flatMap { Int($0.1) } ?? 0
      }
    }
    let (portable, plain) = (try cells(.portable), try cells(.systemVerilog2017))
    #expect(portable > 0 && 5 * portable < 4 * plain, "\(portable) and \(plain) cells")
  }

  private func withEverySample(
    _ profile: TargetProfile,
    _ body: (_ folder: URL, _ names: [String], _ top: String) throws -> Void
  ) throws {
    for module in Samples.logic {
      let circuit = try elaborate(module)
      let files = SystemVerilogEmitter(profile: profile).emit(circuit)
      try withTemporaryFolder { folder in
        for file in files {
          try file.text.write(
            to: folder.appendingPathComponent(file.name), atomically: true, encoding: .utf8)
        }
        try body(folder, files.map(\.name), circuit.top.name)
      }
    }
  }
}
