// Memory with one write port and one read port on one clock.
// Latency: 1 cycle from raddr_i to rdata_o, which holds while re_i is 0.
// Read under write: the new word. Contents are undefined until written.
// Replace this cell with a macro of the technology; no other file describes storage.
module sram_1r1w_write_first #(
  parameter int Width = 8,
  parameter int Depth = 2,
  parameter int AddressWidth = 1
) (
  input  logic                    clk_i,

  input  logic                    we_i,
  input  logic [AddressWidth-1:0] waddr_i,
  input  logic [Width-1:0]        wdata_i,

  input  logic                    re_i,
  input  logic [AddressWidth-1:0] raddr_i,
  output logic [Width-1:0]        rdata_o
);
  logic [Width-1:0] storage [Depth];

  always_ff @(posedge clk_i) begin
    if (we_i) begin
      storage[waddr_i] <= wdata_i;
    end
  end

  always_ff @(posedge clk_i) begin
    if (re_i) begin
      rdata_o <= we_i && waddr_i == raddr_i ? wdata_i : storage[raddr_i];
    end
  end
endmodule
