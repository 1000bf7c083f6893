import AttentionCompiler
import AttentionSpec
import CircuitInterpreter
import CoSimulation
import Testing
import VerilatorSimulation

@Suite struct CosimInterpreterTests {
  @Test("The whole engine is bit-exact in the interpreter", arguments: [7, 8])
  func heads(seed: UInt64) throws {
    let engine = try SimulatedAccelerator(
      interpreting: try GeneratedAccelerator(Configurations.small))
    let job = try CosimRandomHeadsTests.head(seed: seed, configuration: Configurations.small)
    let comparison = Comparison(job, try engine.run(job))
    #expect(comparison.isExact, "\(job.name): \(comparison.first?.description ?? "")")
    #expect(comparison.counts[.scores] == job.mask.keptCount)
  }

  @Test("Interpreter and Verilator need the same cycles and give the same trace")
  func sameTrace() async throws {
    let accelerator = try GeneratedAccelerator(Configurations.small)
    let job = try CosimRandomHeadsTests.head(seed: 9, configuration: Configurations.small)
    func trace(_ engine: SimulatedAccelerator<some Simulator>) throws -> HeadTrace {
      for (offset, stream) in ["write", "read_request", "read_response"].enumerated() {
        try engine.simulation.pace(stream, .random(pausing: 0.3, seed: UInt64(offset)))
      }
      return try engine.run(job)
    }
    let expected = try trace(
      try await AcceleratorSimulation(accelerator, design: accelerator.quickDesign))
    let got = try trace(try SimulatedAccelerator(interpreting: accelerator))
    #expect(got == expected)
  }
}
