/// Every output, wire and register is driven, each by one kind of driver, and no assignment is made
/// void by a later one.
enum DriverCheck {
  static func check(_ module: ModuleDefinition) -> [Diagnostic] {
    var found: [Diagnostic] = []
    var assigned: [String: SourceLocation?] = [:]
    for statement in module.statements {
      statement.forEachAssignment { target, _, location in
        if assigned[target] == nil { assigned[target] = location }
      }
    }
    _ = voided(module.statements, module, &found)
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
    let memoryInputs = Set(module.memories.flatMap { $0.ports.flatMap(\.inputs) })
    for wire in module.wires where !memoryInputs.contains(wire.name) {
      require(wire.name, "wire", wire.location)
    }
    for register in module.registers { require(register.name, "register", register.location) }
    return found
  }

  /// Reports every assignment that makes all earlier ones of its signal void: it stands behind them
  /// and under no other condition. Returns the signals that `statements` assign.
  private static func voided(
    _ statements: [Statement], _ module: ModuleDefinition, _ found: inout [Diagnostic]
  ) -> Set<String> {
    var earlier: Set<String> = []
    for statement in statements {
      switch statement {
      case .assign(let target, _, let location):
        guard !earlier.insert(target).inserted else { continue }
        if module.memories.contains(where: { $0.ports.contains { $0.inputs.contains(target) } }) {
          found += MemoryCheck.usedTwice(target, module, location)
          continue
        }
        found.append(
          Diagnostic(
            .drivenTwice,
            "'\(target)' of \(module.name) is driven twice: this assignment makes an earlier "
              + "one void; remove one", at: location))
      case .when(_, let then, let otherwise, _):
        let inThen = voided(then, module, &found)
        earlier.formUnion(voided(otherwise, module, &found).union(inThen))
      case .decode(_, let arms, _):
        for arm in arms { earlier.formUnion(voided(arm.statements, module, &found)) }
      case .assertion, .section: break
      }
    }
    return earlier
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
