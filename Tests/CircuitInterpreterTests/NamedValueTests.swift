import CircuitInterpreter
import HardwareDSL
import SimulationInterface
import Testing

private protocol NamedValueModule: Module {}

extension NamedValueModule {
  var documentation: Documentation { Documentation("A module of the tests.") }
}

/// What a body may name, wherever it does so, and what it may read of its children.
@Suite struct NamedValueTests {
  private enum Step: HardwareEnum { case first, second }

  private final class Named: NamedValueModule {
    let a = input(.unsigned(4))
    let b = input(.unsigned(4))
    let enable = input(.bit)
    let y = output(.unsigned(4))
    let z = output(.unsigned(4))
    private let step = StateRegister<Step>(reset: .first)
    var body: Behavior {
      y <== 0
      z <== 0
      when(enable) {
        let sum = wire("sum", a &+ b)
        y <== sum
        step <== .second
      }
      step.decode { state in
        switch state {
        case .first: ()
        case .second:
          let difference = wire("difference", a &- b)
          z <== difference
        }
      }
    }
  }

  @Test("A value named under a condition needs no default")
  func underConditions() throws {
    let simulation = try InterpretedSimulation(of: elaborate(Named()))
    try simulation.reset()
    try simulation.poke("a_i", 9)
    try simulation.poke("b_i", 3)
    try simulation.poke("enable_i", 1)
    #expect(try simulation.peek("y_o") == 12)
    #expect(try simulation.peek("z_o") == 0)
    try simulation.step()
    #expect(try simulation.peek("z_o") == 6)
    try simulation.poke("enable_i", 0)
    #expect(try simulation.peek("y_o") == 0)
    #expect(try simulation.peek("sum") == 12)
  }

  private final class Source: NamedValueModule {
    let items = ReadyValid.output { Item($0(.unsigned(4))) }
    private let count = register(.unsigned(4), reset: 0)
    var body: Behavior {
      items.valid <== 1
      items.payload.data <== count
      when(items.fires) { count <== count &+ 1 }
    }
  }

  private final class Counter: NamedValueModule {
    let go = input(.bit)
    let fired = output(.unsigned(4))
    let source = Source()
    private let count = register(.unsigned(4), reset: 0)
    var body: Behavior {
      source.items.ready <== go
      when(source.items.fires) { count <== count &+ 1 }
      fired <== count
      unused("payload", source.items.payload.data)
    }
  }

  @Test("A child's input that the body drives can be read, as the stream of a child that fires")
  func childInputs() throws {
    let simulation = try InterpretedSimulation(of: elaborate(Counter()))
    try simulation.reset()
    for isReady in [1, 0, 1, 1, 0] {
      try simulation.poke("go_i", PortValue(integerLiteral: isReady))
      try simulation.step()
    }
    #expect(try simulation.peek("fired_o") == 3)
  }

  private final class Seeded: NamedValueModule {
    let y = output(.bits(80))
    private let state: Signal
    init(_ reset: Signal) { state = register(.bits(80), reset: reset) }
    var body: Behavior {
      state <== state
      y <== state
    }
  }

  @Test("A reset value may be wider than an Int")
  func wideResets() throws {
    let digits = "ffff_0123_4567_89ab_cdef"
    let simulation = try InterpretedSimulation(
      of: elaborate(Seeded(Signal(hexadecimal: digits, .bits(80)))))
    try simulation.reset()
    #expect(
      try simulation.peek("y_o").words(3) == [0x89ab_cdef, 0x0123_4567, 0xffff])
  }
}
