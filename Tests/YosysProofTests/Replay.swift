import CircuitInterpreter
import HardwareIR
import Testing
import YosysProof

extension ProofResult {
  var open: OpenProof? { if case .open(let proof) = self { proof } else { nil } }

  var counterexample: Counterexample? {
    if case .broken(let counterexample) = self { counterexample } else { nil }
  }
}

/// Expects that a simulation, given the inputs of a counterexample, has its outputs in every cycle
/// and reports the same failures in its last.
func expectReplay(
  of counterexample: Counterexample, in circuit: Circuit,
  sourceLocation: Testing.SourceLocation = #_sourceLocation
) throws {
  let simulation = try InterpretedSimulation(of: circuit)
  let inputs = Set(circuit.top.ports.filter { $0.direction == .input }.map(\.name))
  for cycle in 0..<counterexample.cycleCount {
    for row in counterexample.rows where inputs.contains(row.signal) {
      try simulation.poke(row.signal, row.values[cycle])
    }
    // What has no reset holds any value at first.
    for row in counterexample.rows where row.signal.hasSuffix("_valid_o") {
      #expect(
        try simulation.peek(row.signal) == row.values[cycle], "\(row.signal) in cycle \(cycle)",
        sourceLocation: sourceLocation)
    }
    #expect(
      simulation.failures.allSatisfy { $0.kind == .streamRule }, sourceLocation: sourceLocation)
    _ = try? simulation.step()
  }
  // Simulations look at streams as well.
  let reported = simulation.failures.filter { $0.kind != .streamRule }.map(\.text)
  #expect(
    reported == counterexample.failures, "\(counterexample)", sourceLocation: sourceLocation)
}
