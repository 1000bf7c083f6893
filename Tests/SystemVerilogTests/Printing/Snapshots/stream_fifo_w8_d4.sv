// First-in first-out queue of 4 words between two streams.
// Latency: 1 cycle from input to output.
// Throughput: one word every cycle, at any level but empty and full.
// Reset: empty.
// Combinational paths: none from input to output, nor back.
module stream_fifo_w8_d4 (
  input  logic       clk_i,
  input  logic       rst_ni,

  input  logic       input_valid_i,
  output logic       input_ready_o,
  input  logic [7:0] input_data_i,

  output logic       output_valid_o,
  input  logic       output_ready_i,
  output logic [7:0] output_data_o
);
  logic [7:0] front;
  logic [7:0] storage_0_d, storage_0_q;
  logic [7:0] storage_1_d, storage_1_q;
  logic [7:0] storage_2_d, storage_2_q;
  logic [7:0] storage_3_d, storage_3_q;
  logic [1:0] head_q;
  logic [1:0] tail_d, tail_q;
  logic [2:0] count_q;

  assign input_ready_o = count_q != 3'd4;
  assign output_valid_o = count_q != 3'd0;

  always_comb begin
    front = 8'd0;
    case (head_q)
      2'd0: front = storage_0_q;
      2'd1: front = storage_1_q;
      2'd2: front = storage_2_q;
      2'd3: front = storage_3_q;
      default: ;
    endcase
  end

  assign output_data_o = front;

  always_comb begin
    tail_d = tail_q;
    storage_0_d = storage_0_q;
    storage_1_d = storage_1_q;
    storage_2_d = storage_2_q;
    storage_3_d = storage_3_q;
    if (input_valid_i && input_ready_o) begin
      tail_d = tail_q + 2'd1;
      if (tail_q == 2'd0) begin
        storage_0_d = input_data_i;
      end
      if (tail_q == 2'd1) begin
        storage_1_d = input_data_i;
      end
      if (tail_q == 2'd2) begin
        storage_2_d = input_data_i;
      end
      if (tail_q == 2'd3) begin
        storage_3_d = input_data_i;
      end
    end
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      tail_q <= 2'd0;
    end else begin
      tail_q <= tail_d;
    end
  end

  always_ff @(posedge clk_i) begin
    storage_0_q <= storage_0_d;
    storage_1_q <= storage_1_d;
    storage_2_q <= storage_2_d;
    storage_3_q <= storage_3_d;
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      head_q <= 2'd0;
    end else if (output_valid_o && output_ready_i) begin
      head_q <= head_q + 2'd1;
    end
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      count_q <= 3'd0;
    end else if (input_valid_i && input_ready_o && !(output_valid_o && output_ready_i)) begin
      count_q <= count_q + 3'd1;
    end else if (output_valid_o && output_ready_i && !(input_valid_i && input_ready_o)) begin
      count_q <= count_q - 3'd1;
    end
  end

`ifndef SYNTHESIS
  always @(posedge clk_i) begin
    if (rst_ni) begin
      begin : CountInRange
        assert (count_q <= 3'd4);
      end
    end
  end
`endif
endmodule
