import HardwareDSL
import HardwareLibrary
import SystemVerilog
import TestSupport
import Testing

/// Several clocks as they are emitted.
@Suite struct ClockDomainPrintingTests {
  /// The emitted module, without its contract.
  static func text(_ module: any Module) throws -> String {
    let circuit = try elaborate(module)
    let files = SystemVerilogEmitter().emit(circuit)
    let text = files.first { $0.name == circuit.top.name + ".sv" }?.text ?? ""
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    return lines.drop { $0.hasPrefix("//") }.joined(separator: "\n")
  }

  @Test("Each block has one clock; what crosses is marked; claims stand under their clocks")
  func display() throws {
    try expectText(
      Self.text(Display()),
      is: """
        module display (
          input  logic       clk_i,
          input  logic       rst_ni,
          input  logic       clk_pixel_i,
          input  logic       rst_pixel_ni,

          input  logic       enable_i,
          input  logic [1:0] mode_i,
          input  logic       blank_i,       // from a switch

          output logic       is_busy_o,
          output logic [1:0] dot_o,
          output logic [3:0] column_o
        );
          logic [1:0] safe_mode;    // crossing: it does not change while it is read
          logic       is_on_q;
          logic [1:0] held_mode_q;  // constant while the display is on
          logic [3:0] place_q;
          logic [1:0] shade_q;
          (* ASYNC_REG = "TRUE" *)
          logic       is_on_sync_1_q;
          (* ASYNC_REG = "TRUE" *)
          logic       is_on_sync_2_q;
          (* ASYNC_REG = "TRUE" *)
          logic       blank_sync_1_q;
          (* ASYNC_REG = "TRUE" *)
          logic       blank_sync_2_q;
          (* ASYNC_REG = "TRUE" *)
          logic       blank_sync_3_q;

          always_ff @(posedge clk_i or negedge rst_ni) begin
            if (!rst_ni) begin
              is_on_q <= 1'b0;
            end else begin
              is_on_q <= enable_i;
            end
          end

          always_ff @(posedge clk_i) begin
            if (!is_on_q) begin
              held_mode_q <= mode_i;
            end
          end

          always_ff @(posedge clk_pixel_i or negedge rst_pixel_ni) begin
            if (!rst_pixel_ni) begin
              is_on_sync_1_q <= 1'b0;
              is_on_sync_2_q <= 1'b0;
              blank_sync_1_q <= 1'b0;
              blank_sync_2_q <= 1'b0;
              blank_sync_3_q <= 1'b0;
            end else begin
              is_on_sync_1_q <= is_on_q;
              is_on_sync_2_q <= is_on_sync_1_q;
              blank_sync_1_q <= blank_i;
              blank_sync_2_q <= blank_sync_1_q;
              blank_sync_3_q <= blank_sync_2_q;
            end
          end

          assign safe_mode = held_mode_q;

          always_ff @(posedge clk_pixel_i or negedge rst_pixel_ni) begin
            if (!rst_pixel_ni) begin
              place_q <= 4'd0;
            end else if (is_on_sync_2_q) begin
              place_q <= place_q + 4'd1;
            end
          end

          always_ff @(posedge clk_pixel_i) begin
            if (is_on_sync_2_q && !blank_sync_3_q) begin
              shade_q <= safe_mode;
            end
          end

          assign dot_o = shade_q;
          assign column_o = place_q;
          assign is_busy_o = is_on_q;

        `ifndef SYNTHESIS
          always @(posedge clk_i) begin
            if (rst_ni) begin
              begin : HeldWhileOn
                assert (!is_on_q || held_mode_q != 2'b11);
              end
            end
          end

          always @(posedge clk_pixel_i) begin
            if (rst_pixel_ni) begin
              begin : InLine
                assert (place_q != 4'd15 || is_on_sync_2_q);
              end
            end
          end
        `endif
        endmodule

        """)
  }

  @Test("Memories and instances get the clocks of their domains")
  func frame() throws {
    let text = try Self.text(Frame())
    let cells = try ["sram_1r1w", "asynchronous_fifo_w8_d4", "stream_fifo_w8_d2"].map { cell in
      let rest = text[try #require(text.range(of: "  \(cell) ")).lowerBound...]
      return String(rest[..<(try #require(rest.range(of: "\n  );\n")).upperBound)])
    }
    expectText(
      cells.joined(separator: "\n"),
      is: """
          sram_1r1w #(
            .Width(8),
            .Depth(4),
            .AddressWidth(2)
          ) u_history (
            .clk_i  (clk_pixel_i),
            .we_i   (history_write),
            .waddr_i(address_i),
            .wdata_i(pixels_data_o),
            .re_i   (1'b1),
            .raddr_i(address_i),
            .rdata_o(history_read_data)
          );

          asynchronous_fifo_w8_d4 u_bridge (
            .clk_source_i  (clk_i),
            .rst_source_ni (rst_ni),
            .clk_sink_i    (clk_pixel_i),
            .rst_sink_ni   (rst_pixel_ni),
            .input_valid_i (words_valid_i),
            .input_ready_o (words_ready_o),
            .input_data_i  (words_data_i),
            .output_valid_o(bridge_output_valid),
            .output_ready_i(queue_input_ready),
            .output_data_o (bridge_output_data)
          );

          stream_fifo_w8_d2 u_queue (
            .clk_i         (clk_pixel_i),
            .rst_ni        (rst_pixel_ni),
            .input_valid_i (bridge_output_valid),
            .input_ready_o (queue_input_ready),
            .input_data_i  (bridge_output_data),
            .output_valid_o(pixels_valid_o),
            .output_ready_i(pixels_ready_i),
            .output_data_o (pixels_data_o),
            .level_o       (unused_queue_level)
          );

        """)
  }

  private final class Pulses: SampleModule {
    let pulse = input(.bit, in: .source)
    let arrived = output(.bit, in: .sink)
    let level = register(.bit, reset: 0, in: .source, "changes with every pulse")
    var moduleName: String { "pulse_synchronizer" }
    var body: Behavior {
      when(pulse) { level <== !level }
      let seen = synchronized("level", level, into: .sink)
      arrived <== seen ^ delayed("before", seen, reset: 0, in: .sink)
    }
  }

  @Test("Pulses go over as a level, through a synchronizer")
  func pulseSynchronizer() throws {
    try expectText(
      Self.text(Pulses()),
      is: """
        module pulse_synchronizer (
          input  logic clk_source_i,
          input  logic rst_source_ni,
          input  logic clk_sink_i,
          input  logic rst_sink_ni,

          input  logic pulse_i,

          output logic arrived_o
        );
          logic level_q;  // changes with every pulse
          (* ASYNC_REG = "TRUE" *)
          logic level_sync_1_q;
          (* ASYNC_REG = "TRUE" *)
          logic level_sync_2_q;
          logic before_q;

          always_ff @(posedge clk_source_i or negedge rst_source_ni) begin
            if (!rst_source_ni) begin
              level_q <= 1'b0;
            end else if (pulse_i) begin
              level_q <= !level_q;
            end
          end

          always_ff @(posedge clk_sink_i or negedge rst_sink_ni) begin
            if (!rst_sink_ni) begin
              level_sync_1_q <= 1'b0;
              level_sync_2_q <= 1'b0;
              before_q <= 1'b0;
            end else begin
              level_sync_1_q <= level_q;
              level_sync_2_q <= level_sync_1_q;
              before_q <= level_sync_2_q;
            end
          end

          assign arrived_o = level_sync_2_q ^ before_q;
        endmodule

        """)
  }

  @Test("Registers of two domains that share a block keep their clocks apart")
  func sharedBlock() throws {
    let one = Expression.literal(BitPattern(1, width: 1), .bit)
    var module = ModuleDefinition(name: "shared", contract: Contract(""), location: nil)
    module.ports = [
      .clock(of: .default), .clock(of: .pixel), Port(name: "a_i", direction: .input, type: .bit),
      Port(name: "p_o", direction: .output, type: .bit, domain: .pixel),
      Port(name: "q_o", direction: .output, type: .bit),
    ]
    module.registers = [
      Register(name: "p_q", type: .bit, reset: nil, domain: .pixel),
      Register(name: "q_q", type: .bit, reset: nil),
    ]
    module.statements = [
      .when(
        condition: .reference("a_i", .bit),
        then: ["p_q", "q_q"].map { .assign(target: Target($0), value: one, location: nil) },
        otherwise: [], location: nil),
      .assign(target: "p_o", value: .reference("p_q", .bit), location: nil),
      .assign(target: "q_o", value: .reference("q_q", .bit), location: nil),
    ]
    let text = SystemVerilogEmitter().emit(Circuit(modules: [module])).last?.text ?? ""
    let start = try #require(text.range(of: "  always_ff")).lowerBound
    expectText(
      String(text[start...]),
      is: """
          always_ff @(posedge clk_pixel_i) begin
            if (a_i) begin
              p_q <= 1'b1;
            end
          end

          always_ff @(posedge clk_i) begin
            if (a_i) begin
              q_q <= 1'b1;
            end
          end

          assign p_o = p_q;
          assign q_o = q_q;
        endmodule

        """)
  }
}
