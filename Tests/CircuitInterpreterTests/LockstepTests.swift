import BenchSupport
import CircuitInterpreter
import HardwareDSL
import HardwareIR
import HardwareLibrary
import SystemVerilog
import TestSupport
import Testing
import VerilatorSimulation

/// The interpreter and Verilator, cycle by cycle under the same random inputs.
@Suite("The interpreter beside Verilator")
struct LockstepTests {
  static let modules: [@Sendable () -> any Module] = [
    { LimitedCounter() }, { OddMemory() }, { Sequencer() }, { Tables() },
    { StreamFIFO(width: 90, depth: 4) }, { SerialDivider(quotientBits: 6, divisorBits: 5) },
    { PartialAssignmentTests.Parts() }, { MemoryGallery() }, { TeaRoom() },
  ]

  @Test("All ports are equal before every edge, resets included", arguments: modules.indices)
  func lockstep(index: Int) async throws { try await expectLockstep(index, SystemVerilogEmitter()) }

  @Test("All ports are equal with a reset that is synchronous", arguments: [0, 2, 4])
  func synchronousReset(index: Int) async throws {
    try await expectLockstep(index, SystemVerilogEmitter(reset: .synchronous))
  }

  @Test("All ports are equal in the text that is for Verilator", arguments: [2, 3, 5, 8])
  func verilatorProfile(index: Int) async throws {
    try await expectLockstep(index, SystemVerilogEmitter(profile: .verilator))
  }

  private func expectLockstep(_ index: Int, _ emitter: SystemVerilogEmitter) async throws {
    let circuit = try elaborate(Self.modules[index]())
    let verilated = try await quickSimulation(of: circuit, emitter: emitter)
    let interpreted = try InterpretedSimulation(of: circuit, reset: emitter.reset)
    var random = TestRandom(seed: UInt64(index))
    let hasReset = interpreted.interface.reset != nil
    if hasReset {
      try verilated.reset()
      try interpreted.reset()
    }
    let inputs = interpreted.interface.ports.filter {
      $0.direction == .input && $0.name != "clk_i" && $0.name != "rst_ni"
    }
    for _ in 0..<600 {
      for port in inputs {
        let words = (0..<((port.widthBits + 31) / 32)).map { _ in
          UInt32(truncatingIfNeeded: random.next())
        }
        let used = port.widthBits % 32
        let top = used == 0 ? words[words.count - 1] : words[words.count - 1] & (1 << used - 1)
        let value = PortValue(
          words: words.dropLast() + [top], widthBits: port.widthBits, isSigned: port.isSigned)
        try verilated.poke(port.name, value)
        try interpreted.poke(port.name, value)
      }
      if hasReset, random.oneIn(30) {
        verilated["rst_ni"] = 0
        interpreted["rst_ni"] = 0
      } else if hasReset {
        verilated["rst_ni"] = 1
        interpreted["rst_ni"] = 1
      }
      try expectEqualPorts(verilated, interpreted)
      // The random drive of a FIFO breaks the rules of its streams: both say so.
      #expect(fails { try verilated.step() } == fails { try interpreted.step() })
    }
    #expect(verilated.failures.map(\.cycle) == interpreted.failures.map(\.cycle))
    #expect(
      verilated.failures.filter { $0.kind == .streamRule }
        == interpreted.failures.filter { $0.kind == .streamRule })
  }

  private func fails(_ body: () throws -> Void) -> Bool {
    do {
      try body()
      return false
    } catch {
      return true
    }
  }

  private func expectEqualPorts(_ left: some Simulator, _ right: some Simulator) throws {
    for port in left.interface.ports where port.name != "clk_i" {
      let (expected, got) = (try left.peek(port.name), try right.peek(port.name))
      if expected != got {
        Issue.record("cycle \(left.cycle), \(port.name): \(got), Verilator has \(expected)")
      }
    }
  }

  @Test("Failed claims come in the same cycles")
  func claims() async throws { try await expectClaims(SystemVerilogEmitter()) }

  @Test("Failed claims come in the same cycles as properties")
  func properties() async throws {
    try await expectClaims(SystemVerilogEmitter(profile: .systemVerilog2017))
  }

  private func expectClaims(_ emitter: SystemVerilogEmitter) async throws {
    let circuit = try elaborate(Claimant())
    let verilated = try await quickSimulation(of: circuit, emitter: emitter)
    let interpreted = try InterpretedSimulation(of: circuit)
    func run(_ simulation: some Simulator) throws -> [Int] {
      try simulation.reset()
      for value in [3, 12, 9, 10, 15, 0, 11] {
        simulation["value_i"] = value
        _ = fails { try simulation.step() }
      }
      return simulation.failures.map(\.cycle)
    }
    #expect(try run(verilated) == [3, 5, 6, 8])
    #expect(try run(interpreted) == [3, 5, 6, 8])
    let (left, right) = (verilated.failures[0], interpreted.failures[0])
    #expect(left.kind == right.kind)
    #expect(left.text.contains("Assertion failed in claimant.ValueIsDigit"), "\(left)")
    #expect(right.text.contains("Assertion failed in claimant.ValueIsDigit"))
  }

  static let paces: [(StreamPace, StreamPace)] = [
    (.full, .full),
    (.random(pausing: 0.5, seed: 1), .full),
    (.full, .random(pausing: 0.5, seed: 2)),
    (.random(pausing: 0.7, seed: 3), .random(pausing: 0.3, seed: 4)),
  ]

  @Test(
    "A FIFO under each of four drives passes the same items in the same cycles", arguments: paces)
  func fifo(source: StreamPace, sink: StreamPace) async throws {
    let circuit = try elaborate(StreamFIFO(width: 90, depth: 4))
    let expected = try driven(try await quickSimulation(of: circuit), source, sink)
    let got = try driven(try InterpretedSimulation(of: circuit), source, sink)
    #expect(got == expected)
    #expect(got.count == 200)
  }

  /// The same test for any simulator.
  private func driven(
    _ simulation: some Simulator, _ source: StreamPace, _ sink: StreamPace
  ) throws -> [StreamItem] {
    try simulation.reset()
    let items = (0..<200).map { [PortValue(words: [UInt32($0), .max - UInt32($0), 7])] }
    try simulation.pace("input", source)
    try simulation.pace("output", sink)
    try simulation.send("input", items)
    let received = try simulation.receive("output", items.count, limit: 3000)
    #expect(received.map(\.fields) == items)
    #expect(try simulation.pending("input") == 0)
    #expect(try simulation.received("input").count == items.count)
    return received
  }

  @Test("Waves of ports are the same text")
  func waves() async throws {
    func text(_ simulation: some Simulator) throws -> String {
      let waveform = try Waveform(
        of: simulation, ["clear_i", "enable_i", "count_o", "is_at_end_o"])
      try simulation.reset()
      simulation["enable_i"] = 1
      try waveform.step(8)
      simulation["clear_i"] = 1
      try waveform.step(2)
      return waveform.text
    }
    let expected = """
      cycle       2  3  4  5  6  7  8  9  10 11
      clear_i     ________________________/~~~~~
      enable_i    ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
      count_o     |3 |4 |5 |6 |7 |8 |9 |0 |1 |0
      is_at_end_o __________________/~~\\________
      """
    let circuit = try elaborate(LimitedCounter())
    expectText(try text(try InterpretedSimulation(of: circuit)), is: expected)
    expectText(try text(try await quickSimulation(of: circuit)), is: expected)
  }

  @Test("A divider divides in both")
  func divider() async throws {
    let circuit = try elaborate(SerialDivider(quotientBits: 6, divisorBits: 5))
    try divided(try await quickSimulation(of: circuit))
    try divided(try InterpretedSimulation(of: circuit))
  }

  private func divided(_ simulation: some Simulator) throws {
    try simulation.reset()
    for divisor in stride(from: 1, to: 32, by: 5) {
      for dividend in stride(from: 0, to: divisor * 64, by: 37) {
        simulation["dividend_i"] = dividend
        simulation["divisor_i"] = divisor
        simulation["start_i"] = 1
        try simulation.step()
        simulation["start_i"] = 0
        let cycles = try simulation.run(limit: 10, until: .port("done_o", equals: 1))
        #expect(cycles == 3)
        #expect(simulation["quotient_o"] == dividend / divisor)
      }
    }
  }
}
