import TestSupport
import Testing

@testable import CircuitFuzzing

/// Bugs on purpose: what the random circuits find.
@Suite("Bugs on purpose")
struct MutationTests {
  private static let seed: UInt64 = 2026

  @Test("Each of them in the interpreter is found within 200 circuits")
  func interpreter() async throws {
    let hunt = MutationHunt(circuitsMax: 200)
    let results = try await hunt.run(in: InterpreterExecutor(), seed: Self.seed)
    #expect(results.count > 90)
    #expect(results.filter { $0.circuits == nil }.map(\.mutation) == [])
  }

  /// Some of each kind.
  private static let few = [
    "signed less reads unsigned", "add loses the carry of a word, over 64 bits",
    "the last arm of decode is lost", "a reset value has its lowest bit wrong",
    "a read under write gives the other word", "two outputs of an instance are swapped",
    "the value of the cycle before is the present one",
  ]

  private func expectFound(in executor: any Executor) async throws {
    let mutations = Mutation.all.filter { Self.few.contains($0.name) }
    #expect(mutations.count == Self.few.count)
    let hunt = MutationHunt(mutations: mutations)
    let results = try await hunt.run(in: executor, seed: Self.seed, round: [3, 7, 20, 70])
    #expect(results.filter { $0.circuits == nil }.map(\.mutation) == [])
  }

  @Test(
    "A few in Icarus are found", .enabled(if: IcarusExecutor.isInstalled, "no iverilog here"))
  func icarus() async throws { try await expectFound(in: IcarusExecutor(warnings: .reported)) }

  @Test(
    "A few in Verilator are found", .enabled(if: Tool.verilator.isInstalled, "no verilator here"))
  func verilator() async throws {
    try await expectFound(in: VerilatorExecutor(warnings: .reported))
  }
}
