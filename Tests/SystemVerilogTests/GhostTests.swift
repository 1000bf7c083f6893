import Foundation
import HardwareDSL
import HardwareIR
import HardwareLibrary
import SystemVerilog
import TestSupport
import Testing

@Suite("Ghosts and values of the cycle before as text")
struct GhostTests {
  /// A counter with a ghost that remembers whether it moved.
  private final class Counter: SampleModule {
    let enable = input(.bit)
    let count = output(.unsigned(4))
    let value = register(.unsigned(4), reset: 0)
    let hasMoved = ghost(register(.bit, reset: 0, "whether it ever moved"))
    var body: Behavior {
      when(enable) {
        value <== value &+ 1
        hasMoved <== 1
      }
      count <== value
      claim("StaysAtZero", hasMoved || value == 0, "a counter that has never moved is at zero")
      claim("MovesByOne", isStable(value) || value == past(value) &+ 1)
      claim("StartsLow", past(value, cycles: 2, reset: 0) < 15 || past(enable, reset: 1))
    }
  }

  @Test("Ghosts stand with the claims, under their own conditions")
  func text() throws {
    let text = try EmittedTextTests.files(Counter()).last?.text ?? ""
    let start = try #require(text.range(of: "  logic [3:0] value_q"))
    let expected = """
        logic [3:0] value_q;

        always_ff @(posedge clk_i or negedge rst_ni) begin
          if (!rst_ni) begin
            value_q <= 4'd0;
          end else if (enable_i) begin
            value_q <= value_q + 4'd1;
          end
        end

        assign count_o = value_q;

      `ifndef SYNTHESIS
        logic       has_moved_q;  // whether it ever moved
        logic [3:0] value_past_q;
        logic       has_past_q;
        logic [3:0] value_past_too_q;
        logic [3:0] value_past_2_q;
        logic       enable_past_q;

        always_ff @(posedge clk_i or negedge rst_ni) begin
          if (!rst_ni) begin
            has_moved_q <= 1'b0;
          end else if (enable_i) begin
            has_moved_q <= 1'b1;
          end
        end

        always_ff @(posedge clk_i) begin
          value_past_q <= value_q;
        end

        always_ff @(posedge clk_i or negedge rst_ni) begin
          if (!rst_ni) begin
            has_past_q <= 1'b0;
            value_past_too_q <= 4'd0;
            value_past_2_q <= 4'd0;
            enable_past_q <= 1'b1;
          end else begin
            has_past_q <= 1'b1;
            value_past_too_q <= value_q;
            value_past_2_q <= value_past_too_q;
            enable_past_q <= enable_i;
          end
        end

        always @(posedge clk_i) begin
          if (rst_ni) begin
            // a counter that has never moved is at zero
            begin : StaysAtZero
              assert (has_moved_q || value_q == 4'd0);
            end
            begin : MovesByOne
              assert (!has_past_q || value_q == value_past_q || value_q == (value_past_q + 4'd1));
            end
            begin : StartsLow
              assert (value_past_2_q < 4'd15 || enable_past_q);
            end
          end
        end
      `endif
      endmodule

      """
    expectText(String(text[start.lowerBound...]), is: expected)
  }

  static let emitters: [SystemVerilogEmitter] = ArrayForm.allCases.flatMap { arrays in
    [Optimization.standard, .none].flatMap { optimization in
      StreamRules.allCases.map {
        SystemVerilogEmitter(optimization: optimization, arrays: arrays, streamRules: $0)
      }
    }
  }

  @Test(
    "The readers take every form, with ghosts and without", arguments: emitters,
    ClaimReading.allCases)
  func readers(emitter: SystemVerilogEmitter, claims: ClaimReading) throws {
    for module in [GhostLanes(), StreamFIFO(width: 4, depth: 4)] as [any Module] {
      let circuit = try elaborate(module)
      let files = emitter.emit(circuit).map { ($0.name, $0.text) }
      try expectSilence(of: files, top: circuit.top.name, claims: claims)
    }
  }

  @Test(
    "Synthesis finds the same cells with ghosts and without",
    .enabled(if: Tool.yosys.isInstalled, "yosys is not installed"))
  func synthesis() throws {
    func cells(_ circuit: Circuit) throws -> String {
      try withTemporaryFolder { folder in
        let files = SystemVerilogEmitter().emit(circuit)
        for file in files {
          try file.text.write(
            to: folder.appendingPathComponent(file.name), atomically: true, encoding: .utf8)
        }
        let script =
          "read_verilog -sv \(files.map(\.name).joined(separator: " ")); synth -top "
          + "\(circuit.top.name); flatten; stat"
        let result = try Tool.yosys.run(["-p", script], in: folder)
        #expect(result.status == 0)
        let last = try #require(result.output.range(of: "Number of cells", options: .backwards))
        let lines = result.output[last.lowerBound...].split(
          separator: "\n", omittingEmptySubsequences: false)
        return lines.prefix { !$0.isEmpty }.joined(separator: "\n")
      }
    }
    let circuit = try elaborate(GhostLanes())
    var bare = circuit
    bare.modules = circuit.modules.map { $0.withoutGhosts() }
    #expect(circuit.top.ghosts.count > 20)
    #expect(try cells(circuit) == cells(bare))
  }
}
