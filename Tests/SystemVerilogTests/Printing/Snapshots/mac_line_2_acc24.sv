// Line of 2 MACs. SDDMM: the dot product of query and key words, summed along the line. SpMM:
// weight times each value, summed in each MAC.
// Latency: 3 cycles from valid_i, query_i, weight_i and key_value_i to partial_o and totals_o.
// Throughput: one word every cycle.
// Reset: control only.
// Combinational paths: none.
module mac_line_2_acc24 (
  input  logic               clk_i,
  input  logic               rst_ni,

  input  logic               valid_i,              // the operands below count in this cycle
  input  logic               first_i,              // they begin a new sum
  // 1: a sum in each MAC (SpMM), 0: one sum along the line (SDDMM)
  input  logic               output_stationary_i,
  input  logic [15:0]        query_i,              // signed bytes, the first MAC's in the low byte
  input  logic [7:0]         weight_i,
  input  logic [15:0]        key_value_i,          // likewise

  output logic signed [23:0] partial_o,            // the line's sum (SDDMM)
  output logic [47:0]        totals_o              // 2 signed numbers of 24 bits
);
  logic signed [23:0] line_sum;
  logic               in_each;
  logic               along_line;
  logic signed [23:0] mac_0_sum;
  logic [47:0]        mac_total;  // 2 signed numbers of 24 bits
  logic signed [23:0] unused_mac_1_sum;
  logic               operands_valid_q;
  logic               operands_first_q;
  logic               operands_stationary_q;
  logic               products_valid_q;
  logic               products_first_q;
  logic               products_stationary_q;
  logic [17:0]        left_q;     // 2 signed numbers of 9 bits
  logic [15:0]        right_q;    // 2 signed numbers of 8 bits

  mac_s9xs8_acc24 u_mac_0 (
    .clk_i           (clk_i),
    .operands_valid_i(operands_valid_q),
    .left_i          (left_q[8:0]),
    .right_i         (right_q[7:0]),
    .accumulate_i    (in_each),
    .restart_i       (products_first_q),
    .chain_i         (along_line),
    .neighbour_i     (line_sum),
    .sum_o           (mac_0_sum),
    .total_o         (mac_total[23:0])
  );

  mac_s9xs8_acc24 u_mac_1 (
    .clk_i           (clk_i),
    .operands_valid_i(operands_valid_q),
    .left_i          (left_q[17:9]),
    .right_i         (right_q[15:8]),
    .accumulate_i    (products_valid_q),
    .restart_i       (products_first_q),
    .chain_i         (along_line),
    .neighbour_i     (mac_0_sum),
    .sum_o           (unused_mac_1_sum),
    .total_o         (mac_total[47:24])
  );

  // Operand stage
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      operands_valid_q <= 1'b0;
    end else begin
      operands_valid_q <= valid_i;
    end
  end

  always_ff @(posedge clk_i) begin
    if (valid_i) begin
      operands_first_q <= first_i;
      operands_stationary_q <= output_stationary_i;
      for (int i = 0; i < 2; i++) begin
        left_q[9*i +: 9] <=
          output_stationary_i ? {1'd0, weight_i} : {query_i[8*i + 7], query_i[8*i +: 8]};
        right_q[8*i +: 8] <= key_value_i[8*i +: 8];
      end
    end
  end

  // Product stage
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      products_valid_q <= 1'b0;
    end else begin
      products_valid_q <= operands_valid_q;
    end
  end

  always_ff @(posedge clk_i) begin
    if (operands_valid_q) begin
      products_first_q <= operands_first_q;
      products_stationary_q <= operands_stationary_q;
    end
  end

  // Sum stage: along the line, or in each MAC
  assign line_sum = products_first_q ? 24'sd0 : mac_total[47:24];
  assign in_each = products_valid_q && products_stationary_q;
  assign along_line = !products_stationary_q;
  assign totals_o[23:0] = mac_total[23:0];
  assign totals_o[47:24] = mac_total[47:24];
  assign partial_o = mac_total[47:24];
endmodule
