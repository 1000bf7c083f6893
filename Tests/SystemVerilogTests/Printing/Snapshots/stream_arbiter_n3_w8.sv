// Round-robin arbiter of 3 streams. An input that waits is passed over by at most 2 items of the
// others. An item that waits at the output is not replaced.
// Latency: 0 cycles from inputs to output.
// Throughput: one item every cycle.
// Reset: input 0 goes first.
// Combinational paths: inputs_valid_i to output_valid_o, output_data_o and inputs_ready_o;
// inputs_data_i to output_data_o; output_ready_i to inputs_ready_o.
//
// From HardwareLibrary/StreamArbiter.swift, with width 8, count 3.
module stream_arbiter_n3_w8 (
  input  logic       clk_i,
  input  logic       rst_ni,

  input  logic       inputs_0_valid_i,
  output logic       inputs_0_ready_o,
  input  logic [7:0] inputs_0_data_i,
  input  logic       inputs_1_valid_i,
  output logic       inputs_1_ready_o,
  input  logic [7:0] inputs_1_data_i,
  input  logic       inputs_2_valid_i,
  output logic       inputs_2_ready_o,
  input  logic [7:0] inputs_2_data_i,

  output logic       output_valid_o,
  input  logic       output_ready_i,
  output logic [7:0] output_data_o
);
  logic preferred_waits;
  logic eligible_0;
  logic eligible_1;
  logic eligible_2;
  logic eligible_below_2;
  logic eligible_below_3;
  logic preferred_0_q;
  logic preferred_1_q;
  logic preferred_2_q;

  assign preferred_waits =
    (preferred_0_q && inputs_0_valid_i) || (preferred_1_q && inputs_1_valid_i)
    || (preferred_2_q && inputs_2_valid_i);
  assign eligible_0 = inputs_0_valid_i && (preferred_0_q || !preferred_waits);
  assign eligible_1 = inputs_1_valid_i && (preferred_1_q || !preferred_waits);
  assign eligible_2 = inputs_2_valid_i && (preferred_2_q || !preferred_waits);
  assign eligible_below_2 = eligible_0 || eligible_1;
  assign eligible_below_3 = eligible_below_2 || eligible_2;
  assign output_valid_o = eligible_below_3;
  assign output_data_o =
    eligible_0 ? inputs_0_data_i : eligible_below_2 ? inputs_1_data_i : inputs_2_data_i;
  assign inputs_0_ready_o = output_ready_i && eligible_0;
  assign inputs_1_ready_o = output_ready_i && (eligible_1 && !eligible_0);
  assign inputs_2_ready_o = output_ready_i && (eligible_2 && !eligible_below_2);

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      preferred_0_q <= 1'b0;
      preferred_1_q <= 1'b0;
      preferred_2_q <= 1'b0;
    end else if (output_valid_o) begin
      preferred_0_q <= eligible_0 && !output_ready_i;
      preferred_1_q <= eligible_0 || (eligible_1 && !output_ready_i);
      preferred_2_q <= eligible_below_2 || (eligible_2 && !output_ready_i);
    end
  end

`ifndef SYNTHESIS
  logic one_at_a_time_term;
  logic one_at_a_time_term_2;
  logic one_at_a_time_term_3;

  assign one_at_a_time_term = inputs_0_valid_i && inputs_0_ready_o;
  assign one_at_a_time_term_2 = inputs_1_valid_i && inputs_1_ready_o;
  assign one_at_a_time_term_3 = inputs_2_valid_i && inputs_2_ready_o;

  always @(posedge clk_i) begin
    if (rst_ni) begin
      // one input at most gives an item
      begin : OneAtATime
        assert (
          ({2'd0, one_at_a_time_term}
          + {1'b0, {1'b0, one_at_a_time_term_2} + {1'b0, one_at_a_time_term_3}}) <= 3'd1
        );
      end
      // an item goes out in the cycle in which one comes in
      begin : NothingMadeUp
        assert (
          (output_valid_o && output_ready_i)
          == (one_at_a_time_term || one_at_a_time_term_2 || one_at_a_time_term_3)
        );
      end
      // with an input, all behind it are preferred
      begin : PreferredToLast
        assert ((preferred_1_q || !preferred_0_q) && (preferred_2_q || !preferred_1_q));
      end
    end
  end
`endif
endmodule
