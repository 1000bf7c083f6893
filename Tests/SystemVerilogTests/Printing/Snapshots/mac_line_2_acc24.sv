// Line of 2 MACs. SDDMM: the dot product of query and key words, summed along the line. SpMM:
// numerator times each value, summed in each MAC.
// Latency: 3 cycles from operands_valid_i, operands_query_i, operands_numerator_i and
// operands_key_value_i to totals_o.
// Throughput: one word every cycle.
// Reset: control only.
// Combinational paths: none.
//
// From Accelerator/MACLine.swift, with macs 2, sumBits 24.
module mac_line_2_acc24 (
  input  logic        clk_i,
  input  logic        rst_ni,

  input  logic        operands_valid_i,                   // the operands count in this cycle
  input  logic        operands_mode_first_i,              // a new sum begins
  input  logic        operands_mode_output_stationary_i,  // 1: SpMM, 0: SDDMM
  // signed bytes, the first MAC's in the low byte
  input  logic [15:0] operands_query_i,
  input  logic [7:0]  operands_numerator_i,
  input  logic [15:0] operands_key_value_i,               // likewise

  output logic [47:0] totals_o                            // 2 signed numbers of 24 bits
);
  // Operand stage
  logic        factors_mode_first_q;              // a new sum begins
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
  logic mode_first_q;              // a new sum begins
  logic mode_output_stationary_q;  // 1: SpMM, 0: SDDMM
  logic products_valid_q;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      products_valid_q <= 1'b0;
    end else begin
      products_valid_q <= operands_valid_q;
    end
  end

  always_ff @(posedge clk_i) begin
    if (operands_valid_q) begin
      mode_first_q <= factors_mode_first_q;
      mode_output_stationary_q <= factors_mode_output_stationary_q;
    end
  end

  // Sum stage: along the line, or in each MAC
  logic signed [23:0] line_sum;
  logic               in_each;
  logic               along_line;
  logic [47:0]        mac_sum;    // 2 signed numbers of 24 bits
  logic [47:0]        mac_total;  // 2 signed numbers of 24 bits

  assign line_sum = mode_first_q ? 24'sd0 : mac_total[47:24];
  assign in_each = products_valid_q && mode_output_stationary_q;
  assign along_line = !mode_output_stationary_q;

  mac_s9xs8_acc24 u_mac_0 (
    .clk_i               (clk_i),
    .operands_valid_i    (operands_valid_q),
    .operands_left_i     (factors_pair_left_q[8:0]),
    .operands_right_i    (factors_pair_right_q[7:0]),
    .control_accumulate_i(in_each),
    .control_restart_i   (mode_first_q),
    .control_chain_i     (along_line),
    .neighbour_i         (line_sum),
    .sum_o               (mac_sum[23:0]),
    .total_o             (mac_total[23:0])
  );

  mac_s9xs8_acc24 u_mac_1 (
    .clk_i               (clk_i),
    .operands_valid_i    (operands_valid_q),
    .operands_left_i     (factors_pair_left_q[17:9]),
    .operands_right_i    (factors_pair_right_q[15:8]),
    .control_accumulate_i(products_valid_q),
    .control_restart_i   (mode_first_q),
    .control_chain_i     (along_line),
    .neighbour_i         (mac_sum[23:0]),
    .sum_o               (mac_sum[47:24]),
    .total_o             (mac_total[47:24])
  );

  assign totals_o[23:0] = mac_total[23:0];
  assign totals_o[47:24] = mac_total[47:24];

  // Bits that nothing reads
  logic unused_mac_sum;

  assign unused_mac_sum = &mac_sum[47:24];
endmodule
