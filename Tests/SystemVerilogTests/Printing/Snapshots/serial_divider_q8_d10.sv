// Unsigned division floor(dividend / divisor), two quotient bits a cycle. Requires dividend <
// divisor * 2^8.
// Latency: 5 cycles from start_i to done_o.
// Throughput: one division every 5 cycles.
// Reset: idle; done_o is 0.
// Combinational paths: none.
//
// From HardwareLibrary/SerialDivider.swift, with quotientBits 8, divisorBits 10.
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
  logic        busy_q;
  logic [2:0]  steps_q;
  logic [9:0]  remainder_q;
  logic [7:0]  digits_q;  // dividend bits to come, quotient bits found
  logic [9:0]  held_divisor_q;
  logic        finished_q;

  assign high_partial = {remainder_q, digits_q[7]};
  assign high_fits = high_partial >= {1'b0, held_divisor_q};
  assign high_remainder_choice = high_fits ? high_partial - {1'b0, held_divisor_q} : high_partial;
  assign high_remainder = high_remainder_choice[9:0];
  assign low_partial = {high_remainder, digits_q[6]};
  assign low_fits = low_partial >= {1'b0, held_divisor_q};
  assign low_remainder_choice = low_fits ? low_partial - {1'b0, held_divisor_q} : low_partial;
  assign low_remainder = low_remainder_choice[9:0];

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      finished_q <= 1'b0;
    end else begin
      finished_q <= busy_q && steps_q == 3'd1;
    end
  end

  always_ff @(posedge clk_i) begin
    if (busy_q) begin
      remainder_q <= low_remainder;
      digits_q <= {digits_q[5:0], high_fits, low_fits};
    end else if (start_i) begin
      remainder_q <= dividend_i[17:8];
      digits_q <= dividend_i[7:0];
      held_divisor_q <= divisor_i;
    end
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      steps_q <= 3'd0;
      busy_q <= 1'b0;
    end else if (busy_q) begin
      steps_q <= steps_q - 3'd1;
      if (steps_q == 3'd1) begin
        busy_q <= 1'b0;
      end
    end else if (start_i) begin
      busy_q <= 1'b1;
      steps_q <= 3'd4;
    end
  end

  assign done_o = finished_q;
  assign quotient_o = digits_q;

  // Bits that nothing reads
  logic unused_high_remainder_choice;
  logic unused_low_remainder_choice;

  assign unused_high_remainder_choice = high_remainder_choice[10];
  assign unused_low_remainder_choice = low_remainder_choice[10];

`ifndef SYNTHESIS
  logic quotient_fits_q;  // whether the dividend is as required

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      quotient_fits_q <= 1'b0;
    end else if (start_i && !busy_q) begin
      quotient_fits_q <= (dividend_i[17:8] < divisor_i);
    end
  end

  always @(posedge clk_i) begin
    if (rst_ni) begin
      // steps are left exactly while it divides
      begin : StepsWhileBusy
        assert (busy_q == (steps_q != 3'd0));
      end
      // the remainder is below the divisor, if the quotient has 8 bits
      begin : RemainderFits
        assert (!busy_q || !quotient_fits_q || remainder_q < held_divisor_q);
      end
    end
  end
`endif
endmodule
