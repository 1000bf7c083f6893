import HardwareIR

extension DesignInterface {
  /// What a test sees of a circuit: the ports, streams and taps of its top module. Without a clock
  /// the ports of streams and taps are plain ports.
  public init(_ circuit: Circuit) {
    let top = circuit.top
    let isClocked = top.isClocked
    self.init(
      topName: top.name,
      ports: top.ports.map { port in
        PortSpec(
          name: port.name, widthBits: port.type.width, isSigned: port.type.isSigned,
          direction: Direction(port.direction))
      },
      clock: isClocked ? ModuleDefinition.clockName : nil,
      reset: top.ports.contains { $0.name == ModuleDefinition.resetName }
        ? ModuleDefinition.resetName : nil,
      streams: !isClocked
        ? []
        : circuit.streams.map { stream in
          StreamSpec(
            name: stream.name, direction: Direction(stream.direction), valid: stream.valid,
            ready: stream.ready, payload: stream.payload)
        },
      taps: !isClocked
        ? []
        : circuit.taps.map { tap in
          TapSpec(name: tap.name, valid: tap.valid, data: tap.data)
        }, properties: circuit.properties)
  }
}

extension Direction {
  init(_ direction: Port.Direction) { self = direction == .input ? .input : .output }
}
