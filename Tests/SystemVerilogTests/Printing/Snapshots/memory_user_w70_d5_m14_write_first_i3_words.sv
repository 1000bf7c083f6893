// Memory 'words' of memory_user_w70_d5_m14_write_first_i3: 5 words of 70 bits with one write port
// and one read port on one clock.
// Latency: 1 cycle from raddr_i to rdata_o, which holds while re_i is 0.
// Write: the lanes of 14 bits whose bit of the mask is 1.
// Read under write: the new word, as far as its lanes are written. Reset changes no word.
// Replace this cell with a macro of the technology that holds the same words.
module memory_user_w70_d5_m14_write_first_i3_words (
  input  logic        clk_i,

  input  logic        we_i,
  input  logic [2:0]  waddr_i,
  input  logic [69:0] wdata_i,
  input  logic [4:0]  wmask_i,

  input  logic        re_i,
  input  logic [2:0]  raddr_i,
  output logic [69:0] rdata_o
);
  logic [69:0] storage [5];

  initial storage[0] = 70'h000000000000000001;
  initial storage[1] = 70'h2a123456789abcdef0;
  initial storage[2] = 70'h010000000000000007;
  initial for (int word = 3; word < 5; word++) storage[word] = '0;

  for (genvar lane = 0; lane < 5; lane++) begin : gen_lane
    localparam int Low = lane * 14;
    logic writes;

    assign writes = we_i && wmask_i[lane];

    // Not always_ff: several processes write to the storage.
    always @(posedge clk_i) begin
      if (writes) begin
        storage[waddr_i][Low+:14] <= wdata_i[Low+:14];
      end
    end

    always_ff @(posedge clk_i) begin
      if (re_i) begin
        rdata_o[Low+:14] <=
          writes && waddr_i == raddr_i ? wdata_i[Low+:14] :
          storage[raddr_i][Low+:14];
      end
    end
  end
endmodule
