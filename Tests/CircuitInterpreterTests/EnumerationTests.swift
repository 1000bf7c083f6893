import BenchSupport
import CircuitInterpreter
import HardwareDSL
import HardwareIR
import SimulationInterface
import TestSupport
import Testing
import VerilatorSimulation

private enum Tea: HardwareEnum { case none, green, black }

/// Ports, wires, registers and children of an enumeration, read and driven in every way.
final class TeaRoom: Module {
  fileprivate struct Order: SignalBundle {
    let tea: Enumerated<Tea>
    let cups: Signal
    init(_ field: FieldMaker) {
      tea = field(Tea.self)
      cups = field(.unsigned(2))
    }
  }

  fileprivate final class Kettle: Module {
    let asked = input(Tea.self)
    let served = output(Tea.self)
    let held = StateRegister(reset: Tea.none)
    var documentation: Documentation { Documentation("Serves a cycle later.") }
    var body: Behavior {
      held <== asked
      served <== held
    }
  }

  fileprivate let wish = input(Tea.self)
  let code = input(.bits(2))
  let order = input(.bits(4))
  let seat = input(.unsigned(1))
  fileprivate let served = output(Tea.self)
  fileprivate let legal = output(Tea.self)
  fileprivate let ordered = output(Tea.self)
  let isWish = output(.bit)
  let isOther = output(.bit)
  let caffeine = output(.unsigned(4))
  fileprivate let atSeat = output(Tea.self)
  fileprivate let kettle = Kettle()
  fileprivate let mood = StateRegister(reset: Tea.green)
  fileprivate let cups = (0..<2).map { _ in register(Tea.self, reset: .none) }
  fileprivate let plain = wire(Tea.self)

  var documentation: Documentation { Documentation("Serves tea.") }

  var body: Behavior {
    plain <== .none
    when(seat[0]) { plain <== .black }
    kettle.asked <== wish
    served <== kettle.served
    legal <== Tea.decoded(from: code, otherwise: .black)
    ordered <== order.asBundle(like: Order(.wire())).tea
    isWish <== (wish == kettle.served)
    isOther <== (wish != .none && wish != .green && wish != .black)
    cups[seat] <== mux(wish == .black, plain, wish)
    atSeat <== select(cups, at: seat)
    caffeine <== 9
    wish.decode { tea in
      switch tea {
      case .none: caffeine <== 0
      case .green: caffeine <== 3
      case .black: caffeine <== 5
      }
    }
    mood.decode { tea in
      switch tea {
      case .none: mood <== wish
      case .green: when(wish == .black) { mood <== .none }
      case .black: ()
      }
    }
  }
}

@Suite("Enumerations in simulation")
struct EnumerationTests {
  private func room() throws -> InterpretedSimulation {
    let simulation = try InterpretedSimulation(of: elaborate(TeaRoom()))
    try simulation.reset()
    return simulation
  }

  @Test("Cases come in, are compared, decoded and go out by their encoding")
  func cases() throws {
    let simulation = try room()
    simulation["wish_i"] = Tea.green.encoding
    #expect(simulation["caffeine_o"] == 3)
    #expect(simulation["is_wish_o"] == 0)
    #expect(simulation["is_other_o"] == 0)
    try simulation.step()
    #expect(simulation["served_o"] == 1)
    #expect(simulation["is_wish_o"] == 1)
    #expect(simulation["at_seat_o"] == 1)
    simulation["seat_i"] = 1
    #expect(simulation["at_seat_o"] == 0)
    simulation["order_i"] = 0b1011
    #expect(simulation["ordered_o"] == Tea.black.encoding)
  }

  @Test("Bits that encode no case equal none, have no arm and are passed on")
  func others() throws {
    let simulation = try room()
    simulation["wish_i"] = 3
    #expect(simulation["caffeine_o"] == 9)
    #expect(simulation["is_other_o"] == 1)
    try simulation.step()
    #expect(simulation["served_o"] == 3)
    #expect(simulation["is_wish_o"] == 1)
    #expect(simulation["at_seat_o"] == 3)
    simulation["order_i"] = 0b1100
    #expect(simulation["ordered_o"] == 3)
  }

  @Test("Decoded bits are a case, or the one for all others")
  func decoded() throws {
    let simulation = try room()
    for (code, tea) in [(0, Tea.none), (1, .green), (2, .black), (3, .black)] {
      simulation["code_i"] = code
      #expect(simulation["legal_o"] == tea.encoding)
    }
  }

  @Test("A register that a decode of itself moves leaves what is no case for its reset value")
  func recovery() throws {
    let simulation = try room()
    simulation["wish_i"] = Tea.black.encoding
    try simulation.step()
    #expect(try simulation.peek("mood_q") == 0)
    simulation["wish_i"] = 3
    try simulation.step()
    #expect(try simulation.peek("mood_q") == 3)
    simulation["wish_i"] = 0
    try simulation.step()
    #expect(try simulation.peek("mood_q") == 1)
  }

  private func waves(_ simulation: some Simulator) throws -> String {
    try simulation.reset()
    let waveform = try Waveform(of: simulation, ["wish_i", "served_o", "is_other_o"])
    for code in [1, 2, 3, 0] {
      simulation["wish_i"] = code
      try waveform.step()
    }
    return waveform.text
  }

  @Test("Waves show the names of cases, and numbers that are none, in both simulators")
  func waveforms() async throws {
    let expected = """
      cycle      2     3     4     5
      wish_i     |green|black|3    |none
      served_o   |none |green|black|3
      is_other_o ____________/~~~~~\\_____
      """
    let circuit = try elaborate(TeaRoom())
    expectText(try waves(InterpretedSimulation(of: circuit)), is: expected)
    expectText(try waves(try await quickSimulation(of: circuit)), is: expected)
  }

  @Test("A dump names the cases of ports and wires")
  func dump() throws {
    let text = ValueChangeDump(of: try room()).text
    for signal in ["wish_i", "served_o", "plain", "held_q"] {
      #expect(text.contains("$comment \(signal): 0 none, 1 green, 2 black $end\n"))
    }
  }
}
