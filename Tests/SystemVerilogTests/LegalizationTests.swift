import HardwareDSL
import HardwareIR
import SystemVerilog
import TestSupport
import Testing

/// Expressions one by one: what they are as text, and which need a wire.
@Suite struct LegalizationTests {
  private let a = Expression.reference("a_i", .signed(8))
  private let b = Expression.reference("b_i", .signed(8))
  private let u = Expression.reference("u_i", .unsigned(8))
  private let c = Expression.reference("c_i", .bit)

  /// The assignments of a module whose output is `expression`.
  private func assignments(_ expression: Expression) -> [String] {
    var module = ModuleDefinition(name: "sample", contract: Contract(""), location: nil)
    module.ports = [
      Port(name: "a_i", direction: .input, type: a.type),
      Port(name: "b_i", direction: .input, type: b.type),
      Port(name: "u_i", direction: .input, type: u.type),
      Port(name: "c_i", direction: .input, type: c.type),
      Port(name: "y_o", direction: .output, type: expression.type),
    ]
    module.statements = [.assign(target: "y_o", value: expression, location: nil)]
    // What stands here is printed as it stands, though much of it could be folded.
    let emitter = SystemVerilogEmitter(optimization: .none)
    let text = emitter.emit(Circuit(modules: [module]))[0].text
    return text.split(separator: "\n").filter {
      $0.hasPrefix("  assign ") && !$0.contains("unused_")
    }
    .map { String($0.dropFirst(9)) }
  }

  private func signed(_ value: Int, _ width: Int = 8) -> Expression {
    .literal(BitPattern(value, width: width), .signed(width))
  }

  @Test("Literals state their width and sign; the most negative number is hexadecimal")
  func literals() {
    #expect(assignments(signed(5)) == ["y_o = 8'sd5;"])
    #expect(assignments(signed(-5)) == ["y_o = -8'sd5;"])
    #expect(assignments(signed(-128)) == ["y_o = 8'sh80;"])
    #expect(assignments(signed(-1, 1)) == ["y_o = 1'sh1;"])
    #expect(assignments(signed(0, 1)) == ["y_o = 1'sd0;"])
    #expect(assignments(signed(Int.min, 64)) == ["y_o = 64'sh8000000000000000;"])
    #expect(
      assignments(.literal(BitPattern(-1, width: 70), .unsigned(70)))
        == ["y_o = 70'h3fffffffffffffffff;"])
    #expect(assignments(.literal(BitPattern(5, width: 4), .bits(4))) == ["y_o = 4'b0101;"])
    #expect(assignments(.literal(BitPattern(5, width: 9), .bits(9))) == ["y_o = 9'h005;"])
    #expect(assignments(.literal(BitPattern(1, width: 1), .bit)) == ["y_o = 1'b1;"])
  }

  @Test("The sign of a comparison is that of the types, whatever the operands look like")
  func signs() {
    let bits = Expression.reinterpret(a, as: .unsigned(8))
    let other = Expression.reinterpret(b, as: .unsigned(8))
    #expect(
      assignments(.binary(.less, .binary(.shiftRight, bits, u), .binary(.shiftRight, other, u)))
        == ["y_o = $unsigned(a_i >> u_i) < $unsigned(b_i >> u_i);"])
    let one = Expression.reinterpret(.unary(.not, c), as: .signed(1))
    #expect(assignments(.binary(.less, one, signed(0, 1))) == ["y_o = $signed(!c_i) < 1'sd0;"])
    let both = Expression.reinterpret(.binary(.and, c, c), as: .signed(1))
    #expect(
      assignments(.binary(.less, both, signed(0, 1))) == ["y_o = $signed(c_i && c_i) < 1'sd0;"])
  }

  @Test("Two operators on one operand do not run together")
  func unaryPairs() {
    #expect(assignments(.unary(.negate, .unary(.negate, a))) == ["y_o = -(-a_i);"])
    #expect(assignments(.unary(.negate, signed(-5))) == ["y_o = -(-8'sd5);"])
    #expect(assignments(.unary(.parity, .unary(.not, a))) == ["y_o = ^(~a_i);"])
    #expect(assignments(.unary(.allBits, .unary(.allBits, a))) == ["y_o = &(&a_i);"])
    #expect(assignments(.unary(.not, .unary(.anyBit, a))) == ["y_o = !(|a_i);"])
    #expect(assignments(.binary(.subtract, a, signed(-5))) == ["y_o = a_i - -8'sd5;"])
  }

  @Test("A comparison states the sign that its operands have lost")
  func comparisons() {
    let wide = Expression.extend(a, to: .signed(9))
    #expect(
      assignments(.binary(.less, wide, signed(3, 9))) == ["y_o = $signed({a_i[7], a_i}) < 9'sd3;"])
    #expect(
      assignments(.binary(.less, .reinterpret(a, as: .unsigned(8)), u))
        == ["y_o = $unsigned(a_i) < u_i;"])
    #expect(
      assignments(.binary(.less, .reinterpret(.extend(a, to: .signed(8)), as: .unsigned(8)), u))
        == ["y_o = $unsigned(a_i) < u_i;"])
    #expect(assignments(.binary(.equal, wide, wide)) == ["y_o = {a_i[7], a_i} == {a_i[7], a_i};"])
  }

  @Test("A signed shift to the right stands alone, and keeps its sign on a line of its own")
  func shifts() {
    let shifted = Expression.binary(.shiftRight, a, u)
    #expect(assignments(shifted) == ["y_o = a_i >>> u_i;"])
    #expect(
      assignments(.binary(.add, shifted, b)) == [
        "y_shifted = a_i >>> u_i;", "y_o = y_shifted + b_i;",
      ])
    #expect(
      assignments(.binary(.shiftRight, .extend(a, to: .signed(9)), u))
        == ["y_o = $signed({a_i[7], a_i}) >>> u_i;"])
    #expect(assignments(.binary(.shiftRight, u, u)) == ["y_o = u_i >> u_i;"])
  }

  @Test("A product takes names and has its exact width")
  func products() {
    #expect(assignments(.binary(.multiply, a, b)) == ["y_o = a_i * b_i;"])
    #expect(
      assignments(.binary(.multiply, .reinterpret(u, as: .signed(8)), b))
        == ["y_o = $signed(u_i) * b_i;"])
    #expect(
      assignments(.slice(.binary(.multiply, .binary(.add, a, b), b), low: 0, width: 8))
        == ["y_sum = a_i + b_i;", "y_product = y_sum * b_i;", "y_o = y_product[7:0];"])
  }

  @Test("Only names are sliced; parts of parts and of extensions need no wire")
  func slices() {
    #expect(assignments(.slice(a, low: 3, width: 1)) == ["y_o = a_i[3];"])
    #expect(assignments(.slice(a, low: 0, width: 8)) == ["y_o = a_i;"])
    #expect(assignments(.slice(c, low: 0, width: 1)) == ["y_o = c_i;"])
    #expect(
      assignments(.slice(.slice(a, low: 2, width: 5), low: 1, width: 2)) == ["y_o = a_i[4:3];"])
    #expect(
      assignments(.slice(.extend(a, to: .signed(20)), low: 1, width: 4)) == ["y_o = a_i[4:1];"])
    #expect(
      assignments(.slice(.concatenation([a, b]), low: 4, width: 8))
        == ["y_word = {a_i, b_i};", "y_o = y_word[11:4];"])
  }

  @Test("Extensions and concatenations are as flat as they can be")
  func extensions() {
    #expect(assignments(.extend(u, to: .unsigned(10))) == ["y_o = {2'd0, u_i};"])
    #expect(assignments(.extend(a, to: .signed(9))) == ["y_o = {a_i[7], a_i};"])
    #expect(
      assignments(.extend(.extend(a, to: .signed(9)), to: .signed(12)))
        == ["y_o = {{4{a_i[7]}}, a_i};"])
    #expect(assignments(.extend(signed(-3, 4), to: .signed(9))) == ["y_o = -9'sd3;"])
    #expect(assignments(.concatenation([a])) == ["y_o = a_i;"])
    #expect(assignments(.concatenation([.concatenation([a]), c])) == ["y_o = {a_i, c_i};"])
  }

  @Test("Parts of a sum are called after the addends, and bits after their signal")
  func names() throws {
    final class Tree: SampleModule {
      let terms = (0..<4).map { _ in input(.signed(4)) }
      let word = input(.bits(8))
      let enable = input(.bit)
      let total = output(.signed(4))
      let dot = output(.signed(11))
      let high = output(.bits(4))
      let low = output(.bits(4))
      var body: Behavior {
        total <== sum(of: terms).truncated(to: 4)
        dot <== sum(of: terms.map { $0 * terms[0] }).extended(to: 11)
        high <== 0
        low <== word[0...3]
        when(enable) {
          high <== word[4...7]
          low <== word[4...7]
        }
      }
    }
    let text = SystemVerilogEmitter().emit(try elaborate(Tree()))[0].text
    let names = text.matches(of: /assign ([a-z_0-9]+) =/).map { String($0.output.1) }
    #expect(
      names.filter { $0.hasPrefix("total_sum") }
        == ["total_sum_0_to_1", "total_sum_2_to_3", "total_sum_0_to_3"])
    #expect(
      names.filter { $0.contains("product") }.sorted() == (0..<4).map { "dot_product_\($0)" })
    #expect(
      names.filter { $0.hasPrefix("word_") }.sorted() == ["word_bits_3_to_0", "word_bits_7_to_4"])
  }

  @Test("The subject of a decode is made legal, too: no bits are selected in always_comb")
  func decodeSubject() throws {
    final class Subject: SampleModule {
      let a = input(.unsigned(4))
      let b = input(.unsigned(4))
      let y = output(.unsigned(2))
      var body: Behavior {
        y <== 0
        decode((a + b)[1...2], values: 0..<3) { value in y <== .number(value) }
      }
    }
    let text = SystemVerilogEmitter().emit(try elaborate(Subject()))[0].text
    #expect(text.contains("  assign y_sum = {1'b0, a_i} + {1'b0, b_i};\n"))
    #expect(text.contains("  assign y_sum_bits_2_to_1 = y_sum[2:1];\n"))
    #expect(text.contains("    case (y_sum_bits_2_to_1)\n"))
  }

  @Test("Unread bits of two signals of one stem have two names")
  func unreadBits() throws {
    final class Halves: SampleModule {
      let word = input(.bits(8))
      let heldWord = dataRegister(.bits(8))
      let y = output(.bits(4))
      let z = output(.bits(4))
      let other: Signal
      init() { other = dataRegister(.bits(8)) }
      var body: Behavior {
        let named = wire("other", heldWord)
        heldWord <== concatenate(word[0...3], word[0...3])
        other <== concatenate(named[0...3], named[0...3])
        y <== other[0...3]
        z <== other[4...6].extended(to: 4)
      }
    }
    let text = SystemVerilogEmitter().emit(try elaborate(Halves()))[0].text
    #expect(text.contains("  assign unused_word = &word_i[7:4];\n"))
    #expect(text.contains("  assign unused_other = &other[7:4];\n"))
    #expect(text.contains("  assign unused_other_q = other_q[7];\n"), "\(text)")
  }
}
