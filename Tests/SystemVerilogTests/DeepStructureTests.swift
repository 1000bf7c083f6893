import CircuitInterpreter
import Foundation
import HardwareDSL
import SimulationInterface
import SystemVerilog
import TestSupport
import Testing

/// The deepest expressions and conditions that elaboration accepts.
final class DeepSample: Module {
  let a = input(.unsigned(16))
  let flags = input(.bits(64))
  let sum = output(.unsigned(24))
  let choice = output(.unsigned(16))
  let any = output(.bit)

  var documentation: Documentation { Documentation("Deep structures.") }

  var body: Behavior {
    let wide = wire("wide", a.extended(to: 24))
    sum <== (0..<398).reduce(wide) { result, _ in result &+ wide }
    choice <== 0
    var chain = when(a == 0) { choice <== 1 }
    for number in 1..<159 {
      chain = chain.elseWhen(a == .number(number)) { choice <== .number(number + 1) }
    }
    chain.elseWhen((0..<390).reduce(a) { result, _ in result &+ a } == 3) {
      choice <== (0..<390).reduce(a) { result, _ in result &+ a }
    }
    any <== anyOf((0..<2_000).map { flags[$0 % 64] })
  }
}

@Suite struct DeepStructureTests {
  static let circuit = try? elaborate(DeepSample())

  @Test("Every profile prints them without a large stack")
  func prints() throws {
    let circuit = try #require(Self.circuit)
    let lengths = onSmallStack {
      [TargetProfile.portable, .systemVerilog2017, .verilator].map { profile in
        SystemVerilogEmitter(profile: profile).emit(circuit).map(\.text.utf8.count)
      }
    }
    #expect(lengths?.count == 3)
  }

  @Test("The tools read them without a word")
  func tools() throws {
    let files = SystemVerilogEmitter().emit(try #require(Self.circuit))
    try withTemporaryFolder { folder in
      for file in files {
        try file.text.write(
          to: folder.appendingPathComponent(file.name), atomically: true, encoding: .utf8)
      }
      let name = "deep_sample.sv"
      let calls: [(tool: Tool, arguments: [String])] = [
        (.icarus, ["-g2012", "-Wall", "-Wno-timescale", "-o", "out", name]),
        (.verilator, ["--lint-only", "-Wall", name]),
        (.yosys, ["-q", "-p", "read_verilog -sv \(name); hierarchy -check; proc; check -assert"]),
      ]
      for (tool, arguments) in calls where tool.isInstalled {
        let result = try tool.run(arguments, in: folder)
        #expect(result.status == 0 && result.output == "", "\(result.output)")
      }
    }
  }

  @Test("The interpreter runs them without a large stack")
  func interprets() throws {
    let circuit = try #require(Self.circuit)
    let values = onSmallStack {
      do {
        let simulation = try InterpretedSimulation(of: circuit)
        simulation["a_i"] = 150
        simulation["flags_i"] = 1 << 40
        return [simulation["sum_o"], simulation["choice_o"], simulation["any_o"]]
      } catch { return [] }
    }
    #expect(values == [399 * 150, 151, 1])
  }
}
