import HardwareDSL
import HardwareIR
import SimulationInterface
import Testing

/// Measures the latencies, throughputs and reset values that the contract of `module` states, and
/// expects them to be as stated.
///
/// Each `from` is given to one of two simulations that are alike in all else; the latency is the
/// first cycle in which any `to` tells them apart. It must be as stated wherever a difference is
/// seen, and each `from` and each `to` must be seen in one of the situations.
public func expectContract(
  of module: @autoclosure () throws -> any Module, clocks: [ContractTrial.Clock] = [],
  _ situations: Situation..., sourceLocation: Testing.SourceLocation = #_sourceLocation
) async throws {
  let found = try await contractMistakes(of: module(), clocks: clocks, situations)
  #expect(found == [], sourceLocation: sourceLocation)
}

/// What is not as the contract of `module` says.
public func contractMistakes(
  of module: @autoclosure () throws -> any Module, clocks: [ContractTrial.Clock] = [],
  _ situations: [Situation]
) async throws -> [String] {
  let simulate = try TestedSimulation(elaborate(module()))
  return try await ContractMeasurement(
    module: simulate.circuit.top, clocks: clocks,
    situations: situations.isEmpty ? [Situation()] : situations
  ) { seed in try await simulate(fill: .random(seed: seed)) }.mistakes()
}
