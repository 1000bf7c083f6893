import CircuitInterpreter
import HardwareDSL
import HardwareIR
import SimulationInterface
import Testing
import VerilatorSimulation

/// Where a contract is measured.
public enum ContractExecutor: CaseIterable, Sendable { case interpreter, verilator }

/// Measures the latencies, throughputs and reset values that the contract of `module` states, and
/// expects them to be as stated.
///
/// Each `from` is given to one of two simulations that are alike in all else; the latency is the
/// first cycle in which any `to` tells them apart. It must be as stated wherever a difference is
/// seen, and each `from` and each `to` must be seen in one of the situations.
public func expectContract(
  of module: @autoclosure () throws -> any Module, clocks: [ContractTrial.Clock] = [],
  in executor: ContractExecutor = .interpreter, _ situations: Situation...,
  sourceLocation: Testing.SourceLocation = #_sourceLocation
) async throws {
  let found = try await contractMistakes(of: module(), clocks: clocks, in: executor, situations)
  #expect(found == [], sourceLocation: sourceLocation)
}

/// What is not as the contract of `module` says.
public func contractMistakes(
  of module: @autoclosure () throws -> any Module, clocks: [ContractTrial.Clock] = [],
  in executor: ContractExecutor = .interpreter, _ situations: [Situation]
) async throws -> [String] {
  let circuit = try elaborate(module())
  let make: (UInt64) async throws -> any Simulator
  switch executor {
  case .interpreter:
    let compiled = try CompiledCircuit(circuit)
    make = { InterpretedSimulation(of: compiled, fill: .random(seed: $0)) }
  case .verilator:
    let design = DesignUnderTest(circuit)
    make = { try await Simulation(of: design, fill: .random(seed: $0)) }
  }
  return try await ContractMeasurement(
    module: circuit.top, clocks: clocks,
    situations: situations.isEmpty ? [Situation()] : situations, make: make
  ).mistakes()
}
