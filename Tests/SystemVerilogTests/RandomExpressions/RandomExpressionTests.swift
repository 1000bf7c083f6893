import Foundation
import HardwareIR
import SystemVerilog
import TestSupport
import Testing

/// The printer against the meaning of expressions, on expressions that nobody would think of: with
/// constants anywhere, unfolded, and judged by a definition of their own. Random circuits, which
/// judge simulators by each other, keep clear of constants that tools fold wrong.
@Suite struct RandomExpressionTests {
  static let seeds: [UInt64] = [1, 2, 3, 4, 5, 6, 7, 8]
  static let outputsPerModule = 60
  static let vectors = 200

  /// `RANDOM_SEED` in the environment asks for another set of expressions.
  static let base =
    ProcessInfo.processInfo.environment["RANDOM_SEED"].flatMap { UInt64($0) } ?? 0

  static let modules = seeds.map { seed in
    RandomModule(
      name: "random_\(seed)", outputs: outputsPerModule, seed: base &* 1000 &+ seed)
  }

  static let profiles: [TargetProfile] = [.portable, .verilator, .systemVerilog2017]

  @Test(
    "Icarus computes what the expressions mean",
    .enabled(if: Tool.icarus.isInstalled, "iverilog is not installed"), arguments: profiles)
  func icarus(profile: TargetProfile) throws {
    try withTemporaryFolder { folder in
      let bench = RandomBench(modules: Self.modules, vectors: Self.vectors, seed: Self.base &+ 99)
      try bench.write(Self.files(profile), to: folder)
      let build = try Tool.icarus.run(
        ["-g2012", "-o", "bench", "bench.sv"] + Self.names, in: folder)
      #expect(build.status == 0, "\(build.output)")
      let run = try Tool.icarusRuntime.run(["-n", "bench"], in: folder)
      report(bench.mismatches(in: run.output))
    }
  }

  @Test(
    "Yosys reads the expressions with the same meaning",
    .enabled(
      if: Tool.yosys.isInstalled && Tool.icarus.isInstalled, "yosys or iverilog is not installed"))
  func yosys() throws {
    try withTemporaryFolder { folder in
      let bench = RandomBench(modules: Self.modules, vectors: Self.vectors, seed: Self.base &+ 77)
      try bench.write(Self.files(.portable), to: folder)
      let script =
        "read_verilog -sv \(Self.names.joined(separator: " ")); proc; write_verilog -noattr net.v"
      let synthesis = try Tool.yosys.run(["-q", "-p", script], in: folder)
      #expect(synthesis.output == "")
      let build = try Tool.icarus.run(["-g2012", "-o", "bench", "bench.sv", "net.v"], in: folder)
      #expect(build.status == 0, "\(build.output)")
      let run = try Tool.icarusRuntime.run(["-n", "bench"], in: folder)
      report(bench.mismatches(in: run.output))
    }
  }

  @Test(
    "Verilator finds every width right",
    .enabled(if: Tool.verilator.isInstalled, "verilator is not installed"), arguments: profiles)
  func verilator(profile: TargetProfile) throws {
    try withTemporaryFolder { folder in
      for file in Self.files(profile) {
        try file.text.write(
          to: folder.appendingPathComponent(file.name), atomically: true, encoding: .utf8)
        // Random expressions leave bits unread and compare with constants.
        let lint = try Tool.verilator.run(
          [
            "--lint-only", "-Wall", "-Wno-UNUSED", "-Wno-CMPCONST", "-Wno-UNSIGNED", file.name,
          ], in: folder)
        #expect(lint.output == "")
      }
    }
  }

  @Test("No line of the expressions is over 100 columns", arguments: profiles)
  func columns(profile: TargetProfile) {
    for file in Self.files(profile) {
      for line in file.text.split(separator: "\n") where line.count > 100 {
        Issue.record("\(file.name): \(line)")
      }
    }
  }

  /// As they are: the printer is on trial, not the folding of constants.
  private static func files(_ profile: TargetProfile) -> [EmittedFile] {
    modules.flatMap { module in
      SystemVerilogEmitter(profile: profile, optimization: .none)
        .emit(Circuit(modules: [module.definition]))
    }
  }

  private static let names = modules.map { $0.definition.name + ".sv" }

  private func report(_ mismatches: [String]) {
    for mismatch in mismatches.prefix(5) { Issue.record("\(mismatch)") }
    #expect(
      mismatches.isEmpty, "\(mismatches.count) expressions differ; RANDOM_SEED=\(Self.base)")
  }
}
