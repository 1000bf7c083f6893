// Memory 'squares_0' of tables: 8 words of 6 bits with one read port.
// Latency: 1 cycle from raddr_i to rdata_o, which holds while re_i is 0.
// Replace this cell with a macro of the technology that holds the same words.
//
// Made by a test.
module tables_squares_0 (
  input  logic       clk_i,

  input  logic       re_i,
  input  logic [2:0] raddr_i,
  output logic [5:0] rdata_o
);
  logic [5:0] storage [8];

  initial storage[0] = 6'h00;
  initial storage[1] = 6'h01;
  initial storage[2] = 6'h04;
  initial storage[3] = 6'h09;
  initial storage[4] = 6'h10;
  initial storage[5] = 6'h19;
  initial storage[6] = 6'h24;
  initial storage[7] = 6'h31;

  always_ff @(posedge clk_i) begin
    if (re_i) begin
      rdata_o <= storage[raddr_i];
    end
  end
endmodule
