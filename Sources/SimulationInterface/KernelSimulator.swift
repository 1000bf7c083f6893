import HardwareIR

/// A simulator over a kernel: names, checks and sentences, the same for every kernel.
public protocol KernelSimulator: Simulator {
  var kernel: any SimulationKernel { get }
  var state: SimulatorState { get set }
}

/// What a simulator knows beside its kernel.
public struct SimulatorState {
  public var mistake: SimulationMistake?
  private let ports: [String: Int]
  private let zeroWidthPorts: [String: PortSpec]
  private let streams: [String: Int]
  private let taps: [String: Int]
  /// The streams whose agents drive their ports.
  var engaged: Set<Int> = []
  /// The streams that an attached agent serves.
  var served: Set<Int> = []
  /// How often a reset has begun.
  var resets = 0
  /// How many failures have been thrown.
  var failuresThrown = 0

  public init(_ interface: DesignInterface) {
    func indices(_ names: [String]) -> [String: Int] {
      Dictionary(zip(names, names.indices), uniquingKeysWith: { first, _ in first })
    }
    ports = indices(interface.ports.map(\.name))
    zeroWidthPorts = Dictionary(
      interface.zeroWidthPorts.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    streams = indices(interface.streams.map(\.name))
    taps = indices(interface.taps.map(\.name))
  }

  func port(_ name: String, in design: DesignInterface) throws(SimulationError) -> Int {
    try index(name, in: ports, kind: "port", design)
  }

  func stream(_ name: String, in design: DesignInterface) throws(SimulationError) -> Int {
    try index(name, in: streams, kind: "stream", design)
  }

  func tap(_ name: String, in design: DesignInterface) throws(SimulationError) -> Int {
    try index(name, in: taps, kind: "tap", design)
  }

  func spec(of port: String, in design: DesignInterface) -> PortSpec? {
    ports[port].map { design.ports[$0] } ?? zeroWidthPorts[port]
  }

  /// A port that has no bits, by its name.
  public func zeroWidthPort(_ name: String) -> PortSpec? { zeroWidthPorts[name] }

  private func index(
    _ name: String, in table: [String: Int], kind: String, _ design: DesignInterface
  ) throws(SimulationError) -> Int {
    if let index = table[name] { return index }
    guard !design.clocks.isEmpty || kind == "port" else {
      throw .invalidRequest(
        "Design \(design.topName) has no clock, and \(kind)s need one; set and read its ports.")
    }
    throw .unknownName(
      kind: kind, name: name, design: design.topName,
      near: NearNames.of(name, among: Array(table.keys)))
  }
}

extension KernelSimulator {
  public var cycle: Int { kernel.cycle }

  public var failures: [SimulationFailure] { kernel.failures }

  public var resets: Int { state.resets }

  public var covers: [CoverCount] {
    get throws {
      try zip(interface.coverPoints, kernel.coverHits()).map { CoverCount($0, hits: $1) }
    }
  }

  public var mistake: SimulationMistake? {
    get { state.mistake }
    set { state.mistake = newValue }
  }

  public func poke(_ port: String, _ value: PortValue) throws {
    let zeroWidth = state.zeroWidthPort(port)
    let index = try zeroWidth == nil ? state.port(port, in: interface) : 0
    let spec = zeroWidth ?? interface.ports[index]
    let isClock = interface.clocks.contains { $0.clock == port }
    guard spec.direction == .input, !isClock else {
      let reason = isClock ? "the clock, which step drives" : "an output"
      throw SimulationError.invalidRequest("Port \(port) is \(reason); set an input instead.")
    }
    let words = try words(of: value, for: spec)
    if interface.clocks.contains(where: { $0.reset == port && $0.isActive(value) }) {
      state.resets += 1
    }
    if zeroWidth == nil { kernel.poke(port: index, words: words) }
  }

  public func setClock(_ domain: ClockDomain, period: Int, phase: Int) throws {
    guard let index = interface.clockIndex(of: domain) else {
      let known = interface.clocks.map { "\($0.domain)" }.joined(separator: " and ")
      throw SimulationError.invalidRequest(
        "Design \(interface.topName) has no clock in \(domain)"
          + (known.isEmpty ? ", nor in any other." : "; it has one in \(known)."))
    }
    guard period >= 1, (0..<period).contains(phase) else {
      throw SimulationError.invalidRequest(
        "A clock with period \(period) and phase \(phase) has no edges; give a period of 1 or more "
          + "cycles and a phase below it.")
    }
    kernel.setClock(index, period: period, phase: phase)
  }

  public func peek(_ port: String) throws -> PortValue { try peekPort(port) }

  /// Reads a port: what `peek` does where nothing else has a name.
  public func peekPort(_ port: String) throws -> PortValue {
    if state.zeroWidthPort(port) != nil { return 0 }
    let index = try state.port(port, in: interface)
    let spec = interface.ports[index]
    return PortValue(
      words: kernel.peek(port: index), widthBits: spec.widthBits, isSigned: spec.isSigned)
  }

  public func format(of signal: String) throws -> SignalFormat {
    let spec =
      try state.zeroWidthPort(signal) ?? interface.ports[state.port(signal, in: interface)]
    return SignalFormat(widthBits: spec.widthBits, isSigned: spec.isSigned, cases: spec.cases)
  }

  /// The words of a value that a port can carry.
  func words(of value: PortValue, for port: PortSpec) throws(SimulationError) -> [UInt32] {
    guard value.fits(widthBits: port.widthBits, isSigned: port.isSigned) else {
      throw .valueDoesNotFit(port: port, value: value)
    }
    return value.words((port.widthBits + 31) / 32)
  }
}
