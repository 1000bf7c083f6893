// Memory 'cubes' of tables: 8 words of 10 bits with two ports on one clock, each of which reads or
// writes.
// Latency: 1 cycle from an address to its rdata_o, which holds while the port is not enabled.
// Read under write, by either port: the old word. Reset changes no word.
// Two writes of one word in a cycle: that of port b counts.
// Replace this cell with a macro of the technology that holds the same words.
//
// Made by a test.
module tables_cubes (
  input  logic       clk_i,

  input  logic       a_en_i,
  input  logic       a_we_i,
  input  logic [2:0] a_addr_i,
  input  logic [9:0] a_wdata_i,
  output logic [9:0] a_rdata_o,

  input  logic       b_en_i,
  input  logic       b_we_i,
  input  logic [2:0] b_addr_i,
  input  logic [9:0] b_wdata_i,
  output logic [9:0] b_rdata_o
);
  logic [9:0] storage [8];
  logic       is_same_address;
  logic       a_writes;
  logic       b_writes;

  assign is_same_address = a_addr_i == b_addr_i;
  assign b_writes = b_en_i && b_we_i;
  assign a_writes = a_en_i && a_we_i && !(b_writes && is_same_address);

  initial storage[0] = 10'h3c0;
  initial storage[1] = 10'h3e5;
  initial storage[2] = 10'h3f8;
  initial storage[3] = 10'h3ff;
  initial storage[4] = 10'h000;
  initial storage[5] = 10'h001;
  initial storage[6] = 10'h008;
  initial storage[7] = 10'h01b;

  // Not always_ff: several processes write to the storage.
  always @(posedge clk_i) begin
    if (a_writes) begin
      storage[a_addr_i] <= a_wdata_i;
    end
  end

  always_ff @(posedge clk_i) begin
    if (a_en_i) begin
      a_rdata_o <= storage[a_addr_i];
    end
  end

  always @(posedge clk_i) begin
    if (b_writes) begin
      storage[b_addr_i] <= b_wdata_i;
    end
  end

  always_ff @(posedge clk_i) begin
    if (b_en_i) begin
      b_rdata_o <= storage[b_addr_i];
    end
  end
endmodule
