import HardwareDSL
import HardwareIR
import Testing

extension ClockDomain {
  fileprivate static let slow = ClockDomain("slow")
}

/// Declarations of enumerations as the circuit has them.
@Suite struct EnumerationTests {
  enum Phase: HardwareEnum { case idle, run, done }

  struct Step: SignalBundle {
    let phase: Enumerated<Phase>
    let load: Signal
    init(_ field: FieldMaker) {
      phase = field(Phase.self, "where it is")
      load = field.flipped(.bits(4))
    }
  }

  struct Plain: SignalBundle {
    let phase: Enumerated<Phase>
    let count: Signal
    init(_ field: FieldMaker) {
      phase = field(Phase.self)
      count = field(.unsigned(3))
    }
  }

  private static let type = HardwareType.enumeration(
    EnumerationType(name: "Phase", cases: ["idle", "run", "done"]))

  final class Declared: TestModule {
    let next = input(Phase.self, "what comes")
    let shown = output(Phase.self, in: .slow)
    let named = output("PHASE", Phase.self)
    let step = Step(.input())
    let state = register(Phase.self, reset: .done, in: .slow, "what is")
    let short = StateRegister(reset: Phase.run)
    let data = dataRegister(Phase.self)
    let copy = wire(Phase.self)
    var body: Behavior {
      let again = wire("again", Phase.self)
      let value = wire("value", next)
      let late = delayed("late", value, reset: .run)
      let held = register("held", Phase.self, reset: .idle)
      held <== late
      again <== held
      copy <== again
      data <== copy
      short <== next
      state <== .idle
      shown <== state
      named <== mux(short == .run, data, short)
      step.load <== step.phase.asBits.asUnsigned.extended(to: 4).asBits
    }
  }

  @Test("Ports, registers and wires have the type, the reset, the note and the domain")
  func declarations() throws {
    let top = try elaborate(Declared()).top
    let ports = top.ports.filter { $0.type == Self.type }
    #expect(ports.map(\.name) == ["next_i", "shown_o", "PHASE", "step_phase_i"])
    #expect(ports.map(\.note) == ["what comes", nil, nil, "where it is"])
    #expect(ports.map(\.domain) == [.default, .slow, .default, .default])
    #expect(top.wires.filter { $0.type == Self.type }.map(\.name) == ["copy", "again", "value"])
    let registers = top.registers
    #expect(registers.map(\.name) == ["state_q", "short_q", "data_q", "late_q", "held_q"])
    #expect(registers.allSatisfy { $0.type == Self.type })
    #expect(registers.map(\.reset?.words) == [[2], [1], nil, [1], [0]])
    #expect(registers.map(\.domain) == [.slow] + Array(repeating: .default, count: 4))
    #expect(registers[0].note == "what is")
    #expect(top.enumerations == [EnumerationType(name: "Phase", cases: ["idle", "run", "done"])])
  }

  @Test("A case stands for its position")
  func encoding() {
    #expect(Phase.allCases.map(\.encoding) == [0, 1, 2])
    #expect("\(Enumerated(Phase.run))" == ".run")
  }

  final class Bundled: TestModule {
    let source = Plain(.input())
    let other = Plain(.input())
    let word = input(.bits(5))
    let pick = input(.unsigned(1))
    let sink = Plain(.output())
    let chosen = Plain(.output())
    let bits = output(.bits(5))
    let held = Plain(.register(reset: 2))
    let isRun = output(.bit)
    var body: Behavior {
      held <== mux(source.phase == .done, source, other)
      sink <== held
      chosen <== [source, other][pick]
      bits <== source.asBits
      let value = wire("value", word.asBundle(like: sink))
      isRun <== (value.phase == .run && value.phase != source.phase)
    }
  }

  @Test("A bundle with an enumeration is a value, bits and a register")
  func bundles() throws {
    let top = try elaborate(Bundled()).top
    let registers = top.registers.map { ($0.name, $0.type, $0.reset?.words) }
    #expect(registers[0] == ("held_phase_q", Self.type, [2]))
    #expect(top.wires.contains { $0.name == "value_phase" && $0.type == Self.type })
  }

  final class Compared: TestModule {
    let next = input(Phase.self)
    let isNone = output(.bit)
    var body: Behavior {
      assume("NextIsCase", next.asBits.asUnsigned <= 2)
      isNone <== (next.asBits == 3)
    }
  }

  @Test("Bits that encode no case can be asked for without a warning")
  func illegal() throws { try expectWarnings(Compared()) }
}
