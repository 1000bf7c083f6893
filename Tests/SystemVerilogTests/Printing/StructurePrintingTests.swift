import HardwareDSL
import HardwareLibrary
import SystemVerilog
import TestSupport
import Testing

@testable import Accelerator

/// Memories, instances, bundles, streams and long lines as they are emitted.
@Suite struct StructurePrintingTests {
  /// The emitted module, without its contract.
  private static func text(_ module: any Module) throws -> String {
    let text = SystemVerilogEmitter(arrays: .unrolled).emit(try elaborate(module)).last?.text ?? ""
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    return lines.drop { $0.hasPrefix("//") }.joined(separator: "\n")
  }

  @Test("A memory is an instance of its cell")
  func scratchpad() throws {
    try expectText(
      Self.text(Scratchpad(depth: 12)),
      is: """
        module scratchpad_d12 (
          input  logic       clk_i,

          input  logic       write_i,
          input  logic [3:0] write_address_i,
          input  logic [7:0] word_i,
          input  logic       read_i,
          input  logic [3:0] read_address_i,

          output logic [7:0] result_o
        );
          logic [7:0] store_read_data;

          // words of the tile
          sram_1r1w #(
            .Width(8),
            .Depth(12),
            .AddressWidth(4)
          ) u_store (
            .clk_i  (clk_i),
            .we_i   (write_i),
            .waddr_i(write_address_i),
            .wdata_i(word_i),
            .re_i   (read_i),
            .raddr_i(read_address_i),
            .rdata_o(store_read_data)
          );

          assign result_o = store_read_data;
        endmodule

        """)
  }

  @Test("Streams and bundles are spread; an instance drives its output without a wire between")
  func fabric() throws {
    try expectText(
      Self.text(Fabric(lanes: 2)),
      is: """
        module fabric_2 (
          input  logic       source_valid_i,
          output logic       source_ready_o,
          input  logic [2:0] source_key_i,    // who sent it
          input  logic [7:0] source_load_i,

          output logic       sink_valid_o,
          input  logic       sink_ready_i,
          output logic [2:0] sink_key_o,
          output logic [7:0] sink_load_o,

          input  logic [3:0] words_0_i,
          input  logic [3:0] words_1_i,

          output logic [4:0] sums_0_o,
          output logic [4:0] sums_1_o
        );
          logic adder_0_bias;
          logic adder_1_bias;
          logic unused_adder_0_carry;
          logic unused_adder_1_carry;

          assign sink_valid_o = source_valid_i;
          assign source_ready_o = sink_ready_i;
          assign sink_key_o = source_key_i;
          assign sink_load_o = source_load_i;

          always_comb begin
            if (source_valid_i && source_ready_o) begin
              adder_0_bias = 1'b1;
            end else begin
              adder_0_bias = 1'b0;
            end
          end

          always_comb begin
            if (source_valid_i && source_ready_o) begin
              adder_1_bias = 1'b1;
            end else begin
              adder_1_bias = 1'b0;
            end
          end

          lane_adder u_adder_0 (
            .left_i (words_0_i),
            .right_i(words_1_i),
            .bias_i (adder_0_bias),
            .sum_o  (sums_0_o),
            .carry_o(unused_adder_0_carry)
          );

          lane_adder u_adder_1 (
            .left_i (words_1_i),
            .right_i(words_0_i),
            .bias_i (adder_1_bias),
            .sum_o  (sums_1_o),
            .carry_o(unused_adder_1_carry)
          );
        endmodule

        """)
  }

  @Test("Products, slices and shifts that cannot stand in an expression get named wires")
  func legalized() throws {
    try expectText(
      Self.text(Legalized()),
      is: """
        module legalized (
          input  logic signed [7:0]  a_i,
          input  logic signed [7:0]  b_i,
          input  logic [3:0]         amount_i,

          output logic signed [17:0] scaled_o,
          output logic [3:0]         top_o,
          output logic signed [7:0]  level_o,
          output logic               parity_o
        );
          logic signed [15:0] scaled_product;
          logic signed [8:0]  scaled_difference;
          logic signed [16:0] scaled_sum;
          logic signed [8:0]  top_sum;
          logic signed [7:0]  level_shifted;

          assign scaled_product = a_i * b_i;
          assign scaled_difference = {a_i[7], a_i} - {b_i[7], b_i};
          assign scaled_sum =
            {scaled_product[15], scaled_product} + {{8{scaled_difference[8]}}, scaled_difference};
          assign scaled_o = {scaled_sum[16], scaled_sum};
          assign top_sum = {a_i[7], a_i} + {b_i[7], b_i};
          assign top_o = top_sum[8:5];
          assign level_shifted = a_i >>> amount_i;
          assign level_o = level_shifted + b_i;
          assign parity_o = ((a_i < -8'sd8) ? 4'sh8 : (a_i > 8'sd7) ? 4'sd7 : a_i[3:0]) == b_i[7:4];

          // Bits that nothing reads
          logic unused_top_sum;

          assign unused_top_sum = &top_sum[4:0];
        endmodule

        """)
  }

  @Test("One bit is a scalar, unless it is signed")
  func singleBits() throws {
    try expectText(
      Self.text(Single1()),
      is: """
        module single_bits (
          input  logic              clk_i,
          input  logic              rst_ni,

          input  logic              u_i,
          input  logic signed [0:0] s_i,
          input  logic              flag_i,

          output logic [1:0]        sum_o,
          output logic signed [1:0] negative_o,
          output logic signed [1:0] product_o,
          output logic              same_o,
          output logic [2:0]        wide_o,
          output logic signed [0:0] shifted_o,
          output logic              is_only_o
        );
          typedef enum logic [0:0] {
            StOnly = 1'd0
          } single_e;

          single_e mode_q;

          assign sum_o = {1'b0, u_i} + 2'd1;
          assign negative_o = {s_i, s_i} - {s_i, s_i};
          assign product_o = s_i * s_i;
          assign same_o = s_i == 1'sh1 && u_i && s_i && flag_i;
          assign wide_o = {flag_i, u_i, s_i};
          assign shifted_o = s_i >>> u_i;

          always_ff @(posedge clk_i or negedge rst_ni) begin
            if (!rst_ni) begin
              mode_q <= StOnly;
            end else begin
              mode_q <= StOnly;
            end
          end

          assign is_only_o = mode_q == StOnly;
        endmodule

        """)
  }
}
