// A sample.
module scratchpad_d12 (
  input  logic       clk_i,

  input  logic       write_i,
  input  logic [3:0] write_address_i,
  input  logic [7:0] word_i,
  input  logic       read_i,
  input  logic [3:0] read_address_i,

  output logic [7:0] result_o
);
  logic       store_write;
  logic [3:0] store_write_address;
  logic [7:0] store_write_data;
  logic       store_read;
  logic [3:0] store_read_address;
  logic [7:0] store_read_data;

  // words of the tile
  sram_1r1w #(
    .Width(8),
    .Depth(12),
    .AddressWidth(4)
  ) u_store (
    .clk_i  (clk_i),
    .we_i   (store_write),
    .waddr_i(store_write_address),
    .wdata_i(store_write_data),
    .re_i   (store_read),
    .raddr_i(store_read_address),
    .rdata_o(store_read_data)
  );

  assign store_write = write_i;
  assign store_write_address = write_address_i;
  assign store_write_data = word_i;
  assign store_read = read_i;
  assign store_read_address = read_address_i;
  assign result_o = store_read_data;
endmodule
