// A sample.
//
// From SystemVerilogTests/MemorySamples.swift.
// Made by a test.
module tables (
  input  logic         clk_i,

  input  logic [2:0]   address_i,

  output logic [11:0]  square_o,   // 2 numbers of 6 bits
  output logic [299:0] wide_o,
  output logic [19:0]  cube_o      // 2 signed numbers of 10 bits
);
  logic [11:0]       squares_read_data;  // 2 numbers of 6 bits
  logic [9:0]        wides_read_address;
  logic [299:0]      wides_read_data;
  logic signed [9:0] cubes_a_read_data;
  logic signed [9:0] cubes_b_read_data;

  for (genvar i = 0; i < 2; i++) begin : gen_squares
    // the squares
    tables_squares_0 u_squares (
      .clk_i  (clk_i),
      .re_i   (1'b1),
      .raddr_i(address_i),
      .rdata_o(squares_read_data[6*i +: 6])
    );
  end

  assign square_o[5:0] = squares_read_data[5:0];
  assign square_o[11:6] = squares_read_data[11:6];
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

  assign cube_o[9:0] = cubes_a_read_data;
  assign cube_o[19:10] = cubes_b_read_data;
endmodule
