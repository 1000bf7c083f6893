// Rows by Columns multiply-accumulate elements and a register for one of their sums, written by
// hand. Why it is written so, measured with Yosys 0.23 and Verilator 5.006:
//
// - The element is a module (mac_element.sv): Yosys maps it once, and Verilator inlines it.
// - Operands come in plain vectors, which every tool reads; each is only sliced by constants.
// - No spelling of the choice of a sum is best in both tools, so there are two. As a tree of
//   two-way choices it is 2,016 cells for 8 x 8 elements; indexed or as a `case` it is 4,185, as a
//   chain of comparisons 2,107. But a tree that is written with parameters computes all its choices
//   in every cycle of a simulation, which costs half of the speed; indexed it is fastest. A packed
//   vector of all sums is never good: at 32 x 16 it simulates 45 times slower.
//
// Rows times Columns is a power of two.
module mac_array #(
  parameter int Rows = 8,
  parameter int Columns = 8,
  parameter int Indexed = 0,  // 1: the choice that simulates fastest; 0: the one with fewest cells
  localparam int Count = Rows * Columns,
  localparam int Levels = $clog2(Count)
) (
  input  logic                 clk_i,
  input  logic                 rst_ni,

  input  logic                 clear_i,
  input  logic                 enable_i,
  input  logic [8*Rows-1:0]    left_i,
  input  logic [8*Columns-1:0] right_i,
  input  logic [Levels-1:0]    selection_i,
  output logic signed [31:0]   sum_o
);
  logic signed [31:0] sums [0:Count-1];
  logic signed [31:0] chosen;

  for (genvar row = 0; row < Rows; row++) begin : g_row
    for (genvar column = 0; column < Columns; column++) begin : g_column
      mac_element u_element (
        .clk_i   (clk_i),
        .rst_ni  (rst_ni),
        .clear_i (clear_i),
        .enable_i(enable_i),
        .left_i  (left_i[8*row +: 8]),
        .right_i (right_i[8*column +: 8]),
        .sum_o   (sums[row*Columns + column])
      );
    end
  end

  if (Indexed != 0) begin : g_indexed
    assign chosen = sums[selection_i];
  end else begin : g_tree
    // A heap: the sums are its leaves, and each node chooses between nodes 2i and 2i + 1.
    logic signed [31:0] node [1:2*Count-1];

    for (genvar index = 0; index < Count; index++) begin : g_leaf
      assign node[Count + index] = sums[index];
    end
    for (genvar index = 1; index < Count; index++) begin : g_node
      localparam int Bit = Levels - $clog2(index + 1);
      assign node[index] = selection_i[Bit] ? node[2*index + 1] : node[2*index];
    end
    assign chosen = node[1];
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) sum_o <= 32'sd0;
    else         sum_o <= chosen;
  end
endmodule
