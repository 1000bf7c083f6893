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
    #expect(SharedPins(top, macros: [:]).ports == ["adder": ["value_i", "enable_i"]])
    let mapping = MappingText(
      top, text: "", definitions: [adder.name: adder], macros: [:],
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
    "Words of which children drive parts are timed",
    .enabled(if: isPossible, "yosys, opensta or qflow-tech-osu018 is not installed"))
  func parts() async throws {
    let report = try await synthesize(elaborate(Folding()))
    #expect(report.modules.map(\.instances).max() == 3)
    #expect(try #require(report.longestPath) > 0)
  }

  @Test("A library that is missing or none is refused in one sentence")
  func refusals() async throws {
    let circuit = try elaborate(Adder())
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for (text, said) in [
      (nil, "cannot be read"), ("", "is no liberty text"), ("hello\n", "is no liberty text"),
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
  }
}
