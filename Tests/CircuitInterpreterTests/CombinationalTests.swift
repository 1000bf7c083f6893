import BenchSupport
import CircuitInterpreter
import HardwareDSL
import TestSupport
import Testing
import VerilatorSimulation

/// An arithmetic and logic unit without any state, and with the ports of a stream.
private final class ArithmeticUnit: Module {
  let operation = input(.unsigned(2))
  let left = input(.signed(8))
  let right = input(.signed(8))
  let request = ReadyValid<Item>.input { field in Item(field(.bits(4))) }
  let result = output(.signed(9))

  var documentation: Documentation { Documentation("Adds, subtracts, compares.") }

  var body: Behavior {
    result <== 0
    decode(operation, values: 0..<3) { number in
      switch number {
      case 0: result <== left + right
      case 1: result <== left - right
      default: when(left < right) { result <== 1 }
      }
    }
    request.ready <== (request.valid && request.payload.data == 3)
  }
}

@Suite("A design without a clock")
struct CombinationalTests {
  @Test("It is evaluated when a port is read, and in every step, by either simulator")
  func evaluates() async throws {
    let circuit = try elaborate(ArithmeticUnit())
    try evaluated(try await quickSimulation(of: circuit))
    try evaluated(try InterpretedSimulation(of: circuit))
  }

  private func evaluated(_ simulation: some Simulator) throws {
    #expect(simulation.interface.clock == nil)
    let expected: [(Int, Int)] = [(0, -107), (1, -93), (2, 1), (3, 0)]
    simulation["left_i"] = -100
    simulation["right_i"] = -7
    for (operation, result) in expected {
      simulation["operation_i"] = operation
      #expect(simulation["result_o"] == result)
      try simulation.step()
      #expect(simulation["result_o"] == result)
    }
    #expect(simulation.cycle == 4)
    simulation["request_data_i"] = 3
    simulation["request_valid_i"] = 1
    #expect(try simulation.run(limit: 3, until: .port("request_ready_o", equals: 1)) == 0)
    try simulation.step()
    simulation["request_valid_i"] = 0
    try simulation.step()
  }

  @Test("What needs a clock or a reset is refused with a sentence")
  func refusals() throws {
    let simulation = try InterpretedSimulation(of: elaborate(ArithmeticUnit()))
    #expect(
      throws: SimulationError.invalidRequest(
        "Design arithmetic_unit has no clock, and streams need one; set and read its ports.")
    ) { try simulation.send("request", [1]) }
    #expect(
      throws: SimulationError.invalidRequest(
        "Design arithmetic_unit has no reset; set its inputs instead.")
    ) { try simulation.reset() }
  }

  @Test("A column of its waves is an evaluation")
  func waves() throws {
    let simulation = try InterpretedSimulation(of: elaborate(ArithmeticUnit()))
    let dump = ValueChangeDump(of: simulation)
    let waveform = try Waveform(of: simulation, ["right_i", "result_o"])
    for value in 3...5 {
      simulation["right_i"] = value
      try waveform.step()
    }
    expectText(
      waveform.text,
      is: """
        cycle    0  1  2
        right_i  |3 |4 |5
        result_o |3 |4 |5
        """)
    #expect(!dump.text.contains("clk_i"))
  }
}
