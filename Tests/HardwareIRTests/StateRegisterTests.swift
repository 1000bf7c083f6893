import HardwareIR
import Testing

/// Which registers are states, and that their blocks are of one kind.
@Suite struct StateRegisterTests {
  private let phase = HardwareType.enumeration(EnumerationType(name: "Phase", cases: ["a", "b"]))

  private func module(_ arm: Statement, subject: Expression) -> ModuleDefinition {
    var module = ModuleDefinition(name: "sample", contract: Contract(""), location: nil)
    module.registers = [
      Register(name: "phase_q", type: phase, reset: BitPattern(0, width: 1)),
      Register(name: "count_q", type: .bit, reset: BitPattern(0, width: 1)),
    ]
    module.statements = [
      .decode(subject: subject, arms: [DecodeArm(value: 0, statements: [arm])], location: nil)
    ]
    return module
  }

  private func assign(_ name: String, _ type: HardwareType) -> Statement {
    .assign(
      target: Target(name), value: .literal(BitPattern(1, width: 1), type), location: nil)
  }

  @Test("A register that a decode of itself moves is a state, whose block is combinational")
  func state() {
    let state = module(assign("phase_q", phase), subject: .reference("phase_q", phase))
    #expect(state.stateRegisters == ["phase_q"])
    #expect(state.processes().map(\.kind) == [.combinational])
  }

  @Test("A register that is only looked at, or moved by something else, is none")
  func others() {
    let watched = module(assign("count_q", .bit), subject: .reference("phase_q", phase))
    #expect(watched.stateRegisters == [])
    #expect(watched.processes().map(\.kind) == [.clocked(hasReset: true)])
    let moved = module(assign("phase_q", phase), subject: .reference("count_q", .bit))
    #expect(moved.stateRegisters == [])
  }
}
