// Round-robin arbiter of 3 streams. An input that waits is passed over by at most 2 items of the
// others. An item that waits at the output is not replaced.
// Latency: 0 cycles from inputs to output.
// Throughput: one item every cycle.
// Reset: input 0 goes first.
// Combinational paths: inputs_valid_i to output_valid_o, output_data_o and inputs_ready_o;
// output_ready_i to inputs_ready_o; inputs_data_i to output_data_o.
//
// From HardwareLibrary/StreamArbiter.swift, with count 3.
module stream_arbiter_n3_w8 (
  input  logic        clk_i,
  input  logic        rst_ni,

  input  logic [2:0]  inputs_valid_i,
  output logic [2:0]  inputs_ready_o,
  input  logic [23:0] inputs_data_i,   // 3 words of 8 bits

  output logic        output_valid_o,
  input  logic        output_ready_i,
  output logic [7:0]  output_data_o
);
  logic       preferred_waits;
  logic [2:0] eligible;
  logic       eligible_below_2;
  logic       eligible_below_3;
  logic [2:0] preferred_q;

  assign preferred_waits =
    (preferred_q[0] && inputs_valid_i[0]) || (preferred_q[1] && inputs_valid_i[1])
    || (preferred_q[2] && inputs_valid_i[2]);

  for (genvar i = 0; i < 3; i++) begin : gen_eligible
    assign eligible[i] = inputs_valid_i[i] && (preferred_q[i] || !preferred_waits);
  end

  assign eligible_below_2 = |eligible[1:0];
  assign eligible_below_3 = eligible_below_2 || eligible[2];
  assign output_valid_o = eligible_below_3;
  assign output_data_o =
    eligible[0] ? inputs_data_i[7:0] :
    eligible_below_2 ? inputs_data_i[15:8] :
    inputs_data_i[23:16];
  assign inputs_ready_o[0] = output_ready_i && eligible[0];
  assign inputs_ready_o[1] = output_ready_i && eligible[1] && !eligible[0];
  assign inputs_ready_o[2] = output_ready_i && eligible[2] && !eligible_below_2;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      preferred_q <= 3'd0;
    end else if (output_valid_o) begin
      preferred_q[0] <= eligible[0] && !output_ready_i;
      preferred_q[1] <= eligible[0] || (eligible[1] && !output_ready_i);
      preferred_q[2] <= eligible_below_2 || (eligible[2] && !output_ready_i);
    end
  end

`ifndef SYNTHESIS
  logic [2:0] inputs_fires;

  for (genvar i = 0; i < 3; i++) begin : gen_inputs_fires
    assign inputs_fires[i] = inputs_valid_i[i] && inputs_ready_o[i];
  end

  always @(posedge clk_i) begin
    if (rst_ni) begin
      // one input at most gives an item
      begin : OneAtATime
        assert (
          ({2'd0, inputs_fires[0]} + {1'b0, {1'b0, inputs_fires[1]} + {1'b0, inputs_fires[2]}})
          <= 3'd1
        );
      end
      // an item goes out in the cycle in which one comes in
      begin : NothingMadeUp
        assert ((output_valid_o && output_ready_i) == |inputs_fires);
      end
      // with an input, all behind it are preferred
      begin : PreferredToLast
        assert ((preferred_q[1] || !preferred_q[0]) && (preferred_q[2] || !preferred_q[1]));
      end
    end
  end
`endif
endmodule
