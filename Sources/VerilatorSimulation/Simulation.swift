/// One running instance of a design, simulated by Verilator.
///
///     let simulation = try await Simulation(of: counter)
///     try simulation.reset()
///     simulation["enable_i"] = 1
///     try simulation.step(5)
///     #expect(simulation["count_o"] == 5)
///
/// Creating one is asynchronous, since it may build the design, which takes seconds; everything
/// after that is synchronous. An instance belongs to one task at a time; any number of them may
/// run at once, of the same design or of several.
///
/// A new instance has its inputs at 0 and its resets active until `reset()` is called.
public final class Simulation: KernelSimulator {
  public typealias Fill = StateFill

  public let design: DesignUnderTest
  /// How the library of the design came about.
  public let report: BuildReport
  public var state: SimulatorState
  public var kernel: any SimulationKernel { verilated }

  let verilated: VerilatorKernel
  let waveforms: Waveforms

  /// Builds the design, or finds it in the cache, and creates an instance.
  ///
  /// - Parameters:
  ///   - fill: What registers and memories hold that the design itself does not initialise.
  ///   - progress: Is told what a build is at; not called if there is nothing to build.
  /// - Throws: `SimulationError`: `.invalidDesign`, `.portsDiffer`, `.refusedByVerilator`,
  ///   `.compilationFailed`, `.toolUnavailable` or `.cacheUnavailable`.
  public init(
    of design: DesignUnderTest, waveforms: Waveforms = .none, fill: StateFill = .zeros,
    cache: BuildCache = .shared, progress: @escaping @Sendable (BuildStage) -> Void = { _ in }
  ) async throws {
    let build = try await cache.build(design, waveforms: waveforms, progress: progress)
    guard
      let kernel = VerilatorKernel(
        try BenchLibrary(path: build.libraryPath), design: design.interface, fill: fill)
    else {
      throw SimulationError.invalidRequest("Design \(design.topName) could not be created.")
    }
    verilated = kernel
    self.design = design
    self.waveforms = waveforms
    report = build.report
    state = SimulatorState(design.interface)
  }

  /// A mistake that nobody was told of must not make a test pass.
  deinit {
    if let mistake { fatalError("\(mistake)") }
  }

  public var interface: DesignInterface { design.interface }

  /// How often each line of the text was reached so far, if the design has `lineCoverage`.
  ///
  /// - Throws: `SimulationError.coverageUnavailable`.
  public var lineCounts: [LineCount] {
    get throws {
      guard design.lineCoverage == .counted else {
        throw SimulationError.coverageUnavailable(
          "Lines of design \(design.topName) are not counted; set its lineCoverage to .counted.")
      }
      return try verilated.lineCounts()
    }
  }

  /// What the design printed with `$display` and the like, up to 1 MiB.
  public var output: String { verilated.output }

  public func clearOutput() { verilated.clearOutput() }
}
