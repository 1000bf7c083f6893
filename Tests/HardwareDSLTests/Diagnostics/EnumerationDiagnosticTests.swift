import HardwareDSL
import Testing

/// Enumerations used wrongly, as far as elaboration goes.
@Suite struct EnumerationDiagnosticTests {
  enum Phase: HardwareEnum { case idle, run, done }
  enum Nothing: HardwareEnum {
    static var allCases: [Nothing] { [] }
  }

  @Test("Bits of another width, and literals, are decoded as no enumeration")
  func decoding() {
    final class Decoding: TestModule {
      let code = input(.bits(3))
      let y = output(Phase.self)
      let z = output(Phase.self)
      static let line = #line + 2
      var body: Behavior {
        y <== Phase.decoded(from: code, otherwise: .idle)
        z <== Phase.decoded(from: 3, otherwise: .idle)
      }
    }
    expectRefusal(
      Decoding(),
      error(at: Decoding.line)
        + "'code_i' (bits(3)) is decoded as Phase, which has 2 bits; slice or extend it to 2 "
        + "[type-mismatch]",
      error(at: Decoding.line + 1)
        + "decoded(from:) needs a typed operand, not the literal 3; "
        + "give it a type with Signal(_, _) [type-mismatch]")
  }

  enum Partial: HardwareEnum {
    case low, high, hidden
    static var allCases: [Partial] { [.low, .high] }
  }

  @Test("A case that allCases leaves out has no encoding")
  func hidden() {
    final class Hidden: TestModule {
      let y = output(Partial.self)
      static let line = #line + 1
      var body: Behavior { y <== .hidden }
    }
    expectRefusal(
      Hidden(),
      error(at: Hidden.line)
        + "case 'hidden' of Partial is not among its allCases; add it there [definition]")
  }

  @Test("An enumeration without a case is no type of a port")
  func empty() {
    final class Empty: TestModule {
      static let line = #line + 1
      let a = input(Nothing.self)
      let y = output(.bit)
      var body: Behavior { y <== 0 }
    }
    expectRefusal(
      Empty(),
      error(at: Empty.line) + "'a': the enumeration Nothing has no case [definition]")
  }

  @Test("A case that never changes is not decoded")
  func constants() {
    final class Constant: TestModule {
      let y = output(.bit)
      static let line = #line + 3
      var body: Behavior {
        y <== 0
        Enumerated(Phase.run).decode { phase in y <== (phase == .run ? 1 : 0) }
      }
    }
    expectRefusal(
      Constant(),
      error(at: Constant.line)
        + "decode takes an unsigned number or bits, not .run, a constant [type-mismatch]")
  }

  @Test("An enumeration is not driven twice, nor one of another module")
  func drivers() {
    final class Child: TestModule {
      let phase = input(Phase.self)
      let y = output(.bit)
      var body: Behavior { y <== (phase == .idle) }
    }
    final class Driven: TestModule {
      let child = Child()
      let phase = input(Phase.self)
      let y = output(Phase.self)
      static let line = #line + 2
      var body: Behavior {
        phase <== .idle
        y <== child.phase
        child.phase <== phase
      }
    }
    expectRefusal(
      Driven(),
      error(at: Driven.line)
        + "input 'phase_i' is driven from outside; assign an output or a wire [driven-twice]")
  }

  @available(*, deprecated, message: "calls what warns")
  @Test("Signals are compared with the bits of an enumeration")
  func comparisons() {
    final class Compared: TestModule {
      let phase = input(Phase.self)
      let code = input(.bits(2))
      let y = output(.bits(4))
      let sum = output(.unsigned(4))
      static let line = #line + 2
      var body: Behavior {
        y <== concatenate(phase == code, phase != 1, code == phase, code != phase)
        sum <== Signal(1, .unsigned(4)) &+ phase
      }
    }
    expectRefusal(
      Compared(),
      error(at: Compared.line)
        + "'==' compares 'phase_i' (Phase) with 'code_i', which is no case; "
        + "give a case, or compare .asBits [type-mismatch]",
      error(at: Compared.line + 1)
        + "'&+' takes signals, not 'phase_i' (Enumerated<Phase>); "
        + "give it a signal or a literal [type-mismatch]")
  }
}

/// The same by the words of the compiler.
@Suite(.enabled(if: Compiler.isAtHand, "swiftc or the built module is not at hand"))
struct EnumerationCompileErrorTests {
  @Test(
    "The compiler says what to write",
    arguments: [
      (
        "y <== phase",
        "error: '<==' is unavailable: bits take an enumeration by its encoding: "
          + "write .asBits"
      ),
      (
        "state <== code",
        "error: '<==' is unavailable: an enumeration takes a case; make one of "
          + "bits with decoded(from: _, otherwise: _)"
      ),
      (
        "state <== 1",
        "error: '<==' is unavailable: an enumeration takes a case; make one of "
          + "bits with decoded(from: _, otherwise: _)"
      ),
      ("state <== .ajar", "error: type 'Phase' has no member 'ajar'"),
      (
        "state <== door",
        "error: cannot convert value of type 'Enumerated<Door>' to expected "
          + "argument type 'Enumerated<Phase>'"
      ),
      (
        "when(phase) { y <== code }",
        "error: 'when(_:file:line:column:_:)' is unavailable: an enumeration "
          + "is no condition; compare it with a case"
      ),
      (
        "z <== (state == code)",
        "warning: '==' is deprecated: '==' takes a case; compare bits with "
          + ".asBits"
      ),
      (
        "z <== (1 != state)",
        "warning: '!=' is deprecated: '!=' takes a case; compare bits with "
          + ".asBits"
      ),
      (
        "z <== (state == Door.ajar)",
        "error: binary operator '==' cannot be applied to operands of "
          + "type 'Enumerated<Phase>' and 'Door'"
      ),
    ])
  func messages(_ statement: String, _ expected: String) throws {
    let found = try Compiler.messages(
      of: """
        import HardwareDSL
        enum Phase: HardwareEnum { case idle, run, done }
        enum Door: HardwareEnum { case ajar, closed }
        final class Subject: Module {
          let phase = input(Phase.self), state = register(Phase.self, reset: .idle)
          let door = wire(Door.self)
          let code = input(.bits(2)), y = output(.bits(2)), z = output(.bit)
          var documentation: Documentation { Documentation("") }
          var body: Behavior {
            \(statement)
          }
        }
        """)
    #expect(found.map { $0.replacing(" [#DeprecatedDeclaration]", with: "") } == [expected])
  }
}
