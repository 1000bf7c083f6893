import HardwareIR
import SystemVerilog

extension DesignUnderTest {
  /// The design that the emitter makes of a circuit: its files, ports, streams and taps.
  ///
  /// - Parameter files: the emitted files, where they have been changed; otherwise emitted anew.
  public init(_ circuit: Circuit, files: [EmittedFile]? = nil) {
    let emitted = files ?? SystemVerilogEmitter().emit(circuit)
    let top = circuit.top
    self.init(
      topName: top.name,
      files: emitted.map { SourceFile(name: $0.name, text: $0.text) },
      ports: top.ports.map { port in
        PortSpec(
          name: port.name, widthBits: port.type.width, isSigned: port.type.isSigned,
          direction: Direction(port.direction))
      },
      clock: ModuleDefinition.clockName,
      reset: top.ports.contains { $0.name == ModuleDefinition.resetName }
        ? ModuleDefinition.resetName : nil,
      streams: circuit.streams.map { stream in
        StreamSpec(
          name: stream.name, direction: Direction(stream.direction), valid: stream.valid,
          ready: stream.ready, payload: stream.payload)
      },
      taps: circuit.taps.map { TapSpec(name: $0.name, valid: $0.valid, data: $0.data) })
  }
}

extension Direction {
  init(_ direction: Port.Direction) { self = direction == .input ? .input : .output }
}

extension Simulation {
  /// Emits and builds a circuit, or finds it in the cache, and creates an instance.
  ///
  /// - Throws: what `init(of:)` throws for the design.
  public convenience init(
    of circuit: Circuit, waveforms: Waveforms = .none, fill: Fill = .zeros,
    cache: BuildCache = .shared
  ) async throws {
    try await self.init(
      of: DesignUnderTest(circuit), waveforms: waveforms, fill: fill, cache: cache)
  }
}
