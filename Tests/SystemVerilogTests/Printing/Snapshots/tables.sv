// A sample.
//
// From SystemVerilogTests/MemorySamples.swift.
// Made by a test.
module tables (
  input  logic              clk_i,

  input  logic [2:0]        address_i,

  output logic [5:0]        square_0_o,
  output logic [5:0]        square_1_o,

  output logic [299:0]      wide_o,

  output logic signed [9:0] cube_0_o,
  output logic signed [9:0] cube_1_o
);
  logic [5:0]        squares_0_read_data;
  logic [5:0]        squares_1_read_data;
  logic [9:0]        wides_read_address;
  logic [299:0]      wides_read_data;
  logic signed [9:0] cubes_a_read_data;
  logic signed [9:0] cubes_b_read_data;

  // the squares
  tables_squares_0 u_squares_0 (
    .clk_i  (clk_i),
    .re_i   (1'b1),
    .raddr_i(address_i),
    .rdata_o(squares_0_read_data)
  );

  // the squares
  tables_squares_0 u_squares_1 (
    .clk_i  (clk_i),
    .re_i   (1'b1),
    .raddr_i(address_i),
    .rdata_o(squares_1_read_data)
  );

  assign square_0_o = squares_0_read_data;
  assign square_1_o = squares_1_read_data;
  assign wides_read_address = {7'd0, address_i};

  tables_wides u_wides (
    .clk_i  (clk_i),
    .re_i   (1'b1),
    .raddr_i(wides_read_address),
    .rdata_o(wides_read_data)
  );

  assign wide_o = wides_read_data;

  tables_cubes u_cubes (
    .clk_i    (clk_i),
    .a_en_i   (1'b1),
    .a_we_i   (1'b0),
    .a_addr_i (address_i),
    .a_wdata_i(10'sd0),
    .a_rdata_o(cubes_a_read_data),
    .b_en_i   (1'b1),
    .b_we_i   (1'b0),
    .b_addr_i (address_i),
    .b_wdata_i(10'sd0),
    .b_rdata_o(cubes_b_read_data)
  );

  assign cube_0_o = cubes_a_read_data;
  assign cube_1_o = cubes_b_read_data;
endmodule
