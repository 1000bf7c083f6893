import HardwareIR

extension DesignInterface {
  /// What a test sees of a circuit: the ports, streams and taps of its top module. Where nothing is
  /// clocked in their domain, the ports of streams and taps are plain ports.
  ///
  /// - Parameter scopes: where in the text children and claims stand, by module, where that is not
  ///   written without loops.
  public init(_ circuit: Circuit, scopes: [String: PrintedScopes] = [:]) {
    let top = circuit.top
    let clocks = top.clockDomains.map { domain in
      let reset = top.reset(of: domain)
      return ClockSpec(
        domain: domain, clock: top.clockName(of: domain), reset: reset?.name,
        resetLevel: reset?.resetLevel ?? .low)
    }
    let standard = clocks.first { $0.domain == .default }
    func isClocked(_ domain: ClockDomain) -> Bool { clocks.contains { $0.domain == domain } }
    let zeroWidths = Set(circuit.zeroWidthPorts.map(\.name))
    self.init(
      topName: top.name, ports: top.ports.map { PortSpec($0) },
      clock: standard?.clock, reset: standard?.reset,
      resetLevel: standard?.resetLevel ?? .low,
      namedClocks: clocks.filter { $0.domain != .default },
      streams: circuit.streams.filter { isClocked($0.domain) }.map { stream in
        var spec = StreamSpec(
          name: stream.name, direction: Direction(stream.direction), valid: stream.valid,
          ready: stream.ready, payload: stream.payload.filter { !zeroWidths.contains($0) },
          domain: stream.domain)
        spec.fields = stream.payload
        return spec
      },
      taps: circuit.taps.filter { isClocked($0.domain) }.map { tap in
        var spec = TapSpec(
          name: tap.name, valid: tap.valid, data: tap.data.filter { !zeroWidths.contains($0) },
          domain: tap.domain)
        spec.fields = tap.data
        return spec
      }, properties: circuit.properties(scopes))
    zeroWidthPorts = circuit.zeroWidthPorts.map { PortSpec($0) }
  }
}

extension PortSpec {
  fileprivate init(_ port: Port) {
    self.init(
      name: port.name, widthBits: port.type.width, isSigned: port.type.isSigned,
      direction: Direction(port.direction), cases: port.type.caseNames)
  }
}

extension Direction {
  init(_ direction: Port.Direction) { self = direction == .input ? .input : .output }
}
