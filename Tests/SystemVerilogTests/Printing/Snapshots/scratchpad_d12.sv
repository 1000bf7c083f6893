// A sample.
//
// From SystemVerilogTests/SampleModules.swift, with depth 12.
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
