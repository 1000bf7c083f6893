// Multiply-accumulate element with intra-PE (own sum) and inter-PE (neighbour) accumulation.
// Latency: 1 cycle from operands_left_i and operands_right_i to sum_o; 2 cycles from
// operands_left_i and operands_right_i to total_o.
// Throughput: one pair every cycle.
// Reset: none; the first product of a sum comes with control_restart_i.
// Combinational paths: control_restart_i, control_chain_i and neighbour_i to sum_o.
//
// From Accelerator/MAC.swift, with sumBits 24.
module mac_s9xs8_acc24 (
  input  logic               clk_i,

  input  logic               operands_valid_i,      // the operands are a pair
  input  logic signed [8:0]  operands_left_i,
  input  logic signed [7:0]  operands_right_i,

  input  logic               control_accumulate_i,  // take up the last product
  input  logic               control_restart_i,     // forget the own sum
  input  logic               control_chain_i,       // add to the left neighbour's sum

  input  logic signed [23:0] neighbour_i,

  output logic signed [23:0] sum_o,                 // the new sum, for the right neighbour
  output logic signed [23:0] total_o                // the accumulated sum
);
  logic signed [16:0] product;
  logic signed [23:0] own;
  logic signed [23:0] addend;
  logic signed [16:0] product_q;
  logic signed [23:0] accumulator_q;

  assign product = operands_left_i * operands_right_i;

  always_ff @(posedge clk_i) begin
    if (operands_valid_i) begin
      product_q <= product;
    end
  end

  assign own = control_restart_i ? 24'sd0 : accumulator_q;
  assign addend = control_chain_i ? neighbour_i : own;
  assign sum_o = addend + {{7{product_q[16]}}, product_q};

  always_ff @(posedge clk_i) begin
    if (control_accumulate_i) begin
      accumulator_q <= sum_o;
    end
  end

  assign total_o = accumulator_q;
endmodule
