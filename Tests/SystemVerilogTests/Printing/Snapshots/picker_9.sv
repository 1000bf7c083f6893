// A sample.
//
// From SystemVerilogTests/SampleModules.swift.
module picker_9 (
  input  logic [11:0] words_0_i,
  input  logic [11:0] words_1_i,
  input  logic [11:0] words_2_i,
  input  logic [11:0] words_3_i,
  input  logic [11:0] words_4_i,
  input  logic [11:0] words_5_i,
  input  logic [11:0] words_6_i,
  input  logic [11:0] words_7_i,
  input  logic [11:0] words_8_i,

  input  logic [3:0]  index_i,
  input  logic [5:0]  far_index_i,

  output logic [11:0] word_o,
  output logic [11:0] far_word_o
);
  assign word_o =
    index_i[3]
    ? (index_i[2] ? 12'd0 : index_i[1] ? 12'd0 : index_i[0] ? 12'd0 : words_8_i)
    : (index_i[2]
       ? (index_i[1]
          ? (index_i[0] ? words_7_i : words_6_i)
          : (index_i[0] ? words_5_i : words_4_i))
       : (index_i[1]
          ? (index_i[0] ? words_3_i : words_2_i)
          : (index_i[0] ? words_1_i : words_0_i)));
  assign far_word_o = |far_index_i[5:1] ? 12'd0 : far_index_i[0] ? words_1_i : words_0_i;
endmodule
