import AttentionSpec
import CircuitInterpreter
import SimulationInterface
import VerilatorSimulation

/// An accelerator with a memory at its port, simulated by Verilator.
public typealias AttentionSimulation = SimulatedAttention<Simulation>

extension SimulatedAttention where ChosenSimulator == Simulation {
  /// Builds the RTL, or finds it in the cache, and resets it.
  ///
  /// - Parameters:
  ///   - settings: of the memory.
  ///   - design: the design to simulate in place of the generated one, with the same ports.
  ///   - fill: what memories and data registers hold at first; no result depends on it.
  ///   - progress: is told what a build is at; not called if there is nothing to build.
  /// - Throws: `SimulationError` where Verilator, the compiler or the cache fails.
  public convenience init(
    _ accelerator: GeneratedAccelerator, _ settings: MemorySettings,
    design: DesignUnderTest? = nil, waveforms: Waveforms = .none, fill: Simulation.Fill = .zeros,
    cache: BuildCache = .shared,
    progress: @escaping @Sendable (BuildStage) -> Void = { _ in }
  ) async throws {
    let simulation = try await Simulation(
      of: design ?? accelerator.design, waveforms: waveforms, fill: fill, cache: cache,
      progress: progress)
    try self.init(accelerator.configuration, in: simulation, settings)
  }
}

extension SimulatedAttention where ChosenSimulator == InterpretedSimulation {
  /// Compiles the circuit for the interpreter, without any build, and resets it.
  ///
  /// - Throws: `SimulationError.failed` for a failed assertion.
  public convenience init(
    interpreting accelerator: GeneratedAccelerator, _ settings: MemorySettings,
    fill: StateFill = .zeros, coverage: CoverageMode = .none
  ) throws {
    let simulation = try InterpretedSimulation(
      of: accelerator.circuit, fill: fill, coverage: coverage)
    try self.init(accelerator.configuration, in: simulation, settings)
  }
}
