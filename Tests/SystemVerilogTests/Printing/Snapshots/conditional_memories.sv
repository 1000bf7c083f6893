// A sample.
//
// From SystemVerilogTests/MemorySamples.swift.
module conditional_memories (
  input  logic       clk_i,
  input  logic       rst_ni,

  input  logic       start_i,
  input  logic       clear_i,
  input  logic [7:0] word_i,
  input  logic [3:0] address_i,

  output logic [7:0] line_o,
  output logic [7:0] sum_o
);
  logic       lines_write;
  logic       lines_read;
  logic [3:0] lines_read_address;
  logic [7:0] lines_read_data;
  logic       sums_a_enable;
  logic       sums_a_write;
  logic [3:0] sums_a_address;
  logic [7:0] sums_a_write_data;
  logic [7:0] unused_sums_a_read_data;
  logic       sums_b_enable;
  logic       sums_b_write;
  logic [3:0] sums_b_address;
  logic [7:0] sums_b_write_data;
  logic [7:0] sums_b_read_data;
  logic [3:0] index_q;

  always_comb begin
    lines_write = 1'b0;
    lines_read = 1'b0;
    if (start_i) begin
      lines_write = 1'b1;
      lines_read = 1'b1;
    end
  end

  assign lines_read_address = address_i + 4'd1;

  sram_1r1w #(
    .Width(8),
    .Depth(16),
    .AddressWidth(4)
  ) u_lines (
    .clk_i  (clk_i),
    .we_i   (lines_write),
    .waddr_i(address_i),
    .wdata_i(word_i),
    .re_i   (lines_read),
    .raddr_i(lines_read_address),
    .rdata_o(lines_read_data)
  );

  always_comb begin
    sums_a_enable = 1'b0;
    sums_a_write = 1'b1;
    sums_a_address = address_i;
    sums_a_write_data = word_i;
    if (clear_i) begin
      sums_a_enable = 1'b1;
      sums_a_write = 1'b1;
      sums_a_address = index_q;
      sums_a_write_data = 8'd0;
    end else if (start_i) begin
      sums_a_enable = 1'b1;
      sums_a_write = 1'b1;
      sums_a_address = address_i;
      sums_a_write_data = word_i;
    end
  end

  always_comb begin
    sums_b_enable = 1'b1;
    sums_b_write = 1'b0;
    sums_b_address = address_i;
    sums_b_write_data = 8'd0;
    if (clear_i) begin
      sums_b_enable = 1'b1;
      sums_b_write = 1'b0;
      sums_b_address = index_q;
      sums_b_write_data = 8'd0;
    end
  end

  sram_2rw #(
    .Width(8),
    .Depth(16),
    .AddressWidth(4)
  ) u_sums (
    .clk_i    (clk_i),
    .a_en_i   (sums_a_enable),
    .a_we_i   (sums_a_write),
    .a_addr_i (sums_a_address),
    .a_wdata_i(sums_a_write_data),
    .a_rdata_o(unused_sums_a_read_data),
    .b_en_i   (sums_b_enable),
    .b_we_i   (sums_b_write),
    .b_addr_i (sums_b_address),
    .b_wdata_i(sums_b_write_data),
    .b_rdata_o(sums_b_read_data)
  );

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      index_q <= 4'd0;
    end else begin
      index_q <= index_q + 4'd1;
    end
  end

  assign line_o = lines_read_data;
  assign sum_o = sums_b_read_data;
endmodule
