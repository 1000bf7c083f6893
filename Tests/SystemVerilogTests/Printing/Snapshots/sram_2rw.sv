// Memory with two ports on one clock, each of which reads or writes.
// Latency: 1 cycle from an address to its rdata_o, which holds while the port is not enabled.
// Read under write, by either port: the old word. Contents are undefined until written.
// Two writes of one word in a cycle: that of port b counts.
// Replace this cell with a macro of the technology; no other file describes storage.
module sram_2rw #(
  parameter int Width = 8,
  parameter int Depth = 2,
  parameter int AddressWidth = 1
) (
  input  logic                    clk_i,

  input  logic                    a_en_i,
  input  logic                    a_we_i,
  input  logic [AddressWidth-1:0] a_addr_i,
  input  logic [Width-1:0]        a_wdata_i,
  output logic [Width-1:0]        a_rdata_o,

  input  logic                    b_en_i,
  input  logic                    b_we_i,
  input  logic [AddressWidth-1:0] b_addr_i,
  input  logic [Width-1:0]        b_wdata_i,
  output logic [Width-1:0]        b_rdata_o
);
  logic [Width-1:0] storage [Depth];
  logic             is_same_address;
  logic             a_writes;
  logic             b_writes;

  assign is_same_address = a_addr_i == b_addr_i;
  assign b_writes = b_en_i && b_we_i;
  assign a_writes = a_en_i && a_we_i && !(b_writes && is_same_address);

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
