/// Every output, wire and register is driven, each by one kind of driver, and no assignment is made
/// void by a later one.
enum DriverCheck {
  static func check(_ module: ModuleDefinition) -> [Diagnostic] {
    var found: [Diagnostic] = []
    var assigned: [String: SourceLocation?] = [:]
    var unconditional: [String: SourceLocation?] = [:]
    for statement in module.statements {
      statement.forEachAssignment { target, _, location in
        if assigned[target] == nil { assigned[target] = location }
      }
      if case .assign(let target, _, let location) = statement {
        if assigned[target] != nil, unconditional[target] != nil {
          found.append(
            Diagnostic(
              .drivenTwice,
              "'\(target)' of \(module.name) is driven twice: this assignment makes an earlier "
                + "one void; remove one", at: location))
        }
        unconditional[target] = location
      }
    }
    let external = externallyDriven(module)
    for (name, location) in assigned where external.contains(name) {
      found.append(
        Diagnostic(
          .drivenTwice,
          "'\(name)' of \(module.name) is driven by an instance or a memory and by an assignment; "
            + "use another wire", at: location))
    }
    func require(_ name: String, _ what: String, _ location: SourceLocation?) {
      guard assigned[name] == nil, !external.contains(name) else { return }
      found.append(
        Diagnostic(
          .undriven, "\(what) '\(name)' of \(module.name) is never assigned; assign it in the body",
          at: location))
    }
    for port in module.ports where port.direction == .output {
      require(port.name, "output", port.location)
    }
    for wire in module.wires { require(wire.name, "wire", wire.location) }
    for register in module.registers { require(register.name, "register", register.location) }
    return found
  }

  private static func externallyDriven(_ module: ModuleDefinition) -> Set<String> {
    var names = Set(module.memories.map(\.readData))
    for instance in module.instances {
      for connection in instance.connections {
        if case .output(let wire) = connection.connection { names.insert(wire) }
      }
    }
    return names
  }
}
