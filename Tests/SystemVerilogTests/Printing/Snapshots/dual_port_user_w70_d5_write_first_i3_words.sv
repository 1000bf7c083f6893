// Memory 'words' of dual_port_user_w70_d5_write_first_i3: 5 words of 70 bits with two ports on one
// clock, each of which reads or writes.
// Latency: 1 cycle from an address to its rdata_o, which holds while the port is not enabled.
// Read under write, by either port: the new word. Reset changes no word.
// Two writes of one word in a cycle: that of port b counts.
// Replace this cell with a macro of the technology that holds the same words.
module dual_port_user_w70_d5_write_first_i3_words (
  input  logic        clk_i,

  input  logic        a_en_i,
  input  logic        a_we_i,
  input  logic [2:0]  a_addr_i,
  input  logic [69:0] a_wdata_i,
  output logic [69:0] a_rdata_o,

  input  logic        b_en_i,
  input  logic        b_we_i,
  input  logic [2:0]  b_addr_i,
  input  logic [69:0] b_wdata_i,
  output logic [69:0] b_rdata_o
);
  logic [69:0] storage [5];
  logic        is_same_address;
  logic        a_writes;
  logic        b_writes;

  assign is_same_address = a_addr_i == b_addr_i;
  assign b_writes = b_en_i && b_we_i;
  assign a_writes = a_en_i && a_we_i && !(b_writes && is_same_address);

  initial storage[0] = 70'h000000000000000001;
  initial storage[1] = 70'h2a123456789abcdef0;
  initial storage[2] = 70'h010000000000000007;
  initial for (int word = 3; word < 5; word++) storage[word] = '0;

  // Not always_ff: several processes write to the storage.
  always @(posedge clk_i) begin
    if (a_writes) begin
      storage[a_addr_i] <= a_wdata_i;
    end
  end

  always_ff @(posedge clk_i) begin
    if (a_en_i) begin
      a_rdata_o <=
        a_writes ? a_wdata_i :
        b_writes && is_same_address ? b_wdata_i :
        storage[a_addr_i];
    end
  end

  always @(posedge clk_i) begin
    if (b_writes) begin
      storage[b_addr_i] <= b_wdata_i;
    end
  end

  always_ff @(posedge clk_i) begin
    if (b_en_i) begin
      b_rdata_o <=
        b_writes ? b_wdata_i :
        a_writes && is_same_address ? a_wdata_i :
        storage[b_addr_i];
    end
  end
endmodule
