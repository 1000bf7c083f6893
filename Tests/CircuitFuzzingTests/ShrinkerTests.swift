import HardwareDSL
import HardwareIR
import TestSupport
import Testing

@testable import CircuitFuzzing

/// A difference is reported so that a person can act.
@Suite("Shrinking")
struct ShrinkerTests {
  private func mutation(_ name: String) throws -> Mutation {
    try #require(Mutation.all.first { $0.name == name })
  }

  @Test("A circuit that shows a bug is shrunk to little more than the bug")
  func shrinks() async throws {
    let bug = try mutation("a read under write gives the other word")
    let executors: [any Executor] = [
      InterpreterExecutor(), MutatedExecutor(InterpreterExecutor(), bug),
    ]
    let run = FuzzRun(executors: executors, cycles: 60)
    let seeds = (0..<20).map { FuzzCase.seed(run: 5, index: $0) }
    let difference = try #require(await run.run(seeds: seeds).differences.first)
    let whole = try FuzzCase(seed: difference.seed, cycles: 60)
    let small = await Shrinker(executors: executors, roundsMax: 60).shrunk(whole, difference)
    #expect(await run.differences([small])[0] != nil)
    #expect(
      small.circuit.size * 10 < whole.circuit.size,
      "\(whole.circuit.size) became \(small.circuit.size)")
    #expect(small.circuit.check().allSatisfy { $0.rule == .missingReset })
    #expect(small.stimulus.cycles <= difference.cycle + 1)
  }

  private struct Refusal: Error, CustomStringConvertible {
    var description: String
  }

  /// Refuses a batch that holds a circuit with this seed.
  private struct Refusing: Executor {
    let name = "refusing"
    let seed: UInt64

    func run(_ cases: [FuzzCase]) async throws -> [Trace] {
      if cases.contains(where: { $0.seed == seed }) {
        throw Refusal(description: "tool: c1_random.sv:12: warning: no.")
      }
      return try await InterpreterExecutor().run(cases)
    }
  }

  @Test("Of a batch that a tool refuses, the circuit to blame is found")
  func halving() async throws {
    let seeds = (0..<7).map { FuzzCase.seed(run: 3, index: $0) }
    let run = FuzzRun(executors: [InterpreterExecutor(), Refusing(seed: seeds[4])], cycles: 3)
    let report = await run.run(seeds: seeds)
    #expect(report.differences.map(\.seed) == [seeds[4]])
    #expect(report.differences[0].complaint == ": warning: no.")
    #expect(report.differences[0].dissenters == ["refusing", "interpreter"].reversed())
    expectText(
      "\(report.differences[0])",
      is: "circuit \(seeds[4]), cycle 0, the emitted text: interpreter accepts, "
        + "refusing refuses: tool: c1_random.sv:12: warning: no.")
  }
}
