import Foundation
import HardwareDSL
import HardwareIR
import HardwareLibrary
import SystemVerilog
import TestSupport
import Testing

@testable import Synthesis

/// Adds up what it is given, as long as it is enabled.
final class Adder: Module {
  let enable = input(.bit)
  let value = input(.signed(8))
  let total = output(.signed(16))
  let sum = register(.signed(16), reset: 0)

  var documentation: Documentation { Documentation("Adds up what it is given.") }

  var body: Behavior {
    when(enable) { sum <== sum &+ value }
    total <== sum
  }
}

/// Two adders with one enable.
final class TwoAdders: Module {
  let value = input(.signed(8))
  let first = output(.signed(16))
  let second = output(.signed(16))
  let shared = dataRegister(.signed(8))
  let adders = [Adder(), Adder()]

  var documentation: Documentation { Documentation("Adds up what it is given, twice.") }

  var body: Behavior {
    shared <== value
    for adder in adders {
      adder.value <== shared
      adder.enable <== shared[0]
    }
    first <== adders[0].total
    second <== adders[1].total
  }
}

/// Registers that load always, under an enable, and always but for a clear.
final class SomeEnables: Module {
  let enable = input(.bit)
  let clear = input(.bit)
  let value = input(.bits(8))
  let result = output(.bits(15))
  let always = dataRegister(.bits(8))
  let enabled = dataRegister(.bits(4))
  let cleared = dataRegister(.bits(3))
  let counted = register(.unsigned(8), reset: 0)

  var documentation: Documentation { Documentation("Keeps values in four ways.") }

  var body: Behavior {
    always <== value
    when(enable) { enabled <== value[0...3] }
    cleared <== mux(clear, Signal(0, .bits(3)), value[4...6])
    counted <== counted &+ value.asUnsigned
    result <== concatenate(cleared, enabled, always ^ counted.asBits)
  }
}

/// Many adders with one enable, which comes out of a register.
final class Broadcast: Module {
  let value = input(.signed(8))
  let totals: [Signal]
  let shared = dataRegister(.signed(8))
  let adders: [Adder]

  init(count: Int) {
    totals = (0..<count).map { _ in output(.signed(16)) }
    adders = (0..<count).map { _ in Adder() }
  }

  var documentation: Documentation { Documentation("Adds up what it is given, many times.") }

  var body: Behavior {
    shared <== value
    for adder in adders {
      adder.value <== shared
      adder.enable <== shared[0]
    }
    totals <== adders.map(\.total)
  }
}

private let isPossible =
  Tool.yosys.isInstalled && Tool.openSTA.isInstalled
  && FileManager.default.fileExists(atPath: CellLibrary.standardPath)

/// Stages in a row that share the words between them.
private final class Folding: StreamStage {
  let input = ReadyValid.input(.unsigned(8))
  let output = ReadyValid.output(.unsigned(8))
  let stages = (0..<3).map { _ in StreamRegister { Item($0(.unsigned(8))) } }
  var documentation: Documentation { Documentation("Folds numbers.") }
  var body: Behavior {
    let last = stages.enumerated().reduce(input) { stream, stage in
      stage.element(
        stream.map { item in
          let sum = wire("sum\(stage.offset)", item.data + 3)
          return Item(mux(sum >= 100, sum &- 100, sum).truncated(to: 8))
        })
    }
    output <== last
  }
}

@Suite("Synthesis")
struct SynthesisTests {
  @Test(
    "A path of a module has the names of its registers, and its area is that of its cells",
    .enabled(if: isPossible, "yosys, opensta or qflow-tech-osu018 is not installed"))
  func adder() async throws {
    let report = try await synthesize(elaborate(Adder()))
    #expect(report.modules.map(\.name) == [report.design])
    #expect(report.logicArea > 16 * 96 && report.cells > 32)
    let path = try #require(report.modules.first?.paths.first)
    #expect(path.start.hasPrefix("sum_q[") || path.start.contains("_i"), "\(path)")
    #expect(path.end.hasPrefix("sum_q["), "\(path)")
    #expect(path.delay == report.longestPath && path.cells > 3)
    #expect(report.plainRegisterBits == 0)
  }

  @Test(
    "What two children share is buffered bit by bit in their parent, and paths cross the hierarchy",
    .enabled(if: isPossible, "yosys, opensta or qflow-tech-osu018 is not installed"))
  func hierarchy() async throws {
    let circuit = try elaborate(TwoAdders())
    let adder = try #require(circuit.modules.first { $0.name == "adder" })
    let top = circuit.top
    let shared = SharedPins(top, macros: [:]).bits["adder"]
    #expect(shared == ["value_i": Set(0..<8), "enable_i": [0]])
    let mapping = MappingText(
      top, text: "", children: [adder], macros: [], shared: SharedPins(top, macros: [:]),
      emitter: SystemVerilogEmitter())
    #expect(mapping.buffers.matches(of: /\$_BUF_/).count == 9)
    let report = try await synthesize(circuit)
    #expect(report.modules.map(\.instances) == [2, 1])
    let path = try #require(report.modules.first { $0.name == top.name }?.paths.first)
    #expect(path.start.hasPrefix("shared_q["), "\(path)")
    #expect(path.end.contains(".sum_q["), "\(path)")
    #expect(report.plainRegisterBits == 8 && report.enabledRegisterBits == 0)
  }

  @Test(
    "What 64 children share goes through a tree of buffers: no net has more than a dozen pins",
    .enabled(if: isPossible, "yosys, opensta or qflow-tech-osu018 is not installed"))
  func broadcast() async throws {
    let store = try await SynthesisStore()
    let (library, path) = try await CellLibrary.read(CellLibrary.standardPath, store)
    let circuit = try elaborate(Broadcast(count: 64))
    let mapping = try await Mapping(circuit, .kept, library, path: path, store)
    let top = try #require(mapping.modules[circuit.top.name])
    let netlist = try String(contentsOfFile: top.netlist, encoding: .utf8)
    var pins: [Substring: Int] = [:]
    for match in netlist.matches(of: /\.\w+\(([^()]+)\)/) {
      for bit in match.1.split(whereSeparator: { ",{} ".contains($0) }) {
        pins[bit, default: 0] += 1
      }
    }
    pins["clk_i"] = nil
    pins["rst_ni"] = nil
    #expect(pins.count > 64 * 9)
    #expect(pins.values.max() ?? 0 <= 12, "\(pins.max { $0.value < $1.value } as Any)")
  }

  @Test(
    "Registers that load in every cycle are counted and named, those with a reset not",
    .enabled(if: isPossible, "yosys, opensta or qflow-tech-osu018 is not installed"))
  func openRegisters() async throws {
    let report = try await synthesize(elaborate(SomeEnables()))
    #expect(report.plainRegisterBits == 8 + 4 + 3 && report.enabledRegisterBits == 4)
    #expect(
      report.openRegisters == [
        .init(module: report.design, name: "always_q", bits: 8),
        .init(module: report.design, name: "cleared_q", bits: 3),
      ])
  }

  @Test(
    "As one module it has the same registers, and no part is told apart",
    .enabled(if: isPossible, "yosys, opensta or qflow-tech-osu018 is not installed"))
  func flattened() async throws {
    let circuit = try elaborate(TwoAdders())
    let kept = try await synthesize(circuit)
    let flat = try await synthesize(circuit, SynthesisSettings(hierarchy: .flattened))
    #expect(flat.modules.map(\.name) == [circuit.top.name] && flat.instances.count == 1)
    #expect(flat.plainRegisterBits == 8 && flat.logicArea < kept.logicArea)
    let path = try #require(flat.modules.first?.paths.first)
    #expect(path.end.contains("u_adders.sum_q["), "\(path)")
    #expect(kept.instances.map(\.path) == [circuit.top.name, "gen_adders[0].u_adders"])
    #expect(kept.instances.map(\.count) == [1, 2])
    #expect(abs(kept.instances[0].area - kept.logicArea) < 0.001)
  }

  @Test(
    "A module by hand is mapped as the generated ones are",
    .enabled(if: isPossible, "yosys, opensta or qflow-tech-osu018 is not installed"))
  func hand() async throws {
    let text = """
      module sum (
        input logic clk_i, input logic rst_ni, input logic enable_i,
        input logic signed [7:0] value_i, output logic signed [15:0] total_o
      );
        always_ff @(posedge clk_i or negedge rst_ni) begin
          if (!rst_ni) total_o <= '0;
          else if (enable_i) total_o <= total_o + 16'(value_i);
        end
      endmodule

      """
    let hand = try await synthesize(text: text, top: "sum")
    let emitted = try await synthesize(elaborate(Adder()))
    #expect(abs(hand.logicArea - emitted.logicArea) < 0.05 * emitted.logicArea)
    let path = try #require(hand.modules.first?.paths.first)
    #expect(path.end.hasPrefix("total_o["), "\(path)")
    await #expect {
      _ = try await synthesize(text: "module sum (", top: "sum")
    } throws: { error in
      "\(error)".contains("Yosys fails: ")
    }
  }

  @Test("A part of a circuit is a module with all that is in it")
  func part() throws {
    let circuit = try elaborate(TwoAdders())
    #expect(circuit.part(below: "adder")?.modules.map(\.name) == ["adder"])
    #expect(circuit.part(below: circuit.top.name)?.modules == circuit.modules)
    #expect(circuit.part(below: "none") == nil)
  }

  @Test(
    "Words of which children drive parts are timed",
    .enabled(if: isPossible, "yosys, opensta or qflow-tech-osu018 is not installed"))
  func parts() async throws {
    let report = try await synthesize(elaborate(Folding()))
    #expect(report.modules.map(\.instances).max() == 3)
    #expect(try #require(report.longestPath) > 0)
  }

  @Test(
    "A library that is missing or none is refused in one sentence",
    .enabled(if: isPossible, "yosys, opensta or qflow-tech-osu018 is not installed"))
  func refusals() async throws {
    let circuit = try elaborate(Adder())
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for (text, said) in [
      (nil, "cannot be read"), ("", "is no liberty text"), ("hello\n", "is no liberty text"),
      ("library (a) {\n", "or is cut short"),
      ("library (a) {\n}\n", "states no unit of time or capacitance"),
      ("library (a) {\ncapacitive_load_unit (1,pf);\n}\n", "has no flip-flop"),
    ] as [(String?, String)] {
      let path = folder.appending(path: "cells.lib").path
      try text?.write(toFile: path, atomically: true, encoding: .utf8)
      await #expect {
        _ = try await synthesize(circuit, SynthesisSettings(libraryPath: path))
      } throws: { error in
        "\(error)".contains(said) && "\(error)".contains(path)
      }
    }
    let path = folder.appending(path: "cells.lib.gz")
    try Data([0x1f, 0x8b, 8, 0]).write(to: path)
    await #expect {
      _ = try await synthesize(circuit, SynthesisSettings(libraryPath: path.path))
    } throws: { error in
      "\(error)".contains("cannot be unpacked (") && (error as? SynthesisError)?.kind == .input
    }
  }
}
