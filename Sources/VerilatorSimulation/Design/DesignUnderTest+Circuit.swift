import HardwareIR
import SystemVerilog

extension DesignUnderTest {
  /// The design that the emitter makes of a circuit: its files, ports, streams and taps.
  ///
  /// - Parameters:
  ///   - files: the emitted files, with their taps, where they have been changed; otherwise emitted
  ///     anew.
  ///   - emitter: what emits them: the profile and the style of reset of the text under test.
  ///     Unless given, it is `SystemVerilogEmitter()` for files, and `simulated` without.
  public init(
    _ circuit: Circuit, files: [EmittedFile]? = nil, emitter: SystemVerilogEmitter? = nil
  ) {
    var emitter = emitter ?? (files == nil ? .simulated : SystemVerilogEmitter())
    emitter.taps = .kept
    // Without loops, scopes are known.
    let emission = files == nil || emitter.arrays == .rolled ? emitter.emission(of: circuit) : nil
    self.init(
      interface: DesignInterface(emitter.stated(circuit), scopes: emission?.scopes ?? [:]),
      files: (files ?? emission?.files ?? []).map { SourceFile(name: $0.name, text: $0.text) })
    vectors = emitter.portVectors(of: circuit.top).map(PortVector.init)
  }
}

extension SystemVerilogEmitter {
  /// What simulations compile unless told otherwise: every element of an array is written down.
  /// Verilator runs it up to twice as fast as vectors, and builds it faster.
  public static let simulated = SystemVerilogEmitter(arrays: .unrolled)
}

extension Simulation {
  /// Emits and builds a circuit, or finds it in the cache, and creates an instance.
  ///
  /// - Parameter emitter: what emits it: the profile and the style of reset of the text under test.
  /// - Throws: what `init(of:)` throws for the design.
  public convenience init(
    of circuit: Circuit, emitter: SystemVerilogEmitter = .simulated,
    optimization: ModelOptimization = .speed, lineCoverage: LineCoverage = .none,
    waveforms: Waveforms = .none, fill: StateFill = .zeros, cache: BuildCache = .shared
  ) async throws {
    for case let box? in circuit.hardware.map(\.blackBox) where !box.isGiven {
      throw SimulationError.invalidDesign(
        "Design \(circuit.top.name): black box \(box.cell) has no source to compile; give its "
          + "class sources, give DesignUnderTest the files, or interpret a model.")
    }
    var design = DesignUnderTest(circuit, emitter: emitter)
    design.optimization = optimization
    design.lineCoverage = lineCoverage
    try await self.init(of: design, waveforms: waveforms, fill: fill, cache: cache)
  }
}
