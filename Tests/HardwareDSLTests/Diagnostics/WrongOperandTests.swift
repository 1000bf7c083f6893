import HardwareDSL
import Testing

/// Operands that are no signals, as far as elaboration goes: the compiler has warned of them.
@Suite struct WrongOperandTests {
  @available(*, deprecated, message: "calls what warns")
  @Test("What is no signal is no operand")
  func operands() {
    final class Wrong: TestModule {
      let a = input(.unsigned(4))
      let y = output(.unsigned(4))
      let count = 3
      static let line = #line + 2
      var body: Behavior {
        y <== a &+ count
        y <== "three" &+ a
        y <== mux(a == true, a, a)
      }
    }
    expectRefusal(
      Wrong(),
      error(at: Wrong.line)
        + "'&+' takes signals, not 3 (Int); write .number(_) [type-mismatch]",
      error(at: Wrong.line + 1)
        + "'&+' takes signals, not three (String); "
        + "give it a signal or a literal [type-mismatch]",
      error(at: Wrong.line + 2)
        + "'==' takes signals, not true (Bool); write 1 or 0, or .number(_ ? 1 : 0) [type-mismatch]"
    )
  }

  @available(*, deprecated, message: "calls what warns")
  @Test("Operators that signals do not have are refused")
  func operators() {
    final class Missing: TestModule {
      let a = input(.unsigned(4))
      let b = input(.unsigned(2))
      let y = output(.unsigned(4))
      let z = output(.bits(4))
      static let line = #line + 2
      var body: Behavior {
        y <== a % 4
        y <== a / b
        y <== a << 2
        y <== a >> b
        y <== 3 &* a
        z[b] <== a[0]
        y[0] <== a[b]
      }
    }
    let divider = "and other divisors take a SerialDivider [type-mismatch]"
    expectRefusal(
      Missing(),
      error(at: Missing.line) + "signals have no '%'; n % 4 is n.truncated(to: 2), " + divider,
      error(at: Missing.line + 1) + "signals have no '/'; n / 4 is n.shiftedRight(by: 2), "
        + divider,
      error(at: Missing.line + 2)
        + "signals have no '<<'; write .shiftedLeft(by: _) [type-mismatch]",
      error(at: Missing.line + 3)
        + "signals have no '>>'; write .shiftedRight(by: _) [type-mismatch]",
      error(at: Missing.line + 4)
        + "signals have no '&*'; '*' is exact, so write (a * b).truncated(to: _) to wrap "
        + "[type-mismatch]",
      error(at: Missing.line + 5)
        + "'z_o'[_] takes an Int; write .bits[_] to choose a bit by a signal [type-mismatch]",
      error(at: Missing.line + 6)
        + "'a_i'[_] takes an Int; write .bits[_] to choose a bit by a signal [type-mismatch]")
  }

  @Test("A negative is of a signed number, and a slice lies in its operand")
  func negatives() {
    final class Negative: TestModule {
      let a = input(.unsigned(4))
      let w = input(.bits(4))
      let s = input(.signed(4))
      let y = output(.signed(5))
      let z = output(.signed(4))
      static let line = #line + 2
      var body: Behavior {
        y <== -a
        y <== -w.asBits
        z <== -s
        z <== w[6..<6].asSigned
        z <== w[5...].asSigned
      }
    }
    expectRefusal(
      Negative(),
      error(at: Negative.line)
        + "'-' takes a signed number, not 'a_i' (unsigned(4)); convert it with .toSigned() "
        + "[sign-mixing]",
      error(at: Negative.line + 1)
        + "'-' takes a signed number, not 'w_i' (bits(4)); convert it with .asSigned [sign-mixing]",
      error(at: Negative.line + 2)
        + "a value of 5 bits does not fit 'z_o' (signed(4)); "
        + "write .truncated(to: 4) or .saturated(to: 4) [narrowing]",
      error(at: Negative.line + 3)
        + "slice from bit 6 on of 'w_i' (bits(4)) is out of range; "
        + "bits run from 0 to 3 [slice-range]",
      error(at: Negative.line + 4)
        + "slice from bit 5 on of 'w_i' (bits(4)) is out of range; "
        + "bits run from 0 to 3 [slice-range]"
    )
  }
}
