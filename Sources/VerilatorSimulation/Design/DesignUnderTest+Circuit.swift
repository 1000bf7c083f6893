import HardwareIR
import SystemVerilog

extension DesignUnderTest {
  /// The design that the emitter makes of a circuit: its files, ports, streams and taps.
  ///
  /// - Parameter files: the emitted files, where they have been changed; otherwise emitted anew.
  public init(_ circuit: Circuit, files: [EmittedFile]? = nil) {
    let emitted = files ?? SystemVerilogEmitter().emit(circuit)
    self.init(
      interface: DesignInterface(circuit),
      files: emitted.map { SourceFile(name: $0.name, text: $0.text) })
  }
}

extension Simulation {
  /// Emits and builds a circuit, or finds it in the cache, and creates an instance.
  ///
  /// - Throws: what `init(of:)` throws for the design.
  public convenience init(
    of circuit: Circuit, waveforms: Waveforms = .none, fill: StateFill = .zeros,
    cache: BuildCache = .shared
  ) async throws {
    for case let box? in circuit.hardware.map(\.blackBox) where box.sources.isEmpty {
      throw SimulationError.invalidDesign(
        "Design \(circuit.top.name): black box \(box.cell) has no source to compile; give its "
          + "class sources, give DesignUnderTest the files, or interpret a model.")
    }
    try await self.init(
      of: DesignUnderTest(circuit), waveforms: waveforms, fill: fill, cache: cache)
  }
}
