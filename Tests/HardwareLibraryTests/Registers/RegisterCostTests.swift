import Foundation
import HardwareDSL
import HardwareIR
import HardwareLibrary
import Synthesis
import SystemVerilog
import TestSupport
import Testing

/// Registers of one description against the same written by hand.
@Suite("What registers cost")
struct RegisterCostTests {
  private static let hand = URL(filePath: #filePath)
    .appending(path: "../../../../benchmarks/hand/device_registers.sv").standardized

  private static let isPossible =
    Tool.yosys.isInstalled && Tool.openSTA.isInstalled
    && FileManager.default.fileExists(atPath: SynthesisSettings().libraryPath)

  @Test(
    "They take at most 2 % more cells, area and time than those by hand",
    .enabled(if: isPossible, "yosys, opensta or qflow-tech-osu018 is not installed"))
  func cost() async throws {
    for library in CatalogueFigures.libraries {
      let settings = SynthesisSettings(libraryPath: library.path, hierarchy: .flattened)
      let made = try await synthesize(
        elaborate(AXI4LiteRegisters(DeviceMap.map), .strict), settings)
      let byHand = try await synthesize(
        text: String(contentsOf: Self.hand, encoding: .utf8), top: "device_registers_by_hand",
        settings)
      #expect(made.cells <= Int(1.02 * Double(byHand.cells)), "\(made.cells), \(byHand.cells)")
      #expect(
        made.logicArea <= 1.02 * byHand.logicArea, "\(made.logicArea), \(byHand.logicArea) um2")
      let (delay, handDelay) = try (#require(made.longestPath), #require(byHand.longestPath))
      #expect(delay <= 1.02 * handDelay, "\(delay), \(handDelay) ns in \(library.name)")
      if library.name == "asap7" { #expect(delay < 1, "ns, with a counter of 64 bits") }
    }
  }

  @Test(
    "Those by hand do the same in every cycle",
    .enabled(if: Tool.icarus.isInstalled, "iverilog is not installed"))
  func same() throws {
    let circuit = try elaborate(AXI4LiteRegisters(DeviceMap.map), .strict)
    var files = SystemVerilogEmitter().emit(circuit).map { (name: $0.name, text: $0.text) }
    files.append(("hand.sv", try String(contentsOf: Self.hand, encoding: .utf8)))
    files.append(("bench.sv", Self.bench(circuit.top)))
    let output = try withTemporaryFolder { folder in
      for file in files {
        try file.text.write(
          to: folder.appending(path: file.name), atomically: true, encoding: .utf8)
      }
      let built = try Tool.icarus.run(
        ["-g2012", "-s", "bench", "-o", "bench"] + files.map(\.name), in: folder)
      #expect(built.status == 0, "\(built.output)")
      return try Tool.icarusRuntime.run(["bench"], in: folder).output
    }
    #expect(output.contains("20000 cycles are the same"), "\(output)")
  }

  /// Both modules with the same random inputs.
  private static func bench(_ module: ModuleDefinition) -> String {
    let data = module.ports.filter { $0.role == .data }
    let inputs = data.filter { $0.direction == .input }
    let outputs = data.filter { $0.direction == .output }
    func declare(_ port: HardwareIR.Port, _ name: String) -> String {
      "  logic [\(port.type.width - 1):0] \(name);"
    }
    func pins(_ side: String) -> String {
      (["clk_i", "rst_ni"] + inputs.map(\.name)).map { ".\($0)(\($0))" }.joined(separator: ", ")
        + ", "
        + outputs.map { ".\($0.name)(\(side)_\($0.name))" }.joined(separator: ", ")
    }
    func random(_ port: HardwareIR.Port) -> String {
      switch port.name {
      // The lower addresses, where something is, come more often.
      case "s_axil_awaddr", "s_axil_araddr": "$urandom_range(7'h34)"
      case "clears_cycles_count_i", "clears_traffic_bytes_i": "$urandom_range(40) == 0"
      default: "{$urandom, $urandom}"
      }
    }
    return """
      module bench;
        logic clk_i = 0;
        logic rst_ni = 0;
      \(inputs.map { declare($0, $0.name) }.joined(separator: "\n"))
      \(outputs.map { declare($0, "a_\($0.name)") + declare($0, "b_\($0.name)") }
          .joined(separator: "\n"))
        \(module.name) a (\(pins("a")));
        \(module.name)_by_hand b (\(pins("b")));
        integer failures = 0;
        initial begin
          for (int i = 0; i < 20000; i++) begin
            rst_ni = i > 2;
      \(inputs.map { "      \($0.name) = \(random($0));" }.joined(separator: "\n"))
            #1;
      \(outputs.map { output in
          // What has no reset is anything before it is there.
          let isKnown = output.name.hasPrefix("s_axil_b") ? "a_s_axil_bvalid" : "a_s_axil_rvalid"
          let name = output.name
          let condition = ["resp", "rdata"].contains { name.hasSuffix($0) } ? isKnown : "1"
          return "      if (\(condition) && a_\(name) !== b_\(name)) begin "
            + "failures++; if (failures < 9) $display(\"\(name) in cycle %0d: %h, %h\", i, "
            + "a_\(name), b_\(name)); end"
        }.joined(separator: "\n"))
            clk_i = 1;
            #1;
            clk_i = 0;
          end
          if (failures == 0) $display("20000 cycles are the same");
          $finish;
        end
      endmodule
      """
  }
}
