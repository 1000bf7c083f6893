// Memory with two ports on one clock, each of which reads or writes.
// Latency: 1 cycle from an address to its rdata_o, which holds while the port is not enabled.
// Write: the lanes of LaneWidth bits whose bit of the mask is 1.
// Read under write, by either port: the new word, as far as its lanes are written. Contents are
// undefined until written.
// Two writes of one lane in a cycle: that of port b counts.
// Replace this cell with a macro of the technology; no other file describes storage.
module sram_2rw_masked_write_first #(
  parameter int Width = 8,
  parameter int Depth = 2,
  parameter int AddressWidth = 1,
  parameter int LaneWidth = 4
) (
  input  logic                       clk_i,

  input  logic                       a_en_i,
  input  logic                       a_we_i,
  input  logic [AddressWidth-1:0]    a_addr_i,
  input  logic [Width-1:0]           a_wdata_i,
  input  logic [Width/LaneWidth-1:0] a_wmask_i,
  output logic [Width-1:0]           a_rdata_o,

  input  logic                       b_en_i,
  input  logic                       b_we_i,
  input  logic [AddressWidth-1:0]    b_addr_i,
  input  logic [Width-1:0]           b_wdata_i,
  input  logic [Width/LaneWidth-1:0] b_wmask_i,
  output logic [Width-1:0]           b_rdata_o
);
  logic [Width-1:0] storage [Depth];
  logic             is_same_address;

  assign is_same_address = a_addr_i == b_addr_i;

  for (genvar lane = 0; lane < Width / LaneWidth; lane++) begin : gen_lane
    localparam int Low = lane * LaneWidth;
    logic a_writes;
    logic b_writes;

    assign b_writes = b_en_i && b_we_i && b_wmask_i[lane];
    assign a_writes = a_en_i && a_we_i && a_wmask_i[lane] && !(b_writes && is_same_address);

    // Not always_ff: several processes write to the storage.
    always @(posedge clk_i) begin
      if (a_writes) begin
        storage[a_addr_i][Low+:LaneWidth] <= a_wdata_i[Low+:LaneWidth];
      end
    end

    always_ff @(posedge clk_i) begin
      if (a_en_i) begin
        a_rdata_o[Low+:LaneWidth] <=
          a_writes ? a_wdata_i[Low+:LaneWidth] :
          b_writes && is_same_address ? b_wdata_i[Low+:LaneWidth] :
          storage[a_addr_i][Low+:LaneWidth];
      end
    end

    always @(posedge clk_i) begin
      if (b_writes) begin
        storage[b_addr_i][Low+:LaneWidth] <= b_wdata_i[Low+:LaneWidth];
      end
    end

    always_ff @(posedge clk_i) begin
      if (b_en_i) begin
        b_rdata_o[Low+:LaneWidth] <=
          b_writes ? b_wdata_i[Low+:LaneWidth] :
          a_writes && is_same_address ? a_wdata_i[Low+:LaneWidth] :
          storage[b_addr_i][Low+:LaneWidth];
      end
    end
  end
endmodule
