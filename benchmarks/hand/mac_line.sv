// Line of eight multiply-accumulate elements for both ways of summing, written by hand. SpMM: the
// weight times each value, a sum in each element. SDDMM: the dot product of the query's and the
// key's bytes; sums over chunks of a head are left to whoever takes them. Why it is written so,
// measured in ASAP7 (Yosys 0.23, ABC with sized and buffered cells; um2 and ps):
//
// - The products are summed by a tree before a register of its own: 778 and 766. As a chain along
//   the elements, which the sum so far enters too, the path is twice as long (725 and 1,445).
// - The tree is spelled out, each sum a bit wider than its operands: with all sums at full width it
//   is 768 and 860, with slices of vectors in loops 780 and 797. As one expression, which Yosys
//   makes a carry-save adder of, it is as good (776 and 761).
// - A product of signed bytes has 16 bits; only weights need the 17th.
// - Data registers have no reset and load under an enable. Operands are chosen before their
//   register, so that a product has a cycle of its own.
module mac_line #(
  parameter int SumBits = 24
) (
  input  logic                    clk_i,
  input  logic                    rst_ni,

  input  logic                    operands_valid_i,
  input  logic                    operands_first_i,
  input  logic                    operands_output_stationary_i,  // 1: SpMM, 0: SDDMM
  input  logic [63:0]             operands_query_i,
  input  logic [7:0]              operands_weight_i,
  input  logic [63:0]             operands_key_value_i,

  output logic [8*SumBits-1:0]    totals_o,
  output logic signed [18:0]      dot_o
);
  // Valid is all that needs a reset.
  logic factors_valid, products_valid;
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      factors_valid  <= 1'b0;
      products_valid <= 1'b0;
    end else begin
      factors_valid  <= operands_valid_i;
      products_valid <= factors_valid;
    end
  end

  logic factors_first, products_first, factors_stationary, products_stationary;
  always_ff @(posedge clk_i) begin
    if (operands_valid_i) begin
      factors_first      <= operands_first_i;
      factors_stationary <= operands_output_stationary_i;
    end
    if (factors_valid) begin
      products_first      <= factors_first;
      products_stationary <= factors_stationary;
    end
  end

  logic signed [16:0] product [8];

  for (genvar i = 0; i < 8; i++) begin : g_mac
    logic signed [8:0] left;
    logic signed [7:0] right;
    logic signed [SumBits-1:0] total;

    assign totals_o[SumBits*i +: SumBits] = total;

    always_ff @(posedge clk_i) begin
      if (operands_valid_i) begin
        left  <= operands_output_stationary_i ? {1'b0, operands_weight_i} :
                 {operands_query_i[8*i + 7], operands_query_i[8*i +: 8]};
        right <= operands_key_value_i[8*i +: 8];
      end
      if (factors_valid) product[i] <= left * right;
      if (products_valid && products_stationary) begin
        total <= (products_first ? '0 : total)
                 + {{(SumBits - 17){product[i][16]}}, product[i]};
      end
    end
  end

  logic signed [16:0] pair [4];
  logic signed [17:0] half [2];
  logic signed [18:0] dot;

  for (genvar i = 0; i < 4; i++) begin : g_pair
    assign pair[i] = {product[2*i][15], product[2*i][15:0]}
                     + {product[2*i + 1][15], product[2*i + 1][15:0]};
  end
  for (genvar i = 0; i < 2; i++) begin : g_half
    assign half[i] = {pair[2*i][16], pair[2*i]} + {pair[2*i + 1][16], pair[2*i + 1]};
  end
  assign dot = {half[0][17], half[0]} + {half[1][17], half[1]};

  always_ff @(posedge clk_i) begin
    if (products_valid && !products_stationary) dot_o <= dot;
  end
endmodule
