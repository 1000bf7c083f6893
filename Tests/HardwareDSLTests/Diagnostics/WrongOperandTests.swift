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
        + "'==' takes signals, not true (Bool); give it a signal or a literal [type-mismatch]")
  }
}
