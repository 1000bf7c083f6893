import AttentionCompiler
import AttentionSpec
import CircuitInterpreter
import VerilatorSimulation

/// A simulated accelerator that runs head after head, simulated by Verilator.
public typealias AcceleratorSimulation = SimulatedAccelerator<Simulation>

/// A simulated accelerator that runs head after head, in any simulator.
public final class SimulatedAccelerator<ChosenSimulator: Simulator> {
  public let configuration: AcceleratorConfiguration
  /// The simulation itself, for waveforms and for the state of ports.
  public let simulation: ChosenSimulator

  /// Resets a simulation of the configuration's RTL.
  ///
  /// - Throws: `SimulationError.failed` for a failed assertion.
  public init(_ configuration: AcceleratorConfiguration, in simulation: ChosenSimulator) throws {
    self.configuration = configuration
    self.simulation = simulation
    try simulation.reset()
  }

  /// Loads one head, runs it and reads its output.
  ///
  /// - Throws: `SimulationError.cycleLimit` for a hang, `.failed` for a failed assertion.
  public func run(_ job: HeadJob) throws -> HeadTrace {
    try run(job.program, cycleLimit: cycleLimit(job))
  }

  /// Executes the program of a head.
  ///
  /// - Parameter cycleLimit: the most cycles of computing.
  /// - Throws: `SimulationError.cycleLimit` for a hang, `.failed` for a failed assertion.
  public func run(_ program: HeadProgram, cycleLimit: Int) throws -> HeadTrace {
    let start = simulation.cycle
    try simulation.send(
      "write", program.writes.map { [PortValue($0.address), PortValue(words: $0.data)] })
    try simulation.run(limit: 4 * program.writes.count + 100, until: .streamsDone())
    let loaded = simulation.cycle
    try simulation.run(limit: cycleLimit, until: .port("busy_o", equals: 0))

    let computed = simulation.cycle
    try simulation.send("read_request", program.reads.map { [PortValue($0.address)] })
    let words = try simulation.receive(
      "read_response", program.reads.count, limit: 8 * program.reads.count + 100
    ).map { $0.fields[0].words(configuration.busWords) }

    var trace = HeadTrace(output: try program.output(from: words))
    trace.loadCycles = loaded - start
    trace.readCycles = simulation.cycle - computed
    try collect(&trace)
    return trace
  }

  /// Far above what any head needs: each slot's every chunk, rows one by one through the divider.
  private func cycleLimit(_ job: HeadJob) -> Int {
    let chunks = configuration.chunks(headDimension: job.input.headDimension)
    let rows = configuration.capacity.queriesPerElement
    return 10_000 + 4 * chunks * (job.schedule.slotCount + rows * (configuration.rowSpacing + 40))
  }

  private func collect(_ trace: inout HeadTrace) throws {
    func values(_ tap: String) throws -> [TracedValue] {
      try simulation.tap(tap).map { TracedValue(cycle: $0.cycle, value: $0.integer ?? 0) }
    }
    for element in 0..<configuration.array.elements {
      trace.scores.append(try values("tap_element_\(element)_score"))
      trace.numerators.append(try values("tap_element_\(element)_numerator"))
      trace.rowSums.append(try values("tap_element_\(element)_row_sum"))
      trace.outputCycles.append(try values("tap_element_\(element)_output").map(\.cycle))
    }
    trace.sddmmIssues = try values("tap_sddmm").map(\.cycle)
    trace.spmmIssues = try values("tap_spmm").map(\.cycle)
    for stream in ["write", "read_request"] { _ = try simulation.received(stream) }
  }
}

extension SimulatedAccelerator where ChosenSimulator == Simulation {
  /// Builds the RTL, or finds it in the cache, and resets it.
  ///
  /// - Parameters:
  ///   - design: the design to simulate in place of the generated one, with the same ports.
  ///   - fill: what memories and data registers hold at first; no result depends on it.
  ///   - progress: is told what a build is at; not called if there is nothing to build.
  /// - Throws: `SimulationError` where Verilator, the compiler or the cache fails.
  public convenience init(
    _ accelerator: GeneratedAccelerator, design: DesignUnderTest? = nil,
    waveforms: Waveforms = .none, fill: Simulation.Fill = .zeros, cache: BuildCache = .shared,
    progress: @escaping @Sendable (BuildStage) -> Void = { _ in }
  ) async throws {
    let simulation = try await Simulation(
      of: design ?? accelerator.design, waveforms: waveforms, fill: fill, cache: cache,
      progress: progress)
    try self.init(accelerator.configuration, in: simulation)
  }
}

extension SimulatedAccelerator where ChosenSimulator == InterpretedSimulation {
  /// Compiles the circuit for the interpreter, without any build, and resets it.
  ///
  /// - Throws: `SimulationError.failed` for a failed assertion.
  public convenience init(
    interpreting accelerator: GeneratedAccelerator, fill: StateFill = .zeros,
    coverage: CoverageMode = .none
  ) throws {
    let simulation = try InterpretedSimulation(
      of: accelerator.circuit, fill: fill, coverage: coverage)
    try self.init(accelerator.configuration, in: simulation)
  }
}
