// Skid buffer, written by hand: a place for the item that comes while the output stalls. The place
// is loaded whenever it is free, so that its enable comes from a register.
module skid_buffer #(
  parameter int Width = 8
) (
  input  logic             clk_i,
  input  logic             rst_ni,

  input  logic             input_valid_i,
  output logic             input_ready_o,
  input  logic [Width-1:0] input_data_i,

  output logic             output_valid_o,
  input  logic             output_ready_i,
  output logic [Width-1:0] output_data_o
);
  logic             is_held_q;
  logic [Width-1:0] held_q;

  assign input_ready_o = !is_held_q;
  assign output_valid_o = input_valid_i || is_held_q;
  assign output_data_o = is_held_q ? held_q : input_data_i;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) is_held_q <= 1'b0;
    else is_held_q <= output_valid_o && !output_ready_i;
  end

  always_ff @(posedge clk_i) begin
    if (!is_held_q) held_q <= input_data_i;
  end
endmodule
