/// A top module and every module below it, each once, children before parents.
public struct Circuit: Hashable, Sendable {
  public var modules: [ModuleDefinition]
  public var streams: [StreamPort]
  public var taps: [Tap]
  /// What has no effect as it is written, in the order of the source: `lint()` of the description.
  public var warnings: [Diagnostic] = []
  /// The ports of the top that were declared with no bits, and so are none of its ports.
  public var zeroWidthPorts: [Port] = []

  public init(modules: [ModuleDefinition], streams: [StreamPort] = [], taps: [Tap] = []) {
    precondition(!modules.isEmpty, "a circuit has at least its top module")
    self.modules = modules
    self.streams = streams
    self.taps = taps
  }

  public var top: ModuleDefinition { modules[modules.count - 1] }

  /// The modules by name; of several that a faulty circuit has of one name, the first.
  public var definitions: [String: ModuleDefinition] {
    Dictionary(modules.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
  }

  public func module(named name: String) -> ModuleDefinition? {
    modules.first { $0.name == name }
  }
}

/// A valid/ready stream among the top module's ports.
public struct StreamPort: Hashable, Sendable {
  public var name: String
  /// Towards the design or out of it.
  public var direction: Port.Direction
  public var valid: String
  public var ready: String
  /// The ports that hold one item, in order, those without bits among them.
  public var payload: [String]
  /// Whose clock edges transfer the items.
  public var domain: ClockDomain
  /// The bus that the stream is part of, if it may not wait for the others of it.
  public var bus: String?

  public init(
    name: String, direction: Port.Direction, valid: String, ready: String, payload: [String],
    domain: ClockDomain = .default, bus: String? = nil
  ) {
    self.name = name
    self.direction = direction
    self.valid = valid
    self.ready = ready
    self.payload = payload
    self.domain = domain
    self.bus = bus
  }
}

/// Outputs of the top module that are only observed: `data` counts in every cycle with `valid`.
public struct Tap: Hashable, Sendable {
  public var name: String
  public var valid: String
  /// In order, those without bits among them.
  public var data: [String]
  /// Whose clock edges end the cycles.
  public var domain: ClockDomain

  public init(name: String, valid: String, data: [String], domain: ClockDomain = .default) {
    self.name = name
    self.valid = valid
    self.data = data
    self.domain = domain
  }
}
