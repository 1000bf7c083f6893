import Foundation
import HardwareDSL
import HardwareLibrary
import SystemVerilog
import TestSupport
import Testing

/// A synchronous reset differs in what wakes a register up, and in nothing else.
@Suite struct ResetStylePrintingTests {
  @Test("A register of a synchronous reset waits for the edge")
  func register() throws {
    let text = SystemVerilogEmitter(reset: .synchronous).emit(try elaborate(Pipeline()))[0].text
    #expect(!text.contains("negedge"))
    #expect(
      text.contains(
        """
          always_ff @(posedge clk_i) begin
            if (!rst_ni) begin
              count_q <= 8'd3;
            end else if (enable_i) begin
              count_q <= count_q + 8'd1;
            end
          end

        """))
  }

  @Test("Only the sensitivity differs")
  func sensitivity() throws {
    for module in Samples.logic {
      let circuit = try elaborate(module)
      let synchronous = SystemVerilogEmitter(reset: .synchronous).emit(circuit)
      for (file, other) in zip(synchronous, SystemVerilogEmitter().emit(circuit)) {
        #expect(file.text == other.text.replacing(#/ or negedge rst_\w*ni/#, with: ""))
      }
    }
  }

  @Test(
    "The tools take it without a word",
    .enabled(
      if: Tool.verilator.isInstalled && Tool.icarus.isInstalled && Tool.yosys.isInstalled,
      "verilator, iverilog or yosys is not installed"))
  func tools() throws {
    for module in [Sequencer(), Pipeline(), StreamFIFO(width: 8, depth: 4)] as [any Module] {
      let circuit = try elaborate(module)
      let files = SystemVerilogEmitter(reset: .synchronous).emit(circuit)
      let (names, top) = (files.map(\.name), circuit.top.name)
      try withTemporaryFolder { folder in
        for file in files {
          try file.text.write(
            to: folder.appendingPathComponent(file.name), atomically: true, encoding: .utf8)
        }
        let lint = try Tool.verilator.run(
          ["--lint-only", "-Wall", "--top-module", top] + names, in: folder)
        #expect(lint.output == "", "\(top)")
        let read = try Tool.icarus.run(
          ["-g2012", "-Wall", "-Wno-timescale", "-t", "null"] + names, in: folder)
        #expect(read.output == "", "\(top)")
        let script =
          "read_verilog -sv \(names.joined(separator: " ")); hierarchy -check -top \(top); "
          + "proc; check -assert"
        #expect(try Tool.yosys.run(["-q", "-p", script], in: folder).output == "", "\(top)")
      }
    }
  }
}
