import Foundation
import HardwareDSL
import SystemVerilog
import TestSupport
import Testing

/// A bundle of one field, which as bits is that field.
private struct Place: SignalBundle {
  let row: Signal

  init(_ field: FieldMaker) { row = field(.unsigned(4)) }
}

/// Expressions that are nested in the description and need not be in the text.
private final class Plain: SampleModule {
  let a = input(.unsigned(4))
  let b = input(.unsigned(3))
  let x = input(.bit)
  let y = input(.bit)
  let z = input(.bit)
  let words = (0..<4).map {
    input("a_word_with_a_name_that_is_really_rather_long_\($0)", .bits(32))
  }
  let bus = Place(.input())
  let wide = output(.unsigned(13))
  let joined = output(.bits(12))
  let any = output(.bit)
  let mixed = output(.bit)
  let tree = output(.bit)
  let bits = output(.unsigned(4))
  let spread = output(.signed(4))
  let chosen = output(.bits(32))
  let place = output(.bits(4))

  var body: Behavior {
    wide <== a.shiftedLeft(by: 3).extended(to: 13)
    joined
      <== concatenate(
        Signal(0, .bits(2)), concatenate(a, concatenate(b, x)), Signal(0, .bits(1)),
        Signal(0, .bits(1)))
    any <== (x || (y || (z || x != y)))
    mixed <== (x && (y && z) || (x && (y || z)))
    tree <== ((x || y) || (z || x != z))
    bits <== (a | (b.extended(to: 4) | ~a)) ^ (a & (a & b.extended(to: 4)))
    spread <== x.asSigned
    chosen <== mux(x, mux(y, words[0], words[1]), mux(z, words[2], words[3]))
    place <== bus.asBits
  }
}

@Suite struct PlainExpressionPrintingTests {
  private static let text = """
      assign wide_o = {6'd0, a_i, 3'd0};
      assign joined_o = {2'd0, a_i, b_i, x_i, 2'd0};
      assign any_o = x_i || y_i || z_i || x_i != y_i;
      assign mixed_o = (x_i && y_i && z_i) || (x_i && (y_i || z_i));
      assign tree_o = x_i || y_i || (z_i || x_i != z_i);
      assign bits_o = (a_i | {1'b0, b_i} | ~a_i) ^ (a_i & a_i & {1'b0, b_i});
      assign spread_o = {4{x_i}};
      assign chosen_o =
        x_i
        ? (y_i
           ? a_word_with_a_name_that_is_really_rather_long_0
           : a_word_with_a_name_that_is_really_rather_long_1)
        : (z_i
           ? a_word_with_a_name_that_is_really_rather_long_2
           : a_word_with_a_name_that_is_really_rather_long_3);
      assign place_o = bus_row_i;
    endmodule

    """

  @Test("What reads the same without parentheses, inner braces and copies has none")
  func expressions() throws {
    let text = SystemVerilogEmitter(arrays: .unrolled).emit(try elaborate(Plain())).last?.text ?? ""
    let body = text.components(separatedBy: ");\n").dropFirst().joined(separator: ");\n")
    expectText(body, is: Self.text)
  }
}
