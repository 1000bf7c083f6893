// A sample.
//
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
  logic              squares_0_read;
  logic [2:0]        squares_0_read_address;
  logic [5:0]        squares_0_read_data;
  logic              squares_1_read;
  logic [2:0]        squares_1_read_address;
  logic [5:0]        squares_1_read_data;
  logic              wides_read;
  logic [9:0]        wides_read_address;
  logic [299:0]      wides_read_data;
  logic              cubes_a_enable;
  logic              cubes_a_write;
  logic [2:0]        cubes_a_address;
  logic signed [9:0] cubes_a_write_data;
  logic signed [9:0] cubes_a_read_data;
  logic              cubes_b_enable;
  logic              cubes_b_write;
  logic [2:0]        cubes_b_address;
  logic signed [9:0] cubes_b_write_data;
  logic signed [9:0] cubes_b_read_data;

  // the squares
  tables_squares_0 u_squares_0 (
    .clk_i  (clk_i),
    .re_i   (squares_0_read),
    .raddr_i(squares_0_read_address),
    .rdata_o(squares_0_read_data)
  );

  // the squares
  tables_squares_0 u_squares_1 (
    .clk_i  (clk_i),
    .re_i   (squares_1_read),
    .raddr_i(squares_1_read_address),
    .rdata_o(squares_1_read_data)
  );

  tables_wides u_wides (
    .clk_i  (clk_i),
    .re_i   (wides_read),
    .raddr_i(wides_read_address),
    .rdata_o(wides_read_data)
  );

  tables_cubes u_cubes (
    .clk_i    (clk_i),
    .a_en_i   (cubes_a_enable),
    .a_we_i   (cubes_a_write),
    .a_addr_i (cubes_a_address),
    .a_wdata_i(cubes_a_write_data),
    .a_rdata_o(cubes_a_read_data),
    .b_en_i   (cubes_b_enable),
    .b_we_i   (cubes_b_write),
    .b_addr_i (cubes_b_address),
    .b_wdata_i(cubes_b_write_data),
    .b_rdata_o(cubes_b_read_data)
  );

  assign squares_0_read = 1'b1;
  assign squares_0_read_address = address_i;
  assign square_0_o = squares_0_read_data;
  assign squares_1_read = 1'b1;
  assign squares_1_read_address = address_i;
  assign square_1_o = squares_1_read_data;
  assign wides_read = 1'b1;
  assign wides_read_address = {7'd0, address_i};
  assign wide_o = wides_read_data;
  assign cubes_a_enable = 1'b1;
  assign cubes_a_write = 1'b0;
  assign cubes_a_address = address_i;
  assign cubes_a_write_data = 10'sd0;
  assign cube_0_o = cubes_a_read_data;
  assign cubes_b_enable = 1'b1;
  assign cubes_b_write = 1'b0;
  assign cubes_b_address = address_i;
  assign cubes_b_write_data = 10'sd0;
  assign cube_1_o = cubes_b_read_data;
endmodule
