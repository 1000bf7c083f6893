/// Every output, wire and register is driven, each by one kind of driver, and no assignment is made
/// void by a later one.
enum DriverCheck {
  static func check(_ module: ModuleDefinition) -> [Diagnostic] {
    var found: [Diagnostic] = []
    let widths = module.widths
    var assigned = AssignedBits()
    var firstPlace: [String: SourceLocation?] = [:]
    for statement in module.statements {
      statement.forEachAssignment { target, _, location in
        assigned.insert(target, width: widths[target.name] ?? 0)
        if firstPlace[target.name] == nil { firstPlace[target.name] = location }
      }
    }
    found += VoidAssignmentCheck.check(module)
    let external = externallyDriven(module)
    for (name, location) in firstPlace where external.contains(name) {
      found.append(
        Diagnostic(
          .drivenTwice,
          "\(module.quoted(name)) of \(module.name) is driven by an instance or a memory and by an "
            + "assignment; use another wire", at: location))
    }
    func require(_ name: String, _ what: String, _ location: SourceLocation?) {
      guard !assigned.contains(name), !external.contains(name) else { return }
      let gap = assigned.gap(in: name, width: widths[name] ?? 0)
      let subject = SignalPhrase(module.quoted(name, kind: what), bits: gap)
      found.append(
        Diagnostic(
          .undriven,
          "\(subject.text) of \(module.name) \(subject.form("is", "are")) never assigned; "
            + "assign \(subject.form("it", "them")) in the body", at: location))
    }
    for port in module.ports where port.direction == .output {
      require(port.name, "output", port.location)
    }
    let memoryInputs = Set(module.memories.flatMap { $0.ports.flatMap(\.inputs) })
    for wire in module.wires where !memoryInputs.contains(wire.name) {
      require(wire.name, "wire", wire.location)
    }
    for register in module.registers { require(register.name, "register", register.location) }
    return found
  }

  private static func externallyDriven(_ module: ModuleDefinition) -> Set<String> {
    var names = Set(module.memories.flatMap { $0.ports.compactMap(\.readData) })
    for instance in module.instances {
      for connection in instance.connections {
        if case .output(let wire) = connection.connection { names.insert(wire) }
      }
    }
    return names
  }
}
