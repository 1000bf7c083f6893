// First-in first-out queue in a memory of Depth words, a power of two, written by hand. The next
// word waits in the read data of the memory, which hold until the next read: no register for words.
module memory_fifo #(
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
  logic [Bits:0] head_q;
  logic [Bits:0] tail_q;
  logic          fetched_q;
  logic          push;
  logic          fetch;

  assign input_ready_o = (head_q ^ tail_q) != {1'b1, {Bits{1'b0}}};
  assign output_valid_o = fetched_q;
  assign push = input_valid_i && input_ready_o;
  assign fetch = (head_q != tail_q) && (!fetched_q || output_ready_i);
  // The carry stands for the word at the output.
  assign level_o = tail_q - head_q + (Bits+1)'(fetched_q);

  sram_1r1w #(
    .Width(Width),
    .Depth(Depth),
    .AddressWidth(Bits)
  ) u_words (
    .clk_i,
    .we_i   (push),
    .waddr_i(tail_q[Bits-1:0]),
    .wdata_i(input_data_i),
    .re_i   (fetch),
    .raddr_i(head_q[Bits-1:0]),
    .rdata_o(output_data_o)
  );

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      head_q <= '0;
      tail_q <= '0;
      fetched_q <= 1'b0;
    end else begin
      if (push) tail_q <= tail_q + 1'b1;
      if (fetch) head_q <= head_q + 1'b1;
      if (!fetched_q || output_ready_i) fetched_q <= head_q != tail_q;
    end
  end
endmodule
