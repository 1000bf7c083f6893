// A sample.
//
// From SystemVerilogTests/SampleModules.swift.
module picker_9 (
  input  logic [107:0] words_i,      // 9 words of 12 bits
  input  logic [3:0]   index_i,
  input  logic [5:0]   far_index_i,

  output logic [11:0]  word_o,
  output logic [11:0]  far_word_o
);
  assign word_o =
    index_i[3]
    ? (index_i[2] ? 12'd0 : index_i[1] ? 12'd0 : index_i[0] ? 12'd0 : words_i[107:96])
    : (index_i[2]
       ? (index_i[1]
          ? (index_i[0] ? words_i[95:84] : words_i[83:72])
          : (index_i[0] ? words_i[71:60] : words_i[59:48]))
       : (index_i[1]
          ? (index_i[0] ? words_i[47:36] : words_i[35:24])
          : (index_i[0] ? words_i[23:12] : words_i[11:0])));
  assign far_word_o = |far_index_i[5:1] ? 12'd0 : far_index_i[0] ? words_i[23:12] : words_i[11:0];
endmodule
