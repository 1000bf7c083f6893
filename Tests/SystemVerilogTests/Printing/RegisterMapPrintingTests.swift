import HardwareDSL
import SystemVerilog
import TestSupport
import Testing

@Suite struct RegisterMapPrintingTests {
  @Test("A decode of a few values has its default before; a limit beyond its operand widens it")
  func text() throws {
    let text = SystemVerilogEmitter().emit(try elaborate(RegisterMap(limit: 8))).last?.text ?? ""
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let body = lines.drop { !$0.contains("always_comb") }.prefix { !$0.contains("words_read ") }
    expectText(
      body.joined(separator: "\n"),
      is: """
          always_comb begin
            word_o = -9'sd1;
            case (address_i)
              8'd0: word_o = 9'sd0;
              8'd4: word_o = word_negated;
              8'd8: word_o = 9'sd8;
              default: ;
            endcase
          end

          assign is_below = {1'b0, level_i} < 4'd8;
          assign has_room_o = is_below;

          register_map_l8_words u_words (
            .clk_i  (clk_i),
            .re_i   (1'b1),
            .raddr_i(address_i[7:4]),
            .rdata_o(words_read_data)
          );

          assign looked_o = words_read_data;
        endmodule

        """)
  }
}
