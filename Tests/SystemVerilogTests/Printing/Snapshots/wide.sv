// A sample.
//
// From SystemVerilogTests/SampleModules.swift.
module wide (
  // the first of four operands that are added together
  input  logic signed [15:0] first_operand_of_the_sum_i,
  input  logic signed [15:0] second_operand_of_the_sum_i,
  input  logic signed [15:0] third_operand_of_the_sum_i,
  input  logic signed [15:0] fourth_operand_of_the_sum_i,
  input  logic               condition_i,

  // a note that goes on a note that goes on a note that goes on a note that goes on a note that
  // goes on a note that goes on
  output logic signed [18:0] total_o,
  output logic [63:0]        word_o,
  output logic               flag_o
);
  // a note that goes on a note that goes on a note that goes on a note that goes on a note that
  // goes on a note that goes on
  logic               inner;
  logic signed [16:0] total_sum_0_to_1;
  logic signed [17:0] total_sum_0_to_2;

  assign total_sum_0_to_1 =
    {first_operand_of_the_sum_i[15], first_operand_of_the_sum_i}
    + {second_operand_of_the_sum_i[15], second_operand_of_the_sum_i};
  assign total_sum_0_to_2 =
    {total_sum_0_to_1[16], total_sum_0_to_1}
    + {{2{third_operand_of_the_sum_i[15]}}, third_operand_of_the_sum_i};
  assign total_o =
    {total_sum_0_to_2[17], total_sum_0_to_2}
    + {{3{fourth_operand_of_the_sum_i[15]}}, fourth_operand_of_the_sum_i};
  assign word_o =
    {first_operand_of_the_sum_i, second_operand_of_the_sum_i, third_operand_of_the_sum_i,
    fourth_operand_of_the_sum_i};
  assign inner =
    condition_i && first_operand_of_the_sum_i > second_operand_of_the_sum_i
    && third_operand_of_the_sum_i > fourth_operand_of_the_sum_i
    && first_operand_of_the_sum_i != 16'sd0;

  always_comb begin
    flag_o = 1'b0;
    if (
      inner && first_operand_of_the_sum_i > third_operand_of_the_sum_i
      && second_operand_of_the_sum_i > fourth_operand_of_the_sum_i
    ) begin
      flag_o = 1'b1;
    end
  end
endmodule
