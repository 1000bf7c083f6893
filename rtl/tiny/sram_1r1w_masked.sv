// Memory with one write port and one read port on one clock.
// Latency: 1 cycle from raddr_i to rdata_o, which holds while re_i is 0.
// Write: the lanes of LaneWidth bits whose bit of the mask is 1.
// Read under write: the old word. Contents are undefined until written.
// Replace this cell with a macro of the technology; no other file describes storage.
module sram_1r1w_masked #(
  parameter int Width = 8,
  parameter int Depth = 2,
  parameter int AddressWidth = 1,
  parameter int LaneWidth = 4
) (
  input  logic                       clk_i,

  input  logic                       we_i,
  input  logic [AddressWidth-1:0]    waddr_i,
  input  logic [Width-1:0]           wdata_i,
  input  logic [Width/LaneWidth-1:0] wmask_i,

  input  logic                       re_i,
  input  logic [AddressWidth-1:0]    raddr_i,
  output logic [Width-1:0]           rdata_o
);
  logic [Width-1:0] storage [Depth];

  for (genvar lane = 0; lane < Width / LaneWidth; lane++) begin : gen_lane
    localparam int Low = lane * LaneWidth;
    logic writes;

    assign writes = we_i && wmask_i[lane];

    // Not always_ff: several processes write to the storage.
    always @(posedge clk_i) begin
      if (writes) begin
        storage[waddr_i][Low+:LaneWidth] <= wdata_i[Low+:LaneWidth];
      end
    end
  end

  always_ff @(posedge clk_i) begin
    if (re_i) begin
      rdata_o <= storage[raddr_i];
    end
  end
endmodule
