// Memory 'wides' of tables: 600 words of 300 bits with one read port.
// Latency: 1 cycle from raddr_i to rdata_o, which holds while re_i is 0.
// Replace this cell with a macro of the technology that holds the same words.
//
// Made by a test.
module tables_wides (
  input  logic         clk_i,

  input  logic         re_i,
  input  logic [9:0]   raddr_i,
  output logic [299:0] rdata_o
);
  logic [299:0] storage [600];

  initial storage[0] = {
    44'h00000000005,
    256'h0000000000000004000000000000000300000000000000020000000000000001
  };
  initial storage[1] = {
    44'h00000000000,
    256'h0000000000000000000000000000000000000000000000000000000000000006
  };
  initial for (int word = 2; word < 258; word++) storage[word] = '0;
  initial for (int word = 258; word < 514; word++) storage[word] = '0;
  initial for (int word = 514; word < 600; word++) storage[word] = '0;

  always_ff @(posedge clk_i) begin
    if (re_i) begin
      rdata_o <= storage[raddr_i];
    end
  end
endmodule
