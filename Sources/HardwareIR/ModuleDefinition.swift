/// One module: its interface, what it holds and what it does.
public struct ModuleDefinition: Hashable, Sendable {
  public var name: String
  /// What it promises.
  public var contract: Contract
  public var ports: [Port]
  public var wires: [Wire]
  public var registers: [Register]
  public var memories: [MemoryDefinition]
  public var instances: [InstanceDefinition]
  /// Top-level statements in the designer's order.
  public var statements: [Statement]
  /// For a module that is written by hand; what it holds is then only its model.
  public var blackBox: BlackBoxDefinition?
  /// The valid/ready streams among the ports.
  public var streams: [StreamPort]
  /// The Swift source that describes it, without the folders of a machine: `Queues/Queue.swift`.
  public var sourceFile: String?
  /// What the module was made with, for the reader.
  public var parameters: [ModuleParameter] = []
  /// The outputs that are only observed.
  public var taps: [Tap] = []
  public var location: SourceLocation?

  public init(name: String, contract: Contract, location: SourceLocation?) {
    self.name = name
    self.contract = contract
    self.location = location
    ports = []
    wires = []
    registers = []
    memories = []
    instances = []
    statements = []
    streams = []
  }

  /// The clocks and resets, which come first among the ports.
  public var clocking: ArraySlice<Port> { ports.prefix { $0.role != .data } }

  /// The domains in which anything here, or in a child, is clocked.
  public var clockDomains: [ClockDomain] {
    clocking.filter { $0.role == .clock }.map(\.domain)
  }

  /// The enumerations in use, each once: those of wires, of registers, of ports, and of values that
  /// have no name.
  public var enumerations: [EnumerationType] {
    var found: [EnumerationType] = []
    func add(_ type: HardwareType) {
      if case .enumeration(let enumeration) = type, !found.contains(enumeration) {
        found.append(enumeration)
      }
    }
    for wire in wires { add(wire.type) }
    for register in registers { add(register.type) }
    for port in ports { add(port.type) }
    for statement in statements {
      statement.forEachExpression { $0.forEachStatedType(add) }
    }
    for instance in instances {
      for case .input(let value) in instance.connections.lazy.map(\.connection) {
        value.forEachStatedType(add)
      }
    }
    return found
  }
}

/// A number, a word or a choice that a module was made with.
public struct ModuleParameter: Hashable, Sendable {
  /// As in Swift.
  public var name: String
  public var value: String

  public init(name: String, value: String) {
    self.name = name
    self.value = value
  }
}

public struct Port: Hashable, Sendable {
  public enum Direction: Hashable, Sendable { case input, output }
  public enum Role: Hashable, Sendable { case data, clock, reset }

  public var name: String
  public var direction: Direction
  public var type: HardwareType
  public var domain: ClockDomain
  public var role = Role.data
  /// Of a reset: when it acts.
  public var resetLevel = ResetLevel.low
  /// A phrase for the reader.
  public var note: String?
  /// The bundle or stream that the port belongs to; ports of one group stand together.
  public var group: String?
  /// What tools should know of it.
  public var attributes: [Attribute] = []
  /// Its place, if the port is an element of an array.
  public var element: ElementName?
  /// What mistakes call it, if not by its name.
  public var title: PortTitle?
  /// Whether no warning tells that nothing reads it.
  public var isIgnorable = false
  public var location: SourceLocation?

  public init(
    name: String, direction: Direction, type: HardwareType, domain: ClockDomain = .default,
    note: String? = nil, group: String? = nil, location: SourceLocation? = nil
  ) {
    self.name = name
    self.direction = direction
    self.type = type
    self.domain = domain
    self.note = note
    self.group = group
    self.location = location
  }

  public static func clock(of domain: ClockDomain) -> Port {
    var port = Port(name: domain.clockName, direction: .input, type: .bit, domain: domain)
    port.role = .clock
    return port
  }

  public static func reset(of domain: ClockDomain) -> Port {
    var port = Port(name: domain.resetName, direction: .input, type: .bit, domain: domain)
    port.role = .reset
    return port
  }
}

/// A name for a value inside a module.
public struct Wire: Hashable, Sendable {
  /// Whom a wire is for, which tells the warnings what to say about it.
  public enum Role: Hashable, Sendable {
    /// The designer.
    case declared
    /// The language: a shared expression, or a port of an instance.
    case temporary
    /// States that what it reads may be unused.
    case unused
    /// States that its value may be constant.
    case possiblyConstant
    /// The name of a number, which is assigned to it.
    case constant
  }

  public var name: String
  public var type: HardwareType
  /// Where a signal of another clock domain arrives.
  public var crossing: Crossing?
  public var note: String?
  public var location: SourceLocation?
  public var role: Role
  /// Whether only claims, and what only they read, may read it: it is no hardware.
  public var isGhost = false
  /// What tools should know of it.
  public var attributes: [Attribute] = []
  /// Its place, if the wire is an element of an array.
  public var element: ElementName?
  /// What mistakes call it, if not by its name.
  public var title: PortTitle?
  /// Whether no warning tells that nothing reads it.
  public var isIgnorable = false

  public init(
    name: String, type: HardwareType, crossing: Crossing? = nil, note: String? = nil,
    location: SourceLocation? = nil, role: Role = .declared
  ) {
    self.name = name
    self.type = type
    self.crossing = crossing
    self.note = note
    self.location = location
    self.role = role
  }
}

/// State that changes at the rising clock edge.
public struct Register: Hashable, Sendable {
  public var name: String
  public var type: HardwareType
  /// The value under reset; nil for data that needs none.
  public var reset: BitPattern?
  public var domain: ClockDomain
  /// Whether this is a stage of a synchronizer, which samples a signal of any domain.
  public var isSynchronizer = false
  /// Whether only claims, and what only they read, may read it: it is no hardware.
  public var isGhost = false
  /// What tools should know of it.
  public var attributes: [Attribute] = []
  /// Its place, if the register is an element of an array.
  public var element: ElementName?
  public var note: String?
  public var location: SourceLocation?

  public init(
    name: String, type: HardwareType, reset: BitPattern?, domain: ClockDomain = .default,
    note: String? = nil, location: SourceLocation? = nil
  ) {
    self.name = name
    self.type = type
    self.reset = reset
    self.domain = domain
    self.note = note
    self.location = location
  }
}

/// A module inside a module.
public struct InstanceDefinition: Hashable, Sendable {
  public enum Connection: Hashable, Sendable {
    case input(Expression)
    /// The wire that the output drives.
    case output(String)
  }

  public var name: String
  public var module: String
  /// In the order of the module's ports; clocks and resets are not listed.
  public var connections: [PortConnection]
  /// The domains of the parent in which those of the module are placed; a domain that is not
  /// listed is the parent's domain of that name.
  public var domains: [ClockDomain: ClockDomain]
  /// What drives clocks and resets of the module, by their ports; one that is not listed is driven
  /// by the port that its domain in the parent usually has.
  public var drivers: [String: String] = [:]
  /// What tools should know of it.
  public var attributes: [Attribute] = []
  /// Its place, if the instance is an element of an array.
  public var element: ElementName?
  /// Under which of the module's `headings` it stands; nil where nobody knows.
  public var section: Int?
  public var location: SourceLocation?

  public init(
    name: String, module: String, connections: [PortConnection],
    domains: [ClockDomain: ClockDomain] = [:], location: SourceLocation? = nil
  ) {
    self.name = name
    self.module = module
    self.connections = connections
    self.domains = domains
    self.location = location
  }

  /// The domain of the parent in which a domain of the module lies.
  public func outer(_ domain: ClockDomain) -> ClockDomain { domains[domain] ?? domain }
}

public struct PortConnection: Hashable, Sendable {
  public var port: String
  public var connection: InstanceDefinition.Connection
  public var location: SourceLocation?

  public init(
    port: String, connection: InstanceDefinition.Connection, location: SourceLocation? = nil
  ) {
    self.port = port
    self.connection = connection
    self.location = location
  }
}
