import HardwareDSL
import Testing

/// Claims, assumptions and cover points, with the full text of the error.
@Suite struct PropertyDiagnosticTests {
  @Test("No property stands under a condition")
  func conditional() {
    final class Sometimes: TestModule {
      let a = input(.bit)
      let y = output(.bit)
      static let line = #line + 4
      var body: Behavior {
        y <== a
        when(a) {
          assume("Quiet", !y)
          cover("Loud", y)
        }
      }
    }
    expectRefusal(
      Sometimes(),
      error(at: Sometimes.line)
        + "assumption Quiet stands under a condition; write it in the body, "
        + "as !condition || assumption [definition]",
      error(at: Sometimes.line + 1)
        + "cover point Loud stands under a condition; write it in the body, "
        + "as condition && event [definition]")
  }

  @Test("A condition is a bit")
  func conditionType() {
    final class Numbers: TestModule {
      let count = input(.unsigned(4))
      let y = output(.bit)
      static let line = #line + 3
      var body: Behavior {
        y <== count[0]
        claim("Counted", count)
        assume("Constant", Signal(1, .unsigned(1)))
        cover("Mistaken", count == 16)
      }
    }
    expectRefusal(
      Numbers(),
      error(at: Numbers.line)
        + "the condition of claim Counted is 'count_i' (unsigned(4)), not a bit; "
        + "compare it first [type-mismatch]",
      error(at: Numbers.line + 1)
        + "the condition of assumption Constant is 1 (unsigned(1)), not a bit; "
        + "compare it first [type-mismatch]",
      error(at: Numbers.line + 2)
        + "literal 16 does not fit unsigned(4) (0...15); "
        + "write Signal(16, .unsigned(5)), or use a wider type [literal-range]")
  }

  @Test("Labels are names of one space")
  func labels() {
    final class Labels: TestModule {
      let a = input(.bit)
      let y = output(.bit)
      static let line = #line + 4
      var body: Behavior {
        y <== a
        claim("Same", a)
        cover("Same", !a)
      }
    }
    expectRefusal(
      Labels(),
      error(at: Labels.line) + "'Same' is declared twice in labels; rename one [name]")
  }
}
