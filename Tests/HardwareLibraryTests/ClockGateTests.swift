import BenchSupport
import Foundation
import HardwareDSL
import HardwareLibrary
import SystemVerilog
import TestSupport
import Testing

/// Counts the edges of a clock that is a signal.
private final class EdgeCounter: BlackBox {
  let clock = input("gated_i", .bit)
  let count = output("count_o", .unsigned(16))

  var moduleName: String { "edge_counter" }
  var documentation: Documentation { Documentation("Counts edges.", combinationalPaths: .none) }
  var sources: [BlackBoxSource] {
    [
      .text(
        """
        module edge_counter (input logic gated_i, output logic [15:0] count_o);
          initial count_o = '0;
          always @(posedge gated_i) count_o <= count_o + 16'd1;
        endmodule

        """)
    ]
  }
}

/// A clock gate, and how often what is behind it ticked.
private final class Gated: Module {
  let enable = input(.bit)
  let isTested = input(.bit)
  let count = output(.unsigned(16))
  let gate = ClockGate()
  let counter = EdgeCounter()

  var documentation: Documentation { Documentation("A gated clock.") }

  var body: Behavior {
    gate.enable <== enable
    gate.isTested <== isTested
    counter.clock <== gate.clock
    count <== counter.count
  }
}

@Suite("Clock gate")
struct ClockGateTests {
  @Test(
    "What is behind it ticks in the cycles that are enabled, in Verilator",
    .enabled(if: Tool.verilator.isInstalled, "verilator is not installed"))
  func counts() async throws {
    let simulation = try await quickSimulation(of: elaborate(Gated()))
    var noise = TestRandom(seed: 3)
    let first = try #require(try simulation.peek("count_o").integer)
    var expected = 0
    for cycle in 0..<500 {
      let (enable, isTested) = (noise.oneIn(2), noise.oneIn(5))
      simulation["enable_i"] = enable ? 1 : 0
      simulation["is_tested_i"] = isTested ? 1 : 0
      let count = try #require(try simulation.peek("count_o").integer)
      try #require(count - first == expected, "cycle \(cycle)")
      try simulation.step()
      if enable || isTested { expected += 1 }
    }
  }

  /// Enables change at any time; every pulse behind the gate is a whole one of the clock.
  private static let bench = """
    `timescale 1ns / 1ps
    module bench;
      logic clk = 0, enable = 0;
      wire  gated;
      integer pulses = 0, expected = 0, i;

      clock_gate gate (.clk_i(clk), .enable_i(enable), .test_enable_i(1'b0), .clk_o(gated));

      always @(posedge gated) begin
        pulses = pulses + 1;
        if ($realtime - 10 * $floor($realtime / 10) != 5) $display("begins at %0t", $realtime);
      end
      always @(negedge gated)
        if ($realtime - 10 * $floor($realtime / 10) != 0) $display("ends at %0t", $realtime);

      // Ten steps of time a period: the clock rises at 5 and falls at 10. The enable moves half a
      // step later, in both halves of the clock; its value at the edge decides.
      initial begin
        for (i = 1; i <= 2000; i = i + 1) begin
          #0.5;
          if ($random % 3 == 0) enable = ~enable;
          #0.5;
          if (i % 10 == 5) begin
            clk = 1;
            if (enable) expected = expected + 1;
          end
          if (i % 10 == 0) clk = 0;
        end
        $display("pulses %0d of %0d", pulses, expected);
        $finish;
      end
    endmodule

    """

  @Test(
    "It has no glitch, in Icarus",
    .enabled(if: Tool.icarus.isInstalled, "iverilog is not installed"))
  func glitches() throws {
    let files = try SystemVerilogEmitter().emit(elaborate(Gated()))
    try withTemporaryFolder { folder in
      for file in files {
        try file.text.write(
          to: folder.appendingPathComponent(file.name), atomically: true, encoding: .utf8)
      }
      try Self.bench.write(
        to: folder.appendingPathComponent("bench.sv"), atomically: true, encoding: .utf8)
      let build = try Tool.icarus.run(
        ["-g2012", "-Wall", "-o", "bench", "bench.sv", "clock_gate.sv"], in: folder)
      #expect(build.status == 0, "\(build.output)")
      let run = try Tool.icarusRuntime.run(["-n", "bench"], in: folder)
      let match = try #require(run.output.firstMatch(of: /^pulses ([0-9]+) of ([0-9]+)\n/))
      #expect(match.output.1 == match.output.2 && (Int(match.output.1) ?? 0) > 50)
    }
  }
}
