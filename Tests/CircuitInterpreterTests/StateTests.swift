import CircuitInterpreter
import HardwareDSL
import Testing

@Suite("State in the interpreter")
struct StateTests {
  @Test("A register holds, counts, and is reset at once, without a clock edge")
  func registers() throws {
    let simulation = try InterpretedSimulation(of: elaborate(LimitedCounter()))
    #expect(simulation["count_o"] == 3)
    simulation["enable_i"] = 1
    try simulation.step(4)
    #expect(simulation["count_o"] == 3)
    try simulation.reset()
    try simulation.step(6)
    #expect(simulation["count_o"] == 9)
    #expect(simulation["is_at_end_o"] == 1)
    try simulation.step()
    #expect(simulation["count_o"] == 0)
    simulation["enable_i"] = 0
    try simulation.step(3)
    #expect(simulation["count_o"] == 0)
    simulation["rst_ni"] = 0
    #expect(simulation["count_o"] == 3)
    simulation["rst_ni"] = 1
    #expect(simulation["count_o"] == 3)
    #expect(simulation.cycle == 16)
  }

  @Test("A memory reads the old word, holds while it is not read, and knows its bounds")
  func memory() throws {
    let simulation = try InterpretedSimulation(of: elaborate(OddMemory()))
    func write(_ address: Int, _ value: Int, readsToo: Bool = false) throws {
      simulation["write_enable_i"] = 1
      simulation["write_address_i"] = address
      simulation["write_data_i"] = value
      simulation["read_enable_i"] = readsToo ? 1 : 0
      simulation["read_address_i"] = address
      try simulation.step()
      simulation["write_enable_i"] = 0
      simulation["read_enable_i"] = 0
    }
    for address in 0..<8 { try write(address, -1000 - address) }
    #expect(
      try (0..<5).map { try simulation.word(of: "words", at: $0).integer } == [
        -1000, -1001, -1002, -1003, -1004,
      ])
    try write(3, 42, readsToo: true)
    #expect(simulation["read_data_o"] == -1003)
    try simulation.step(2)
    #expect(simulation["read_data_o"] == -1003)
    simulation["read_enable_i"] = 1
    try simulation.step()
    #expect(simulation["read_data_o"] == 42)
    simulation["read_address_i"] = 6
    try simulation.step()
    #expect(simulation["read_data_o"] == 0)
    try simulation.setWord(of: "words", at: 4, to: -7)
    simulation["read_address_i"] = 4
    try simulation.step()
    #expect(simulation["read_data_o"] == -7)
    #expect(
      throws: SimulationError.invalidRequest(
        "Memory words has no word 5; its addresses are 0 to 4.")
    ) { try simulation.word(of: "words", at: 5) }
  }

  @Test("What nothing initialises holds what the test asks for")
  func fills() throws {
    let circuit = try elaborate(Sequencer())
    #expect(InterpretedSimulation(of: try CompiledCircuit(circuit))["late_o"] == 0)
    let ones = try InterpretedSimulation(of: circuit, fill: .ones)
    #expect(ones["late_o"] == -1)
    #expect(ones["total_o"] == -5)
    let first = try InterpretedSimulation(of: circuit, fill: .random(seed: 1))
    let second = try InterpretedSimulation(of: circuit, fill: .random(seed: 2))
    #expect(first["late_o"] != second["late_o"])
  }

  @Test("Signals inside are read by their paths, with the names of states")
  func paths() throws {
    let pair = try InterpretedSimulation(of: elaborate(CounterPair()))
    try pair.reset()
    pair["enable_i"] = 1
    try pair.step(2)
    #expect(try pair.peek("moving.value_q") == 5)
    #expect(try pair.peek("halted.value_q") == 3)
    #expect(try pair.peek("moving.is_at_end_o") == 0)
    #expect(pair.signalPaths.contains("halted.enable_i"))
    #expect(
      throws: SimulationError.unknownName(
        kind: "signal", name: "moving.value", design: "counter_pair",
        near: ["moving.value_q", "moving.clk_i", "moving.clear_i"])
    ) { try pair.peek("moving.value") }

    let sequencer = try InterpretedSimulation(of: elaborate(Sequencer()))
    #expect(
      try sequencer.format(of: "phase_q").cases == ["idle", "load", "run", "drain", "done"])
  }

  @Test("A failed claim is reported with its cycle, its line and its instance")
  func claims() throws {
    let simulation = try InterpretedSimulation(of: elaborate(Claimant()))
    simulation["value_i"] = 12
    try simulation.reset()
    simulation["value_i"] = 9
    try simulation.step(3)
    simulation["value_i"] = 10
    let error = #expect(throws: SimulationError.self) { try simulation.step(10) }
    guard case .failed(let failure)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(failure.cycle == 5)
    #expect(failure.kind == .design)
    #expect(failure.text.contains("/CircuitInterpreterTests/Circuits.swift:"))
    #expect(failure.text.hasSuffix(": Assertion failed in claimant.ValueIsDigit"))
    #expect(simulation.cycle == 6)
    #expect(simulation["sum_o"] == 37)
    simulation["value_i"] = 0
    try simulation.step()
  }

  @Test("A circuit with a loop is refused with the path")
  func loops() throws {
    var module = ModuleDefinition(name: "ring", contract: Contract(""), location: nil)
    for (name, source) in [("a", "b"), ("b", "c"), ("c", "a")] {
      module.wires.append(Wire(name: name, type: .bit))
      module.statements.append(
        .assign(target: Target(name), value: .unary(.not, .reference(source, .bit)), location: nil))
    }
    module.ports.append(.clock(of: .default))
    #expect(
      throws: SimulationError.invalidDesign(
        "Design ring: combinational loop a -> b -> c -> a; put a register on the path.")
    ) { try InterpretedSimulation(of: Circuit(modules: [module])) }
  }
}
