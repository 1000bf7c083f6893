// Round-robin arbiter of Count streams, written by hand. Why it is written so, measured with
// Yosys 0.23 for 8 streams of 32 bits:
//
// - The preference is a thermometer code: one flag for each input from the preferred one on. The
//   next preference is then what the ripple of the decision holds anyway, without an encoder.
// - One ripple decides: an input that is not preferred is eligible only where no preferred one
//   waits. Two ripples, one for each class, cost more.
// - The data are chosen by the ripple itself, a two-way choice for each further input. One-hot
//   masks cost twice as much, and an index an encoder.
module stream_arbiter #(
  parameter int Width = 8,
  parameter int Count = 4
) (
  input  logic                   clk_i,
  input  logic                   rst_ni,

  input  logic [Count-1:0]       input_valid_i,
  output logic [Count-1:0]       input_ready_o,
  input  logic [Count*Width-1:0] input_data_i,

  output logic                   output_valid_o,
  input  logic                   output_ready_i,
  output logic [Width-1:0]       output_data_o
);
  logic [Count-1:0] preferred_q;
  logic [Count-1:0] eligible;
  logic [Count:0]   below;  // bit i: an input below i is eligible

  assign eligible = input_valid_i & (preferred_q | {Count{~|(input_valid_i & preferred_q)}});

  assign below[0] = 1'b0;
  for (genvar index = 0; index < Count; index++) begin : g_below
    assign below[index+1] = below[index] | eligible[index];
  end

  assign output_valid_o = below[Count];
  assign input_ready_o = eligible & ~below[Count-1:0] & {Count{output_ready_i}};

  always_comb begin
    output_data_o = input_data_i[(Count-1)*Width +: Width];
    for (int index = Count - 2; index >= 0; index--) begin
      if (below[index+1]) output_data_o = input_data_i[index*Width +: Width];
    end
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      preferred_q <= '0;
    end else if (output_valid_o) begin
      preferred_q <= below[Count-1:0] | (eligible & {Count{!output_ready_i}});
    end
  end
endmodule
