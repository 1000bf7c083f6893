import HardwareIR

extension DesignInterface {
  /// What a test sees of a circuit: the ports, streams and taps of its top module.
  public init(_ circuit: Circuit) {
    let top = circuit.top
    self.init(
      topName: top.name,
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
