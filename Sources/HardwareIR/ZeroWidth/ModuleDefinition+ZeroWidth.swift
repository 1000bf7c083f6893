extension ModuleDefinition {
  /// Whether anything declared here has no bits.
  public var declaresZeroWidths: Bool {
    ports.contains { $0.type.width == 0 } || wires.contains { $0.type.width == 0 }
      || registers.contains { $0.type.width == 0 } || memories.contains { $0.word.width == 0 }
  }

  /// The names of the ports without bits.
  var zeroWidthPorts: Set<String> {
    Set(ports.lazy.filter { $0.type.width == 0 }.map(\.name))
  }

  /// The domains whose clock anything here or in a child needs, and those whose reset.
  public func clockingNeeds(
    children: (String) -> ModuleDefinition?
  ) -> (clocked: Set<ClockDomain>, reset: Set<ClockDomain>) {
    var clocked: Set<ClockDomain> = []
    var reset: Set<ClockDomain> = []
    for register in registers {
      clocked.insert(register.domain)
      if register.reset != nil { reset.insert(register.domain) }
    }
    for memory in memories { clocked.insert(memory.domain) }
    for case .property(let property) in statements {
      clocked.insert(property.domain)
      reset.insert(property.domain)
    }
    for instance in instances {
      for port in children(instance.module)?.clocking ?? [] {
        let domain = instance.outer(port.domain)
        if port.role == .clock { clocked.insert(domain) } else { reset.insert(domain) }
      }
    }
    return (clocked, reset)
  }

  /// The module without what has no bits, and without the clocks that only this needed.
  ///
  /// - Parameters:
  ///   - zeroWidthPorts: those of each module inside.
  ///   - children: the modules inside, without theirs; nil for one of which nothing is left.
  func withoutZeroWidths(
    zeroWidthPorts: [String: Set<String>], children: (String) -> ModuleDefinition?
  ) -> ModuleDefinition {
    var result = self
    let memoriesDropped = memories.filter { $0.word.width == 0 }
    var dropped = Set(memoriesDropped.flatMap { $0.inputs + $0.readData })
    dropped.formUnion(wires.lazy.filter { $0.type.width == 0 }.map(\.name))
    dropped.formUnion(registers.lazy.filter { $0.type.width == 0 }.map(\.name))
    let ownPorts = self.zeroWidthPorts
    dropped.formUnion(ownPorts)
    dropped.formUnion(unusedOfNothing)
    result.memories.removeAll { $0.word.width == 0 }
    result.wires.removeAll { dropped.contains($0.name) }
    result.registers.removeAll { dropped.contains($0.name) }
    result.statements = Statement.withoutZeroWidths(statements, dropping: dropped.contains)
    result.instances = instances.compactMap { instance in
      guard children(instance.module) != nil else { return nil }
      return instance.withoutZeroWidths(zeroWidthPorts[instance.module] ?? [])
    }
    result.contract = contract.withoutPorts(ownPorts)
    let needs = result.clockingNeeds(children: children)
    result.ports = ports.filter { port in
      switch port.role {
      case .data: port.type.width > 0
      case .clock: blackBox != nil || needs.clocked.contains(port.domain)
      case .reset: blackBox != nil || needs.reset.contains(port.domain)
      }
    }
    return result
  }

  /// The wires that state that nothing reads what has no bits.
  private var unusedOfNothing: Set<String> {
    let unused = Set(wires.lazy.filter { $0.role == .unused }.map(\.name))
    if unused.isEmpty { return [] }
    return Set(
      statements.compactMap { statement in
        guard case .assign(let target, let value, _) = statement, unused.contains(target.name),
          value.constant == nil, value.withoutZeroWidths().constant != nil
        else { return nil }
        return target.name
      })
  }
}

extension InstanceDefinition {
  fileprivate func withoutZeroWidths(_ ports: Set<String>) -> InstanceDefinition {
    var result = self
    result.connections = connections.compactMap { connection in
      guard !ports.contains(connection.port) else { return nil }
      guard case .input(let value) = connection.connection else { return connection }
      return PortConnection(
        port: connection.port, connection: .input(value.withoutZeroWidths()),
        location: connection.location)
    }
    return result
  }
}
