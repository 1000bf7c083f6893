import HardwareIR

extension Circuit {
  /// The circuit with clocks that tick when they like, for proofs, in which all domains have one.
  ///
  /// Each domain has an input that says in which cycles its clock ticks: what is clocked keeps its
  /// value in others, and what is claimed or assumed of the domain is looked at in these alone.
  /// Resets stay inputs, and act at once. Each bit that a synchronizer samples has an input that
  /// says whether it is seen as it is or as it was in the cycle before: so every bit of those that
  /// change at once, also of those that a reset changes, may come over one tick late. Circuits with
  /// memories are not meant.
  public func tickingFreely() -> Circuit {
    var circuit = statingStreamRules()
    precondition(modules.allSatisfy { $0.memories.isEmpty && $0.blackBox == nil })
    var added: [String: [Port]] = [:]
    for index in circuit.modules.indices {
      circuit.modules[index].tickFreely(below: added)
      added[modules[index].name] = circuit.modules[index].ports.filter(\.isFree)
    }
    return circuit
  }
}

extension Port {
  fileprivate static let freeSuffix = "_free_i"
  fileprivate var isFree: Bool { name.hasSuffix(Self.freeSuffix) }

  fileprivate static func free(
    _ name: String, _ type: HardwareType, _ domain: ClockDomain
  ) -> Port {
    Port(name: name + freeSuffix, direction: .input, type: type, domain: domain)
  }

  fileprivate static func tick(_ domain: ClockDomain) -> Port {
    .free("tick" + domain.infix, .bit, domain)
  }

  fileprivate var value: Expression { .reference(name, type) }
}

extension ModuleDefinition {
  /// - Parameter children: The inputs that were added to each module below.
  fileprivate mutating func tickFreely(below children: [String: [Port]]) {
    ports += clockDomains.map { .tick($0) }
    for index in instances.indices {
      let instance = instances[index]
      for port in children[instance.module] ?? [] {
        let outer = instance.outer(port.domain)
        var own = Port.tick(outer)
        if port.name != Port.tick(port.domain).name {
          own = port
          own.name = "\(instance.name)_\(port.name)"
          own.domain = outer
          ports.append(own)
        }
        instances[index].connections.append(
          PortConnection(port: port.name, connection: .input(own.value)))
      }
    }
    let domains = Dictionary(
      registers.map { ($0.name, $0.domain) }, uniquingKeysWith: { first, _ in first })
    let sampled = registers.filter { $0.isSynchronizer && $0.name.hasSuffix("_sync_1_q") }
    statements = statements.map { $0.ticking(domains, sampling: Set(sampled.map(\.name))) }
    for register in sampled { sampleFreely(register) }
  }

  /// Adds what the first stage of a synchronizer chooses from.
  private mutating func sampleFreely(_ stage: Register) {
    ports.append(.free(stage.name, stage.type, stage.domain))
    registers.append(
      Register(name: stage.name + "_before", type: stage.type, reset: nil, domain: stage.domain))
    for case .when(_, let then, _, _) in statements {
      for case .assign(let target, let value, _) in then where target.name == stage.name {
        guard case .binary(.or, .binary(.and, let now, _), _) = value else { continue }
        statements.append(
          .assign(target: Target(stage.name + "_before"), value: now, location: nil))
        return
      }
    }
  }
}

extension Statement {
  /// The statement with assignments of registers at ticks alone.
  ///
  /// - Parameters:
  ///   - domains: Of the registers.
  ///   - sampled: The registers that sample what may be late.
  fileprivate func ticking(
    _ domains: [String: ClockDomain], sampling sampled: Set<String>
  ) -> Statement {
    let changed = { (statements: [Statement]) in
      statements.map { $0.ticking(domains, sampling: sampled) }
    }
    switch self {
    case .assign(let target, let value, let location):
      guard let domain = domains[target.name] else { return self }
      var assigned = value
      if sampled.contains(target.name) {
        let isNow = Expression.reference(target.name + Port.freeSuffix, value.type)
        let before = Expression.reference(target.name + "_before", value.type)
        assigned = .binary(
          .or, .binary(.and, value, isNow), .binary(.and, before, .unary(.not, isNow)))
      }
      return .when(
        condition: Port.tick(domain).value,
        then: [.assign(target: target, value: assigned, location: location)], otherwise: [],
        location: location)
    case .when(let condition, let then, let otherwise, let location):
      return .when(
        condition: condition, then: changed(then), otherwise: changed(otherwise),
        location: location)
    case .decode(let subject, let arms, let location):
      return .decode(
        subject: subject,
        arms: arms.map { DecodeArm(value: $0.value, statements: changed($0.statements)) },
        location: location)
    case .property(var property):
      property.condition = .binary(
        .or, .unary(.not, Port.tick(property.domain).value), property.condition)
      return .property(property)
    case .section: return self
    }
  }
}
