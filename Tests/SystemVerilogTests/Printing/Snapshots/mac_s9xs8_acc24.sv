// Multiply-accumulate unit: a product for the sum along the line, and a sum of its own.
// Latency: 1 cycle from operands_left_i and operands_right_i to product_o; 2 cycles from
// operands_left_i and operands_right_i to total_o.
// Throughput: one pair every cycle.
// Reset: none; the first product of a sum comes with control_restart_i.
// Combinational paths: none.
//
// From Accelerator/MAC.swift, with sumBits 24.
module mac_s9xs8_acc24 (
  input  logic               clk_i,

  input  logic               operands_valid_i,      // the operands count in this cycle
  input  logic signed [8:0]  operands_left_i,
  input  logic signed [7:0]  operands_right_i,

  input  logic               control_accumulate_i,  // take up the last product
  input  logic               control_restart_i,     // forget the own sum

  output logic signed [16:0] product_o,
  output logic signed [23:0] total_o                // the accumulated sum
);
  logic signed [16:0] new_product;
  logic signed [23:0] own;
  logic signed [16:0] held_product_q;
  logic signed [23:0] accumulator_q;

  assign new_product = operands_left_i * operands_right_i;

  always_ff @(posedge clk_i) begin
    if (operands_valid_i) begin
      held_product_q <= new_product;
    end
  end

  assign product_o = held_product_q;
  assign own = control_restart_i ? 24'sd0 : accumulator_q;

  always_ff @(posedge clk_i) begin
    if (control_accumulate_i) begin
      accumulator_q <= own + {{7{held_product_q[16]}}, held_product_q};
    end
  end

  assign total_o = accumulator_q;
endmodule
