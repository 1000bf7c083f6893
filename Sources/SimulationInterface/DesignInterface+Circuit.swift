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
    self.init(
      topName: top.name,
      ports: top.ports.map { port in
        PortSpec(
          name: port.name, widthBits: port.type.width, isSigned: port.type.isSigned,
          direction: Direction(port.direction), cases: port.type.caseNames)
      },
      clock: standard?.clock, reset: standard?.reset,
      resetLevel: standard?.resetLevel ?? .low,
      namedClocks: clocks.filter { $0.domain != .default },
      streams: circuit.streams.filter { isClocked($0.domain) }.map { stream in
        StreamSpec(
          name: stream.name, direction: Direction(stream.direction), valid: stream.valid,
          ready: stream.ready, payload: stream.payload, domain: stream.domain)
      },
      taps: circuit.taps.filter { isClocked($0.domain) }.map { tap in
        TapSpec(name: tap.name, valid: tap.valid, data: tap.data, domain: tap.domain)
      }, properties: circuit.properties(scopes))
  }
}

extension Direction {
  init(_ direction: Port.Direction) { self = direction == .input ? .input : .output }
}
