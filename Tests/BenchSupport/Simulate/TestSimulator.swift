import CircuitInterpreter
import HardwareDSL
import HardwareIR
import SimulationInterface
import VerilatorSimulation

/// What runs the hardware of a test: the interpreter, which needs no build, unless a `.simulated`
/// trait says otherwise.
public enum TestSimulator: String, CaseIterable, Sendable {
  case interpreter, verilator

  /// That of the test at hand.
  @TaskLocal public static var current = TestSimulator.interpreter
}

/// A circuit in the simulator of the test at hand, for any number of simulations.
public struct TestedSimulation: Sendable {
  /// As the test sees it: with a slip while mutants are tried.
  public let circuit: Circuit
  private let make: @Sendable (StateFill) async throws -> any Simulator

  /// - Parameter coverage: Whether interpreted simulations count what they reach.
  public init(_ circuit: Circuit, coverage: CoverageMode = .none) throws {
    let circuit = try testedCircuit(circuit)
    self.circuit = circuit
    let run = CoverageRun.current
    switch TestSimulator.current {
    case .interpreter:
      let compiled = try CompiledCircuit(circuit, coverage: run == nil ? coverage : .counted)
      make = { fill in
        let simulation = InterpretedSimulation(of: compiled, fill: fill)
        run?.count(simulation)
        return simulation
      }
    case .verilator:
      let lines = run == nil ? LineCoverage.none : .counted
      make = { fill in
        let simulation = try await quickSimulation(of: circuit, lineCoverage: lines, fill: fill)
        run?.count(simulation)
        return simulation
      }
    }
  }

  /// A new simulation.
  public func callAsFunction(fill: StateFill = .zeros) async throws -> any Simulator {
    try await make(fill)
  }
}
