// Line of 2 MACs. SDDMM: the dot product of a query word and a key word. SpMM: numerator times each
// value, summed in each MAC.
// Latency: 3 cycles from operands_valid_i, operands_query_i and operands_key_value_i to dot_o; 3
// cycles from operands_valid_i, operands_numerator_i and operands_key_value_i to totals_o.
// Throughput: one word every cycle; one word every cycle.
// Reset: control only.
// Combinational paths: none.
//
// From Accelerator/MACLine.swift, with macs 2, sumBits 24, sums 1.
module mac_line_2_acc24 (
  input  logic               clk_i,
  input  logic               rst_ni,

  input  logic               operands_valid_i,                   // the operands count in this cycle
  input  logic               operands_mode_first_i,              // SpMM: new sums begin
  input  logic               operands_mode_output_stationary_i,  // 1: SpMM, 0: SDDMM
  // signed bytes, the first MAC's in the low byte
  input  logic [15:0]        operands_query_i,
  input  logic [7:0]         operands_numerator_i,
  input  logic [15:0]        operands_key_value_i,               // likewise

  // SDDMM: the dot product of the words
  output logic signed [16:0] dot_o,
  // 2 signed numbers of 24 bits: SpMM: the sum of each MAC
  output logic [47:0]        totals_o
);
  // Operand stage
  logic        factors_mode_first_q;              // SpMM: new sums begin
  logic        factors_mode_output_stationary_q;  // 1: SpMM, 0: SDDMM
  logic [17:0] factors_pair_left_q;               // 2 signed numbers of 9 bits
  logic [15:0] factors_pair_right_q;              // 2 signed numbers of 8 bits
  logic        operands_valid_q;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      operands_valid_q <= 1'b0;
    end else begin
      operands_valid_q <= operands_valid_i;
    end
  end

  always_ff @(posedge clk_i) begin
    if (operands_valid_i) begin
      factors_mode_first_q <= operands_mode_first_i;
      factors_mode_output_stationary_q <= operands_mode_output_stationary_i;
      for (int i = 0; i < 2; i++) begin
        factors_pair_left_q[9*i +: 9] <=
          operands_mode_output_stationary_i ? {1'b0, operands_numerator_i} :
          {operands_query_i[8*i + 7], operands_query_i[8*i +: 8]};
        factors_pair_right_q[8*i +: 8] <= operands_key_value_i[8*i +: 8];
      end
    end
  end

  // Product stage
  logic products_valid_q;
  logic is_first_q;
  logic is_spmm_q;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      products_valid_q <= 1'b0;
    end else begin
      products_valid_q <= operands_valid_q;
    end
  end

  always_ff @(posedge clk_i) begin
    if (operands_valid_q) begin
      is_first_q <= factors_mode_first_q;
      is_spmm_q <= factors_mode_output_stationary_q;
    end
  end

  // Sum stage: along the line, or in each MAC
  logic               in_each;
  logic [33:0]        mac_product;  // 2 signed numbers of 17 bits
  logic signed [16:0] dot_q;

  assign in_each = products_valid_q && is_spmm_q;

  for (genvar i = 0; i < 2; i++) begin : gen_mac
    mac_s9xs8_acc24 u_mac (
      .clk_i               (clk_i),
      .operands_valid_i    (operands_valid_q),
      .operands_left_i     (factors_pair_left_q[9*i +: 9]),
      .operands_right_i    (factors_pair_right_q[8*i +: 8]),
      .control_accumulate_i(in_each),
      .control_restart_i   (is_first_q),
      .product_o           (mac_product[17*i +: 17]),
      .total_o             (totals_o[24*i +: 24])
    );
  end

  always_ff @(posedge clk_i) begin
    if (products_valid_q && !is_spmm_q) begin
      dot_q <= {mac_product[15], mac_product[15:0]} + {mac_product[32], mac_product[32:17]};
    end
  end

  assign dot_o = dot_q;

  // Bits that nothing reads
  logic unused_mac_product;

  assign unused_mac_product = &{mac_product[33], mac_product[16]};
endmodule
