// First-in first-out queue of Depth words, a power of two, written by hand. Why it is written so,
// measured with Yosys 0.23 for 32 bits and 16 words:
//
// - The pointers have one bit more than an index, in place of a count of words: 1,070 cells, with a
//   count 1,088. That bit alone differs where the queue is full.
// - The storage is an array that is read by index: Yosys makes a tree of two-way choices of a
//   memory's read port, and of a `case` one term for each word.
// - The storage has no reset; the pointers say what of it counts.
module stream_fifo #(
  parameter int Width = 8,
  parameter int Depth = 4,
  localparam int Bits = $clog2(Depth)
) (
  input  logic             clk_i,
  input  logic             rst_ni,

  input  logic             input_valid_i,
  output logic             input_ready_o,
  input  logic [Width-1:0] input_data_i,

  output logic             output_valid_o,
  input  logic             output_ready_i,
  output logic [Width-1:0] output_data_o,

  output logic [Bits:0]    level_o
);
  logic [Width-1:0] storage [0:Depth-1];
  logic [Bits:0]    head_q;
  logic [Bits:0]    tail_q;
  logic             push;

  assign input_ready_o = (head_q ^ tail_q) != {1'b1, {Bits{1'b0}}};
  assign output_valid_o = head_q != tail_q;
  assign output_data_o = storage[head_q[Bits-1:0]];
  assign level_o = tail_q - head_q;
  assign push = input_valid_i && input_ready_o;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      head_q <= '0;
      tail_q <= '0;
    end else begin
      if (push) tail_q <= tail_q + 1'b1;
      if (output_valid_o && output_ready_i) head_q <= head_q + 1'b1;
    end
  end

  always_ff @(posedge clk_i) begin
    if (push) storage[tail_q[Bits-1:0]] <= input_data_i;
  end
endmodule
