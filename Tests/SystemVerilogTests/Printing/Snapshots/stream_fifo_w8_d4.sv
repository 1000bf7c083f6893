// First-in first-out queue of 4 words between two streams.
// Latency: 1 cycle from input to output and level_o.
// Throughput: one word every cycle, at any level but empty and full.
// Reset: empty; output_valid_o and level_o are 0; input_ready_o is 1.
// Combinational paths: none.
//
// From HardwareLibrary/StreamFIFO.swift, with depth 4.
module stream_fifo_w8_d4 (
  input  logic       clk_i,
  input  logic       rst_ni,

  input  logic       input_valid_i,
  output logic       input_ready_o,
  input  logic [7:0] input_data_i,

  output logic       output_valid_o,
  input  logic       output_ready_i,
  output logic [7:0] output_data_o,

  output logic [2:0] level_o          // words that wait
);
  logic        push;
  logic [31:0] storage_data_q;  // 4 words of 8 bits
  logic [2:0]  head_q;
  logic [2:0]  tail_q;

  assign input_ready_o = (head_q ^ tail_q) != 3'd4;
  assign output_valid_o = head_q != tail_q;
  assign output_data_o =
    head_q[1]
    ? (head_q[0] ? storage_data_q[31:24] : storage_data_q[23:16])
    : (head_q[0] ? storage_data_q[15:8] : storage_data_q[7:0]);
  assign level_o = tail_q - head_q;
  assign push = input_valid_i && input_ready_o;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      tail_q <= 3'd0;
    end else if (push) begin
      tail_q <= tail_q + 3'd1;
    end
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      head_q <= 3'd0;
    end else if (output_valid_o && output_ready_i) begin
      head_q <= head_q + 3'd1;
    end
  end

  for (genvar i = 0; i < 4; i++) begin : gen_storage_data
    always_ff @(posedge clk_i) begin
      if (push && tail_q[1:0] == 2'(i)) begin
        storage_data_q[8*i +: 8] <= input_data_i;
      end
    end
  end

`ifndef SYNTHESIS
  always @(posedge clk_i) begin
    if (rst_ni) begin
      // no more words wait than there is room for
      begin : LevelInRange
        assert ((tail_q - head_q) <= 3'd4);
      end
      begin : Full
        cover (!input_ready_o);
      end
    end
  end
`endif
endmodule
