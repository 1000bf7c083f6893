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
    _ = voided(module.statements, module, &found)
    let external = externallyDriven(module)
    for (name, location) in firstPlace where external.contains(name) {
      found.append(
        Diagnostic(
          .drivenTwice,
          "'\(name)' of \(module.name) is driven by an instance or a memory and by an assignment; "
            + "use another wire", at: location))
    }
    func require(_ name: String, _ what: String, _ location: SourceLocation?) {
      guard !assigned.contains(name), !external.contains(name) else { return }
      let gap = assigned.gap(in: name, width: widths[name] ?? 0)
      let subject = SignalPhrase("\(what) '\(name)'", bits: gap)
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

  /// Reports every assignment that makes an earlier one void: it stands behind it, under no other
  /// condition, and drives at least its bits. Returns what `statements` assign, and where.
  private static func voided(
    _ statements: [Statement], _ module: ModuleDefinition, _ found: inout [Diagnostic]
  ) -> [String: [Target: SourceLocation?]] {
    var earlier: [String: [Target: SourceLocation?]] = [:]
    for statement in statements {
      switch statement {
      case .assign(let target, _, let location):
        let targets = earlier[target.name] ?? [:]
        earlier[target.name, default: [:]].updateValue(location, forKey: target)
        let covered = targets.filter { $0.key.isCovered(by: target) }
        guard !covered.isEmpty else { continue }
        let first = covered.values.compactMap { $0 }.filter { $0 != location }.min()
        if module.memories.contains(where: {
          $0.ports.contains { $0.inputs.contains(target.name) }
        }) {
          found += MemoryCheck.usedTwice(target.name, module, location, after: first)
          continue
        }
        let subject = SignalPhrase("'\(target.name)'", bits: target.bits)
        found.append(
          Diagnostic(
            .drivenTwice,
            "\(subject.text) of \(module.name) \(subject.form("is", "are")) driven twice: "
              + "this assignment makes \(first.map { "that of \($0)" } ?? "an earlier one") void; "
              + "remove one", at: location))
      case .when(_, let then, let otherwise, _):
        let inThen = voided(then, module, &found)
        let inElse = voided(otherwise, module, &found)
        earlier.merge(inThen) { $0.merging($1) { first, _ in first } }
        earlier.merge(inElse) { $0.merging($1) { first, _ in first } }
      case .decode(_, let arms, _):
        for arm in arms {
          earlier.merge(voided(arm.statements, module, &found)) {
            $0.merging($1) { first, _ in first }
          }
        }
      case .property, .section: break
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

extension Target {
  /// Whether `other`, a target of the same signal, drives every bit that this one drives.
  fileprivate func isCovered(by other: Target) -> Bool {
    guard let outer = other.bits else { return true }
    guard let bits else { return false }
    return outer.lowerBound <= bits.lowerBound && bits.upperBound <= outer.upperBound
  }
}
