import CircuitFuzzing
import SystemVerilog
import TestSupport
import Testing

/// A slice of what scripts/fuzz does. The seed is fixed, so Verilator builds it once.
@Suite("Random circuits")
struct FuzzTests {
  private static let seed: UInt64 = 2026

  private static func seeds(_ count: Int) -> [UInt64] {
    (0..<count).map { FuzzCase.seed(run: seed, index: $0) }
  }

  private func expectNoDifference(
    _ executors: [any Executor], circuits: Int, sourceLocation: SourceLocation = #_sourceLocation
  ) async {
    let run = FuzzRun(executors: executors, batchSize: circuits)
    let report = await run.run(seeds: Self.seeds(circuits))
    #expect(report.circuits == circuits, sourceLocation: sourceLocation)
    for difference in report.differences {
      Issue.record(
        "\(difference)\nscripts/fuzz --circuit \(difference.seed)", sourceLocation: sourceLocation)
    }
  }

  @Test(
    "The interpreter, Verilator and Icarus agree about 24 circuits in every cycle",
    .enabled(if: Tool.verilator.isInstalled, "verilator is not installed"),
    .enabled(if: IcarusExecutor.isInstalled, "iverilog is not installed"))
  func threeExecutors() async {
    await expectNoDifference(
      [InterpreterExecutor(), VerilatorExecutor(), IcarusExecutor()], circuits: 24)
  }

  @Test(
    "The netlists of Yosys agree about 8 circuits",
    .enabled(if: YosysExecutor.isInstalled, "yosys or iverilog is not installed"))
  func yosys() async {
    await expectNoDifference([InterpreterExecutor(), YosysExecutor()], circuits: 8)
  }

  @Test("Lines of random circuits have at most 100 columns")
  func columns() throws {
    for seed in Self.seeds(20) {
      let circuit = try FuzzCase(seed: seed, cycles: 1).circuit
      for file in SystemVerilogEmitter().emit(circuit) {
        for line in file.text.split(separator: "\n") where line.count > 100 {
          Issue.record("\(file.name): \(line)")
        }
      }
    }
  }
}
