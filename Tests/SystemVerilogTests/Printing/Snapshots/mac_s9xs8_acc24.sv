// Multiply-accumulate element with intra-PE (own sum) and inter-PE (neighbour) accumulation.
// Latency: 1 cycle from left_i and right_i to sum_o; 2 cycles from left_i and right_i to total_o.
// Throughput: one pair every cycle.
// Reset: none; the first product of a sum comes with restart_i.
// Combinational paths: restart_i, chain_i and neighbour_i to sum_o.
//
// From Accelerator/MAC.swift, with sumBits 24.
module mac_s9xs8_acc24 (
  input  logic               clk_i,

  input  logic               operands_valid_i,  // left_i and right_i are a pair
  input  logic signed [8:0]  left_i,
  input  logic signed [7:0]  right_i,
  input  logic               accumulate_i,      // take up the last product
  input  logic               restart_i,         // forget the own sum
  input  logic               chain_i,           // add to the left neighbour's sum
  input  logic signed [23:0] neighbour_i,

  output logic signed [23:0] sum_o,             // the new sum, for the right neighbour
  output logic signed [23:0] total_o            // the accumulated sum
);
  logic signed [16:0] product;
  logic signed [23:0] own;
  logic signed [23:0] addend;
  logic signed [23:0] new_sum;
  logic signed [16:0] product_q;
  logic signed [23:0] accumulator_q;

  assign product = left_i * right_i;

  always_ff @(posedge clk_i) begin
    if (operands_valid_i) begin
      product_q <= product;
    end
  end

  assign own = restart_i ? 24'sd0 : accumulator_q;
  assign addend = chain_i ? neighbour_i : own;
  assign new_sum = addend + {{7{product_q[16]}}, product_q};

  always_ff @(posedge clk_i) begin
    if (accumulate_i) begin
      accumulator_q <= new_sum;
    end
  end

  assign sum_o = new_sum;
  assign total_o = accumulator_q;
endmodule
