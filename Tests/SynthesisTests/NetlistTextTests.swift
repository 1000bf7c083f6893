import Testing

@testable import Synthesis

@Suite("Netlist text")
struct NetlistTextTests {
  @Test("An assignment to a concatenation is written bit by bit, and no other changes")
  func targets() {
    let text = #"""
      module top(a_o, b_i);
        output [3:0] a_o;
        input [2:0] b_i;
        wire \gen[0].c ;
        wire [1:0] \gen[1].d ;
        assign { a_o[2], a_o[0] } = { a_o[3], a_o[1] };
        assign { a_o[3], \gen[1].d , \gen[0].c  } = { b_i, \gen[1].d [0] };
        assign a_o = { b_i, \gen[0].c  };
        assign { a_o[1:0], a_o[3] } = { 2'h2, 1'hx };
      endmodule

      """#
    #expect(
      NetlistText.withPlainTargets(text) == #"""
        module top(a_o, b_i);
          output [3:0] a_o;
          input [2:0] b_i;
          wire \gen[0].c ;
          wire [1:0] \gen[1].d ;
          assign a_o[2] = a_o[3];
          assign a_o[0] = a_o[1];
          assign a_o[3] = b_i[2];
          assign \gen[1].d [1] = b_i[1];
          assign \gen[1].d [0] = b_i[0];
          assign \gen[0].c  = \gen[1].d [0];
          assign a_o = { b_i, \gen[0].c  };
          assign a_o[1] = 1'h1;
          assign a_o[0] = 1'h0;
          assign a_o[3] = 1'h0;
        endmodule

        """#)
  }
}
