import HardwareIR
import SimulationInterface
import TestSupport

/// Two simulations of one module that are driven alike, but for one cause.
public final class ContractTrial {
  /// When a clock has its edges.
  public struct Clock: Sendable {
    public var domain: ClockDomain
    public var period: Int
    public var phase: Int

    public init(_ domain: ClockDomain, period: Int, phase: Int) {
      self.domain = domain
      self.period = period
      self.phase = phase
    }

    func hasEdge(in cycle: Int) -> Bool { cycle % period == phase }
  }

  private let with: any Simulator
  private let without: any Simulator
  private let inputs: [Port]
  private let held: [String: PortValue]
  private let below: [String: Int]
  private let quiet: Set<String>
  private let clocks: [Clock]
  private var noise: TestRandom

  init(
    _ module: ModuleDefinition, _ simulations: (any Simulator, any Simulator),
    holding: [String: Int] = [:], below: [String: Int] = [:], clocks: [Clock], seed: UInt64
  ) throws {
    (with, without) = simulations
    self.below = below
    self.clocks = clocks
    noise = TestRandom(seed: seed)
    let inputs = module.ports.filter { $0.role == .data && $0.direction == .input }
    self.inputs = inputs
    var held: [String: PortValue] = [:]
    for stream in module.streams where stream.direction == .output { held[stream.ready] = 1 }
    for (name, value) in holding { held[Self.port(name, among: inputs)] = PortValue(value) }
    if let unknown = held.keys.first(where: { name in !inputs.contains { $0.name == name } }) {
      throw SimulationError.invalidRequest("\(module.name) has no input \(unknown) to hold.")
    }
    self.held = held
    quiet = module.contract.causes.intersection(
      inputs.lazy.filter { $0.type.width == 1 }.map(\.name))
    for simulation in [with, without] {
      for clock in clocks {
        try simulation.setClock(clock.domain, period: clock.period, phase: clock.phase)
      }
      if module.clocking.contains(where: { $0.role == .reset }) { try simulation.reset() }
    }
  }

  var cycle: Int { with.cycle }

  func isHeld(_ port: String) -> Bool { held[port] != nil }

  func hasEdge(_ domain: ClockDomain) -> Bool {
    clocks.first { $0.domain == domain }?.hasEdge(in: cycle) ?? true
  }

  /// A port by its name without `_i`, or by all of it where a prefix names it.
  private static func port(_ name: String, among inputs: [Port]) -> String {
    inputs.contains { $0.name == name } ? name : name + "_i"
  }

  /// One cycle with these inputs, by their names without `_i`.
  public func step(_ values: [String: Int] = [:]) throws {
    var exact: [String: PortValue] = [:]
    for (name, value) in values { exact[Self.port(name, among: inputs)] = PortValue(value) }
    try drive(exact)
    try advance()
  }

  /// Sets the inputs of the present cycle.
  ///
  /// - Parameters:
  ///   - flags: inputs that are 1 if they are quiet otherwise.
  ///   - causes: inputs that happen, or carry another value, in one simulation alone.
  func drive(
    _ values: [String: PortValue] = [:], flags: Set<String> = [], causes: Set<String> = []
  ) throws {
    for port in inputs {
      let isQuiet = quiet.contains(port.name)
      let flag: PortValue? = isQuiet ? (flags.contains(port.name) ? 1 : 0) : nil
      var value = values[port.name] ?? held[port.name] ?? flag ?? random(port)
      var other = value
      if causes.contains(port.name) {
        if isQuiet { (value, other) = (1, 0) }
        while value == other { value = random(port) }
      }
      try with.poke(port.name, value)
      try without.poke(port.name, other)
    }
  }

  /// Sets every input to noise, held ones too.
  func driveNoise() throws {
    for port in inputs { try with.poke(port.name, random(port)) }
  }

  func advance() throws {
    try MutantRun.current?.count()
    try with.step(1)
    try without.step(1)
  }

  func value(of port: String) throws -> PortValue { try with.peek(port) }

  func differs(_ port: String) throws -> Bool { try with.peek(port) != without.peek(port) }

  /// A number from 0 to `limit - 1`.
  public func random(below limit: Int) -> Int { noise.integer(0...(limit - 1)) }

  private func random(_ port: Port) -> PortValue {
    if let limit = below[port.name] ?? below[String(port.name.dropLast(2))] {
      return PortValue(random(below: limit))
    }
    let width = port.type.width
    var words = (0..<((width + 31) / 32)).map { _ in UInt32(truncatingIfNeeded: noise.next()) }
    if width % 32 != 0 { words[words.count - 1] &= (1 << UInt32(width % 32)) - 1 }
    return PortValue(words: words, widthBits: width, isSigned: port.type.isSigned)
  }
}

extension Contract {
  /// The ports that anything comes from.
  var causes: Set<String> {
    var ports: [Ports] = []
    for case .cycles(_, let from, _, _, _) in latency { ports += from }
    for case .items(_, _, _, let from, _, _) in throughput { ports += from }
    return Set(ports.flatMap(\.ports))
  }
}
