import CircuitInterpreter
import HardwareIR
import SimulationInterface

/// What runs the hardware of a test: the interpreter, which needs no build, unless a `.simulated`
/// trait says otherwise.
public enum TestSimulator: String, CaseIterable, Sendable {
  case interpreter, verilator

  /// That of the test at hand.
  @TaskLocal public static var current = TestSimulator.interpreter

  /// A circuit in this simulator, ready to make any number of simulations.
  func prepare(
    _ circuit: Circuit
  ) throws -> @Sendable (_ fill: StateFill) async throws -> any Simulator {
    switch self {
    case .interpreter:
      let compiled = try CompiledCircuit(circuit)
      return { InterpretedSimulation(of: compiled, fill: $0) }
    case .verilator: return { try await quickSimulation(of: circuit, fill: $0) }
    }
  }
}
