// Memory 'words' of rom_user_w70_d5_i3: 5 words of 70 bits with one read port.
// Latency: 1 cycle from raddr_i to rdata_o, which holds while re_i is 0.
// Replace this cell with a macro of the technology that holds the same words.
module rom_user_w70_d5_i3_words (
  input  logic        clk_i,

  input  logic        re_i,
  input  logic [2:0]  raddr_i,
  output logic [69:0] rdata_o
);
  logic [69:0] storage [5];

  initial storage[0] = 70'h000000000000000001;
  initial storage[1] = 70'h2a123456789abcdef0;
  initial storage[2] = 70'h010000000000000007;
  initial for (int word = 3; word < 5; word++) storage[word] = '0;

  always_ff @(posedge clk_i) begin
    if (re_i) begin
      rdata_o <= storage[raddr_i];
    end
  end
endmodule
