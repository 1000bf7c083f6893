/// The clock domains that each signal of a module depends on without a register in between.
struct DomainSources {
  /// A signal that brings a domain in, and the way from there.
  struct Origin {
    var signal: String
    /// The signals that pass it on, in order.
    var path: [String]
  }

  private var users: [String: [String]] = [:]
  /// For each signal and domain the signal that it has it from; itself where it brings it in.
  private var previous: [String: [ClockDomain: String]] = [:]

  /// - Parameters:
  ///   - sites: The assignments of the module.
  ///   - paths: The combinational paths of the modules below.
  init(
    _ module: ModuleDefinition, _ sites: [String: [AssignmentSite]],
    definitions: [String: ModuleDefinition], paths: [String: ModulePaths]
  ) {
    let sources = Self.sources(of: module, definitions: definitions)
    let own = Set(sources.map(\.signal))
    for (target, sites) in sites.sorted(by: { $0.key < $1.key }) where !own.contains(target) {
      for site in sites {
        for expression in [site.value] + site.conditions { add(expression, to: target) }
      }
    }
    for instance in module.instances { addPaths(through: instance, except: own, paths) }
    for source in sources { spread(source.domain, from: source.signal) }
  }

  private mutating func add(_ expression: Expression, to target: String) {
    expression.forEachReference { users[$0, default: []].append(target) }
  }

  /// What goes through an instance that does not clock it.
  private mutating func addPaths(
    through instance: InstanceDefinition, except own: Set<String>,
    _ paths: [String: ModulePaths]
  ) {
    var inputs: [String: Expression] = [:]
    for connection in instance.connections {
      if case .input(let value) = connection.connection { inputs[connection.port] = value }
    }
    for connection in instance.connections {
      guard case .output(let wire) = connection.connection, !own.contains(wire) else { continue }
      for input in (paths[instance.module]?.inputsOfOutput[connection.port] ?? []).sorted() {
        if let value = inputs[input] { add(value, to: wire) }
      }
    }
  }

  /// The domains that a signal depends on, in order.
  func domains(of signal: String) -> [ClockDomain] { (previous[signal] ?? [:]).keys.sorted() }

  func origin(of domain: ClockDomain, in signal: String) -> Origin {
    var path = [signal]
    while let last = path.last, let before = previous[last]?[domain], before != last {
      path.append(before)
    }
    let origin = path.removeLast()
    return Origin(signal: origin, path: path.reversed())
  }

  /// The signals whose domain is declared, and outputs of instances that are clocked.
  private static func sources(
    of module: ModuleDefinition, definitions: [String: ModuleDefinition]
  ) -> [(signal: String, domain: ClockDomain)] {
    var found: [(signal: String, domain: ClockDomain)] = []
    for register in module.registers { found.append((register.name, register.domain)) }
    for port in module.ports where port.direction == .input {
      found.append((port.name, port.domain))
    }
    for memory in module.memories {
      for name in memory.readData { found.append((name, memory.domain)) }
    }
    for wire in module.wires {
      if let crossing = wire.crossing { found.append((wire.name, crossing.domain)) }
    }
    for instance in module.instances {
      guard let definition = definitions[instance.module] else { continue }
      let ports = InstancePorts(instance, definition)
      for connection in instance.connections {
        if case .output(let wire) = connection.connection,
          let domain = ports.domain(of: connection.port)
        {
          found.append((wire, domain))
        }
      }
    }
    return found
  }

  private mutating func spread(_ domain: ClockDomain, from source: String) {
    guard previous[source]?[domain] == nil else { return }
    previous[source, default: [:]][domain] = source
    var pending = [source][...]
    while let signal = pending.popFirst() {
      for user in users[signal] ?? [] where previous[user]?[domain] == nil {
        previous[user, default: [:]][domain] = signal
        pending.append(user)
      }
    }
  }
}

/// The ports of an instance as its parent sees them.
struct InstancePorts {
  private let instance: InstanceDefinition
  private let domains: [String: ClockDomain]

  init(_ instance: InstanceDefinition, _ definition: ModuleDefinition) {
    self.instance = instance
    let clocked = definition.clockDomains
    var domains: [String: ClockDomain] = [:]
    for port in definition.ports where port.role == .data {
      if port.domain == .asynchronous || clocked.contains(port.domain) {
        domains[port.name] = port.domain
      }
    }
    self.domains = domains
  }

  /// The parent's domain of a port; nil where the module clocks nothing in it: signals then pass
  /// through in the domain that they come with.
  func domain(of port: String) -> ClockDomain? { domains[port].map(instance.outer) }
}
