import HardwareDSL
import Testing

/// Widths, signs, literals and slices that do not fit, with the full text of the error.
@Suite struct AssignmentDiagnosticTests {
  @Test("A wider number is not narrowed silently")
  func narrowing() {
    final class Narrow: TestModule {
      let a = input(.unsigned(8))
      let b = input(.unsigned(8))
      let product = output(.unsigned(8))
      static let line = #line + 2
      var body: Behavior {
        product <== a * b
      }
    }
    expectRefusal(
      Narrow(),
      error(at: Narrow.line)
        + "a value of 16 bits does not fit 'product_o' (unsigned(8)); "
        + "write .truncated(to: 8) or .saturated(to: 8) [narrowing]")
  }

  @Test("More bits are not cut off silently, nor fewer filled up")
  func bits() {
    final class Words: TestModule {
      let wide = input(.bits(9))
      let narrow = input(.bits(7))
      let first = output(.bits(8))
      let second = output(.bits(8))
      static let line = #line + 2
      var body: Behavior {
        first <== wide
        second <== narrow
      }
    }
    expectRefusal(
      Words(),
      error(at: Words.line)
        + "9 bits are assigned to 'first_o' (bits(8)); "
        + "write .truncated(to: 8), or slice [narrowing]",
      error(at: Words.line + 1)
        + "7 bits are assigned to 'second_o' (bits(8)); "
        + "write .extended(to: 8), or concatenate [type-mismatch]")
  }

  @Test("extended(to:) does not narrow")
  func extensionNarrows() {
    final class Short: TestModule {
      let a = input(.signed(8))
      let y = output(.signed(8))
      static let line = #line + 2
      var body: Behavior {
        y <== a.extended(to: 4)
      }
    }
    expectRefusal(
      Short(),
      error(at: Short.line)
        + "extended(to: 4) of 'a_i' (signed(8)) narrows; write .truncated(to: 4) [narrowing]")
  }

  @Test("Signs do not mix, in operators, products and assignments")
  func signs() {
    final class Mixed: TestModule {
      let a = input(.unsigned(8))
      let b = input(.signed(8))
      let sum = output(.signed(9))
      let product = output(.signed(16))
      let copy = output(.signed(9))
      static let line = #line + 2
      var body: Behavior {
        sum <== a + b
        product <== a * b
        copy <== a
      }
    }
    expectRefusal(
      Mixed(),
      error(at: Mixed.line)
        + "'+' joins 'a_i' (unsigned(8)) and 'b_i' (signed(8)); "
        + "convert the unsigned one with .toSigned() [sign-mixing]",
      error(at: Mixed.line + 1)
        + "'*' joins 'a_i' (unsigned(8)) and 'b_i' (signed(8)); "
        + "convert the unsigned one with .toSigned() [sign-mixing]",
      error(at: Mixed.line + 2)
        + "'a_i' (unsigned(8)) is assigned to 'copy_o' (signed(9)); "
        + "convert it with .toSigned() or .asSigned [sign-mixing]")
  }

  @Test("A literal fits the type that it takes")
  func literals() {
    final class Literals: TestModule {
      let a = input(.signed(4))
      let b = input(.unsigned(64))
      let y = output(.unsigned(8))
      let z = output(.bit)
      static let line = #line + 1
      let count = register(.unsigned(2), reset: 4)
      static let bodyLine = #line + 2
      var body: Behavior {
        y <== 256
        z <== (a == 8)
        z <== (a > -9)
        y <== Signal(-1, .unsigned(8))
        z <== (b == -1)
        count <== 0
      }
    }
    let negative =
      "use a signed type, or Signal(hexadecimal: _, _) for its bits [literal-range]"
    expectRefusal(
      Literals(),
      error(at: Literals.line)
        + "'count': literal 4 does not fit unsigned(2) (0...3); use a wider type [literal-range]",
      error(at: Literals.bodyLine)
        + "literal 256 does not fit unsigned(8) (0...255); use a wider type [literal-range]",
      error(at: Literals.bodyLine + 1)
        + "literal 8 does not fit signed(4) (-8...7); "
        + "write Signal(8, .signed(5)), or use a wider type [literal-range]",
      error(at: Literals.bodyLine + 2)
        + "literal -9 does not fit signed(4) (-8...7); "
        + "write Signal(-9, .signed(5)), or use a wider type [literal-range]",
      error(at: Literals.bodyLine + 3)
        + "literal -1 does not fit unsigned(8) (0...255); \(negative)",
      error(at: Literals.bodyLine + 4)
        + "literal -1 does not fit unsigned(64) (0...2^64 - 1); \(negative)")
  }

  @Test("Two literals, and literals alone, have no type")
  func untypedLiterals() {
    final class Untyped: TestModule {
      var moduleName: String { "literals" }
      let a = input(.bit)
      let y = output(.unsigned(8))
      let z = output(.bit)
      static let line = #line + 2
      var body: Behavior {
        y <== mux(a, 1, 2)
        y <== ~5
        z <== !1
        z <== Signal.number(5).isAnySet
        z <== Signal.number(5).areAllSet
        y <== Signal.number(5).truncated(to: 2)
        y <== Signal.number(5).extended(to: 8)
        y <== Signal.number(5).saturated(to: 2)
        y <== concatenate(Signal.number(5)).asUnsigned
        y <== Signal.number(5).asUnsigned
        z <== Signal.number(5)[0]
        y <== Signal.number(5).shiftedLeft(by: 1)
        y <== 5 * 3
      }
    }
    func operand(_ offset: Int, _ operation: String) -> String {
      error(at: Untyped.line + offset)
        + "\(operation) needs a typed operand, not the literal \(offset == 2 ? 1 : 5); "
        + "give it a type with Signal(_, _) [type-mismatch]"
    }
    expectRefusal(
      Untyped(),
      error(at: Untyped.line)
        + "'mux' joins two literals; give one a type with Signal(_, _) [type-mismatch]",
      operand(1, "'~'"), operand(2, "'!'"), operand(3, "isAnySet"), operand(4, "areAllSet"),
      operand(5, "truncated(to: 2)"), operand(6, "extended(to: 8)"), operand(7, "saturated(to: 2)"),
      error(at: Untyped.line + 8)
        + "concatenate needs typed parts; give the literal a type with Signal(_, _) "
        + "[type-mismatch]",
      operand(9, "reading the bits"), operand(10, "a slice"), operand(11, "shiftedLeft(by: 1)"),
      error(at: Untyped.line + 12)
        + "'*' needs typed operands; give the literal a type with Signal(_, _) [type-mismatch]")
  }

  @Test("Slices and constant shifts stay inside their operand")
  func slices() {
    final class Slices: TestModule {
      let a = input(.unsigned(8))
      let y = output(.unsigned(8))
      let z = output(.bit)
      static let line = #line + 2
      var body: Behavior {
        y <== a[1...8].asUnsigned
        z <== a[-1]
        y <== a.truncated(to: 9)
        y <== a.truncated(to: -1)
        y <== a.saturated(to: -1)
        y <== a.shiftedRight(by: 9)
        y <== a.shiftedRight(by: -1)
        y <== a.shiftedLeft(by: -1)
        z <== concatenate([])
      }
    }
    expectRefusal(
      Slices(),
      error(at: Slices.line)
        + "slice 1...8 of 'a_i' (unsigned(8)) is out of range; bits run from 0 to 7 [slice-range]",
      error(at: Slices.line + 1)
        + "slice -1...-1 of 'a_i' (unsigned(8)) is out of range; "
        + "bits run from 0 to 7 [slice-range]",
      error(at: Slices.line + 2)
        + "truncated(to: 9) of 'a_i' (unsigned(8)) is out of range 0...8 [slice-range]",
      error(at: Slices.line + 3)
        + "truncated(to: -1) of 'a_i' (unsigned(8)) is out of range 0...8 [slice-range]",
      error(at: Slices.line + 4)
        + "saturated(to: -1) of 'a_i' (unsigned(8)) is out of range; "
        + "a width must be at least 0 [slice-range]",
      error(at: Slices.line + 5)
        + "shiftedRight(by: 9) of 'a_i' (unsigned(8)) is by more than all of its bits; "
        + "shift by 0 to 8 [slice-range]",
      error(at: Slices.line + 6)
        + "shiftedRight(by: -1) of 'a_i' (unsigned(8)) is negative; "
        + "shift by 0 to 8 [slice-range]",
      error(at: Slices.line + 7)
        + "shiftedLeft(by: -1) of 'a_i' (unsigned(8)) is negative; "
        + "use shiftedRight [slice-range]",
      error(at: Slices.line + 8)
        + "0 (bits(0)) is assigned to 'z_o' (bit); write .isAnySet [type-mismatch]")
  }

  @Test("Operators take the types that they are for")
  func types() {
    final class Types: TestModule {
      let flag = input(.bit)
      let word = input(.bits(8))
      let number = input(.unsigned(8))
      let level = input(.signed(8))
      let y = output(.unsigned(8))
      let z = output(.bit)
      static let line = #line + 2
      var body: Behavior {
        y <== word &+ word
        y <== (number - number).truncated(to: 8)
        z <== (word == number)
        z <== (number && flag)
        z <== !number
        y <== mux(number, number, number)
        y <== number.shiftedLeft(by: level)
        y <== word
        y <== level.toSigned()
        y <== word.saturated(to: 4).asUnsigned
        z <== word * word
        when(number) { y <== 0 }
        decode(level, values: 0..<2) { value in y <== .number(value) }
        decode(number[0...1], values: 0..<5) { value in y <== .number(value) }
        z <== sum(of: [])
      }
    }
    expectRefusal(
      Types(),
      error(at: Types.line)
        + "'&+' takes numbers, not bits(8); convert with .asUnsigned or .asSigned [type-mismatch]",
      error(at: Types.line + 1)
        + "'-' may go below zero for unsigned operands; "
        + "use &- to wrap or .toSigned() [type-mismatch]",
      error(at: Types.line + 2)
        + "'==' joins 'word_i' (bits(8)) and 'number_i' (unsigned(8)); "
        + "write .asUnsigned behind the bits [type-mismatch]",
      error(at: Types.line + 3)
        + "'&&' takes conditions (bit), not 'number_i' (unsigned(8)); "
        + "write [0], != 0 or .isAnySet [type-mismatch]",
      error(at: Types.line + 4)
        + "'!' takes a condition (bit), not unsigned(8); use ~ or == 0 [type-mismatch]",
      error(at: Types.line + 5)
        + "mux selects by a condition (bit), not unsigned(8); compare first [type-mismatch]",
      error(at: Types.line + 6)
        + "a shift is by an unsigned signal, not 'level_i' (signed(8)); "
        + "convert it with .asUnsigned [type-mismatch]",
      error(at: Types.line + 7)
        + "'word_i' (bits(8)) is assigned to 'y_o' (unsigned(8)); "
        + "convert it with .asUnsigned [type-mismatch]",
      error(at: Types.line + 8)
        + "toSigned() takes an unsigned number, not signed(8) [sign-mixing]",
      error(at: Types.line + 9)
        + "saturated(to: 4) takes a number, not bits(8) [type-mismatch]",
      error(at: Types.line + 10) + "'*' takes numbers, not bits(8) and bits(8) [type-mismatch]",
      error(at: Types.line + 11)
        + "the condition of when is 'number_i' (unsigned(8)), not a bit; "
        + "compare it first [type-mismatch]",
      error(at: Types.line + 12)
        + "decode takes an unsigned number or bits, not 'level_i' (signed(8)) [type-mismatch]",
      error(at: Types.line + 13)
        + "decode: literal 4 does not fit bits(2) (0...3); use a wider type [literal-range]",
      error(at: Types.line + 14)
        + "sum(of:) has no terms, and so no type; give at least one [type-mismatch]")
  }

  @Test("Wires and registers do not take the type of a literal, nor conditions one of two bits")
  func literalConditions() {
    final class Constant: TestModule {
      let a = input(.unsigned(8))
      let y = output(.unsigned(8))
      static let line = #line + 2
      var body: Behavior {
        y <== mux(2, a, 0)
        when(2) { y <== 0 }
        decode(Signal(1, .unsigned(2)), values: 0..<2) { _ in y <== 0 }
        claim("IsNumber", a)
        y <== wire("five", 5)
        y <== delayed("six", 6, reset: 0)
      }
    }
    expectRefusal(
      Constant(),
      error(at: Constant.line)
        + "literal 2 does not fit bit (0...1); use a wider type [literal-range]",
      error(at: Constant.line + 1)
        + "literal 2 does not fit bit (0...1); use a wider type [literal-range]",
      error(at: Constant.line + 2)
        + "decode takes an unsigned number or bits, not 1, a constant [type-mismatch]",
      error(at: Constant.line + 3)
        + "the condition of claim IsNumber is 'a_i' (unsigned(8)), not a bit; "
        + "compare it first [type-mismatch]",
      error(at: Constant.line + 4)
        + "a wire needs a typed operand, not the literal 5; "
        + "give it a type with Signal(_, _) [type-mismatch]",
      error(at: Constant.line + 5)
        + "delayed needs a typed operand, not the literal 6; "
        + "give it a type with Signal(_, _) [type-mismatch]")
  }

  // A misspelt port is no diagnostic: `multiplier.operand <== a` does not compile.
}
