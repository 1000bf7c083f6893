import HardwareDSL
import Testing

/// Registers without reset where one is needed, with the full text of the error.
@Suite struct ResetDiagnosticTests {
  private static func missing(_ register: String, _ decided: String) -> String {
    "register \(register) has no reset and decides \(decided) in the first cycle after it; "
      + "declare it with register(_, reset:), or decide by a register that has one [missing-reset]"
  }

  @Test("The valid of a stream is known after reset, also behind copies and in a child")
  func valid() {
    final class Flag: TestModule {
      let a = input(.bit)
      let y = output(.bit)
      static let line = #line + 1
      let state = dataRegister(.bit)
      var body: Behavior {
        state <== a
        y <== state
      }
    }
    final class Source: TestModule {
      let a = input(.bit)
      let first = ReadyValid<Item>.output { Item($0(.bit)) }
      let second = ReadyValid<Item>.output { Item($0(.bit)) }
      static let line = #line + 1
      let held = dataRegister(.bit)
      let flag = Flag()
      var body: Behavior {
        held <== a
        flag.a <== a
        let copy = wire("copy", held)
        first.valid <== mux(a, copy, second.ready)
        second.valid <== (flag.y || a)
        first.payload.data <== a
        second.payload.data <== first.ready
      }
    }
    expectRefusal(
      Source(),
      error(at: Flag.line)
        + Self.missing("'state_q' of flag", "'second_valid_o' of source"),
      error(at: Source.line) + Self.missing("'held_q' of source", "'first_valid_o' of source"))
  }

  @Test("What a state becomes is known after reset")
  func states() {
    enum Phase: HardwareEnum { case idle, run }
    final class Machine: TestModule {
      let a = input(.bit)
      let y = output(.bit)
      let count = register(.unsigned(4), reset: 0)
      let phase = StateRegister(reset: Phase.idle)
      static let line = #line + 1
      let flag = dataRegister(.bit)
      let kind = dataRegister(.unsigned(2))
      var body: Behavior {
        flag <== a
        kind <== concatenate(a, a).asUnsigned
        when(flag) { count <== count &+ 1 }
        decode(kind, values: 0..<2) { kind in
          if kind == 1 { phase <== .run }
        }
        y <== (count == 3 && phase == .run)
      }
    }
    expectRefusal(
      Machine(),
      error(at: Machine.line) + Self.missing("'flag_q' of machine", "'count_q' of machine"),
      error(at: Machine.line + 1) + Self.missing("'kind_q' of machine", "'phase_q' of machine"))
  }

  @Test("Data that a valid goes with needs no reset, nor do numbers that are added up")
  func data() throws {
    final class Child: TestModule {
      let a = input(.bit)
      let isBusy = output(.bit)
      let busy = register(.bit, reset: 0)
      var body: Behavior {
        busy <== a
        isBusy <== busy
      }
    }
    final class Pipeline: TestModule {
      enum Phase: HardwareEnum { case idle, run }
      let input = ReadyValid<Item>.input { Item($0(.bits(4))) }
      let output = ReadyValid<Item>.output { Item($0(.bits(4))) }
      let valid = register(.bit, reset: 0)
      let data = dataRegister(.bits(4))
      let total = register(.unsigned(4), reset: 0)
      let phase = StateRegister(reset: Phase.idle)
      let child = Child()
      let flag = dataRegister(.bit)
      var body: Behavior {
        child.a <== input.valid
        input.ready <== 1
        valid <== input.valid
        data <== input.payload.data
        flag <== input.payload.data[0]
        total <== total &+ data.asUnsigned
        phase.decode { state in
          switch state {
          case .idle: when(valid && data[0]) { phase <== .run }
          case .run: when(data[1] && flag) { phase <== .idle }
          }
        }
        when(child.isBusy && flag && output.ready) { phase <== .idle }
        output.valid <== (valid && data[2] && input.valid || phase == .run && flag)
        output.payload.data <== total.asBits
      }
    }
    _ = try elaborate(Pipeline())
  }

  private final class Seeded: TestModule {
    let y = output(.bits(80))
    private let state: Signal
    static let line = #line + 1
    init(_ reset: Signal) { state = register(.bits(80), reset: reset) }
    var body: Behavior {
      state <== state
      y <== state
    }
  }

  @Test("A reset value is a constant of the register's type")
  func values() {
    expectRefusal(
      Seeded(Signal(3, .bits(8))),
      error(at: Seeded.line)
        + "'state': the reset value of a register of bits(80) is bits(8); give it that type "
        + "[type-mismatch]")
    expectRefusal(
      Seeded(~Signal(3, .bits(80))),
      error(at: Seeded.line)
        + "'state': the reset value of a register is an expression, which is no constant; "
        + "assign it [definition]")
  }
}
