import Accelerator
import AttentionSpec
import CircuitInterpreter
import HardwareDSL
import SimulationInterface
import SystemVerilog
import VerilatorSimulation

/// An accelerator with a memory at its port, simulated by Verilator.
public typealias AttentionSimulation = SimulatedAttention<Simulation>

extension SimulatedAttention where ChosenSimulator == Simulation {
  /// Builds the RTL, or finds it in the cache, and resets it.
  ///
  /// - Parameters:
  ///   - fill: what memories and data registers hold at first; no result depends on it.
  ///   - progress: is told what a build is at; not called if there is nothing to build.
  /// - Throws: `SimulationError` where Verilator, the compiler or the cache fails.
  public convenience init(
    _ configuration: AcceleratorConfiguration, _ settings: MemorySettings,
    fill: Simulation.Fill = .zeros, cache: BuildCache = .shared,
    progress: @escaping @Sendable (BuildStage) -> Void = { _ in }
  ) async throws {
    let circuit = try elaborate(AttentionTop(configuration), .strict)
    let design = DesignUnderTest(
      circuit, emitter: SystemVerilogEmitter(arrays: .unrolled, taps: .kept))
    let simulation = try await Simulation(of: design, fill: fill, cache: cache, progress: progress)
    try self.init(configuration, in: simulation, settings)
  }
}
