import HardwareDSL
import Testing

/// Literals in hexadecimal, with the full text of the error.
@Suite struct LiteralDiagnosticTests {
  @Test("Digits are hexadecimal and fit the type")
  func hexadecimal() {
    final class Digits: TestModule {
      let word = output(.bits(128))
      let number = output(.signed(65))
      static let line = #line + 2
      var body: Behavior {
        word <== Signal(hexadecimal: "0x12_fg", .bits(128))
        word <== Signal(hexadecimal: "0x_", .bits(128))
        number <== Signal(hexadecimal: "2_0000_0000_0000_0000", .signed(65))
        number <== Signal(hexadecimal: "1", .signed(-1))
      }
    }
    expectRefusal(
      Digits(),
      error(at: Digits.line)
        + "hexadecimal literal \"0x12_fg\" has 'g', which is no digit; write 0 to 9 and a to f "
        + "[literal-range]",
      error(at: Digits.line + 1)
        + "hexadecimal literal \"0x_\" has no digit; write 0 to 9 and a to f [literal-range]",
      error(at: Digits.line + 2)
        + "hexadecimal literal \"2_0000_0000_0000_0000\" takes 66 bits, more than signed(65); "
        + "use a wider type [literal-range]",
      error(at: Digits.line + 3)
        + "signed(-1) is not a type: a width must be at least 0 [definition]")
  }
}
