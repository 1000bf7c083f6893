import HardwareIR
import SimulationInterface
import SystemVerilog
import VerilatorSimulation

/// Runs circuits in Verilator, one build for a batch.
public struct VerilatorExecutor: Executor {
  public let name = "Verilator"
  private let warnings: LintWarnings
  private let cache: BuildCache

  /// Random circuits compare what constants decide; nobody would write that.
  private static let waivers = SourceFile(
    name: "waivers.vlt",
    text: """
      `verilator_config
      lint_off -rule CMPCONST
      lint_off -rule UNSIGNED

      """)

  /// - Parameter warnings: whether a warning of Verilator refuses the batch.
  public init(warnings: LintWarnings = .fatal, cache: BuildCache = .shared) {
    self.warnings = warnings
    self.cache = cache
  }

  public func run(_ cases: [FuzzCase]) async throws -> [Trace] {
    let design = design(Batch(cases))
    var traces = cases.map { _ in Trace() }
    // The fill is one for a whole instance.
    for fill in [StateFill.zeros, .ones] where cases.contains(where: { $0.fill == fill }) {
      let simulation = try await Simulation(of: design, fill: fill, cache: cache)
      let filled = Self.run(simulation, cases)
      for index in cases.indices where cases[index].fill == fill { traces[index] = filled[index] }
    }
    return traces
  }

  private static func run(_ simulation: Simulation, _ cases: [FuzzCase]) -> [Trace] {
    let drivers = cases.enumerated().map { index, fuzzCase in
      PortDriver(fuzzCase, ports: simulation.interface.ports, prefix: Batch.prefix(index))
    }
    var traces = cases.map { _ in Trace() }
    for cycle in 0..<(cases.map(\.stimulus.cycles).max() ?? 0) {
      for index in cases.indices where cycle < cases[index].stimulus.cycles {
        drivers[index].drive(simulation.kernel, cycle: cycle)
      }
      for index in cases.indices where cycle < cases[index].stimulus.cycles {
        drivers[index].sample(simulation.kernel, into: &traces[index])
      }
      _ = simulation.kernel.step(1)
    }
    for failure in simulation.failures {
      for index in cases.indices where failure.text.contains("." + Batch.instance(index) + ".") {
        traces[index].failures.append(.init(cycle: failure.cycle, text: failure.text))
      }
    }
    return traces
  }

  private func design(_ batch: Batch) -> DesignUnderTest {
    let top = BatchTop(batch)
    var design = DesignUnderTest(
      topName: Batch.topName,
      files: [Self.waivers]
        + (batch.files + [top.file]).map { SourceFile(name: $0.name, text: $0.text) },
      ports: top.ports, clock: top.clock, reset: nil)
    design.warnings = warnings
    design.optimization = .buildTime
    return design
  }
}
