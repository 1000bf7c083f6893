/// One module: its interface, what it holds and what it does.
public struct ModuleDefinition: Hashable, Sendable {
  public var name: String
  public var documentation: Documentation
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
  public var location: SourceLocation?

  public init(name: String, documentation: Documentation, location: SourceLocation?) {
    self.name = name
    self.documentation = documentation
    self.location = location
    ports = []
    wires = []
    registers = []
    memories = []
    instances = []
    statements = []
    streams = []
  }

  /// The clock of every register and memory.
  public static let clockName = "clk_i"
  /// The reset, active low; a `ResetStyle` says when it acts.
  public static let resetName = "rst_ni"

  /// Whether anything here, or in a child, is clocked.
  public var isClocked: Bool { ports.contains { $0.name == Self.clockName } }

  /// The enumerations in use, each once, in order of first use.
  public var enumerations: [EnumerationType] {
    var found: [EnumerationType] = []
    for type in wires.map(\.type) + registers.map(\.type) {
      if case .enumeration(let enumeration) = type, !found.contains(enumeration) {
        found.append(enumeration)
      }
    }
    return found
  }
}

/// What a module promises, in the designer's words.
public struct Documentation: Hashable, Sendable {
  public var summary: String
  public var latency: String?
  public var throughput: String?
  public var reset: String?
  /// Which inputs reach which outputs without a register.
  public var combinationalPaths: String?

  public init(
    _ summary: String, latency: String? = nil, throughput: String? = nil, reset: String? = nil,
    combinationalPaths: String? = nil
  ) {
    self.summary = summary
    self.latency = latency
    self.throughput = throughput
    self.reset = reset
    self.combinationalPaths = combinationalPaths
  }
}

public struct Port: Hashable, Sendable {
  public enum Direction: Hashable, Sendable { case input, output }

  public var name: String
  public var direction: Direction
  public var type: HardwareType
  /// A phrase for the reader.
  public var note: String?
  /// The bundle or stream that the port belongs to; ports of one group stand together.
  public var group: String?
  public var location: SourceLocation?

  public init(
    name: String, direction: Direction, type: HardwareType, note: String? = nil,
    group: String? = nil, location: SourceLocation? = nil
  ) {
    self.name = name
    self.direction = direction
    self.type = type
    self.note = note
    self.group = group
    self.location = location
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
  }

  public var name: String
  public var type: HardwareType
  public var note: String?
  public var location: SourceLocation?
  public var role: Role

  public init(
    name: String, type: HardwareType, note: String? = nil, location: SourceLocation? = nil,
    role: Role = .declared
  ) {
    self.name = name
    self.type = type
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
  public var note: String?
  public var location: SourceLocation?

  public init(
    name: String, type: HardwareType, reset: BitPattern?, note: String? = nil,
    location: SourceLocation? = nil
  ) {
    self.name = name
    self.type = type
    self.reset = reset
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
  /// In the order of the module's ports; clock and reset are not listed.
  public var connections: [PortConnection]
  public var location: SourceLocation?

  public init(
    name: String, module: String, connections: [PortConnection], location: SourceLocation? = nil
  ) {
    self.name = name
    self.module = module
    self.connections = connections
    self.location = location
  }
}

public struct PortConnection: Hashable, Sendable {
  public var port: String
  public var connection: InstanceDefinition.Connection

  public init(port: String, connection: InstanceDefinition.Connection) {
    self.port = port
    self.connection = connection
  }
}
