// Unsigned division floor(dividend / divisor), two quotient bits a cycle. Requires dividend <
// divisor * 2^8.
// Latency: 5 cycles from start_i to done_o.
// Throughput: one division every 5 cycles.
// Reset: idle; done_o is 0.
// Combinational paths: none.
module serial_divider_q8_d10 (
  input  logic        clk_i,
  input  logic        rst_ni,

  input  logic        start_i,     // take dividend_i and divisor_i; ignored while busy
  input  logic [17:0] dividend_i,
  input  logic [9:0]  divisor_i,

  output logic        done_o,      // quotient_o is valid in this cycle only
  output logic [7:0]  quotient_o
);
  logic [10:0] high_partial;
  logic        high_fits;
  logic [9:0]  high_remainder;
  logic [10:0] low_partial;
  logic        low_fits;
  logic [9:0]  low_remainder;
  logic [10:0] high_remainder_choice;
  logic [10:0] low_remainder_choice;
  logic [7:0]  digits_word;
  logic [9:0]  remainder_part;
  logic [7:0]  digits_part;
  logic        unused_high_remainder_choice;
  logic        unused_low_remainder_choice;
  logic        busy_d, busy_q;
  logic [2:0]  steps_d, steps_q;
  logic [9:0]  remainder_d, remainder_q;
  logic [7:0]  digits_d, digits_q;  // dividend bits to come, quotient bits found
  logic [9:0]  held_divisor_d, held_divisor_q;
  logic        finished_q;

  assign high_partial = {remainder_q, digits_q[7]};
  assign high_fits = high_partial >= {1'd0, held_divisor_q};
  assign high_remainder_choice = high_fits ? (high_partial - {1'd0, held_divisor_q}) : high_partial;
  assign high_remainder = high_remainder_choice[9:0];
  assign low_partial = {high_remainder, digits_q[6]};
  assign low_fits = low_partial >= {1'd0, held_divisor_q};
  assign low_remainder_choice = low_fits ? (low_partial - {1'd0, held_divisor_q}) : low_partial;
  assign low_remainder = low_remainder_choice[9:0];

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      finished_q <= 1'b0;
    end else begin
      finished_q <= busy_q && steps_q == 3'd1;
    end
  end

  assign digits_word = {digits_q[5:0], high_fits, low_fits};
  assign remainder_part = dividend_i[17:8];
  assign digits_part = dividend_i[7:0];

  always_comb begin
    remainder_d = remainder_q;
    digits_d = digits_q;
    steps_d = steps_q;
    busy_d = busy_q;
    held_divisor_d = held_divisor_q;
    if (busy_q) begin
      remainder_d = low_remainder;
      digits_d = digits_word;
      steps_d = steps_q - 3'd1;
      if (steps_q == 3'd1) begin
        busy_d = 1'b0;
      end
    end else if (start_i) begin
      busy_d = 1'b1;
      steps_d = 3'd4;
      remainder_d = remainder_part;
      digits_d = digits_part;
      held_divisor_d = divisor_i;
    end
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      steps_q <= 3'd0;
      busy_q <= 1'b0;
    end else begin
      steps_q <= steps_d;
      busy_q <= busy_d;
    end
  end

  always_ff @(posedge clk_i) begin
    remainder_q <= remainder_d;
    digits_q <= digits_d;
    held_divisor_q <= held_divisor_d;
  end

  assign done_o = finished_q;
  assign quotient_o = digits_q;
  assign unused_high_remainder_choice = high_remainder_choice[10];
  assign unused_low_remainder_choice = low_remainder_choice[10];
endmodule
