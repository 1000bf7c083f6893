import HardwareIR

extension Circuit {
  /// The circuit after some edits, without what nothing reads any more; nil where that is no
  /// circuit.
  func simplified(_ edits: [Edit]) -> Circuit? {
    var result = self
    result.modules = modules.map { module in
      var simplification = Simplification(module: module.name, edits: edits)
      return simplification.simplified(module)
    }
    let dropped = edits.compactMap { edit in
      if case .dropOutput(let name) = edit { name } else { nil }
    }
    result.dropOutputs(dropped)
    result.removeUnread()
    let top = result.top
    guard top.ports.contains(where: { $0.direction == .output }) else { return nil }
    // Resets are missing on purpose, here and there.
    return result.check().allSatisfy { $0.rule == .missingReset } ? result : nil
  }

  /// How much there is to read.
  var size: Int {
    modules.reduce(0) { sum, module in
      var count = module.ports.count + module.wires.count + module.registers.count
      count += 10 * (module.memories.count + module.instances.count)
      for statement in module.statements {
        count += statement.count
        statement.forEachExpression { count += $0.count }
      }
      return sum + count + 10
    }
  }

  /// The outputs become wires, which then are removed if nothing reads them.
  private mutating func dropOutputs(_ names: [String]) {
    let top = modules.count - 1
    for name in names {
      guard let index = modules[top].ports.firstIndex(where: { $0.name == name }) else { continue }
      modules[top].wires.append(Wire(name: name, type: modules[top].ports[index].type))
      modules[top].ports.remove(at: index)
    }
  }

  /// Removes wires, registers, memories and instances that nothing reads, and modules that nobody
  /// holds.
  private mutating func removeUnread() {
    for index in modules.indices {
      while modules[index].removeUnread() { continue }
    }
    var held: Set<String> = [top.name]
    for module in modules.reversed() where held.contains(module.name) {
      held.formUnion(module.instances.map(\.module))
    }
    modules.removeAll { !held.contains($0.name) }
  }
}

extension ModuleDefinition {
  /// One round of removals; false if there was nothing to remove.
  fileprivate mutating func removeUnread() -> Bool {
    var read: Set<String> = []
    for statement in statements {
      statement.forEachAssignment { target, value, _ in
        // A register that only keeps itself is read by nobody.
        value.forEachReference { if $0 != target.name { read.insert($0) } }
      }
      statement.forEachCondition { $0.forEachReference { read.insert($0) } }
    }
    for instance in instances {
      for pin in instance.connections {
        if case .input(let value) = pin.connection { value.forEachReference { read.insert($0) } }
      }
    }
    func isRead(_ memory: MemoryDefinition) -> Bool { !read.isDisjoint(with: memory.readData) }
    let (readMemories, unreadMemories) = (memories.filter(isRead), memories.filter { !isRead($0) })
    for memory in readMemories { read.formUnion(memory.inputs) }
    let freed = Set(unreadMemories.flatMap(\.readData))
    wires.removeAll { freed.contains($0.name) }
    let memoryCount = memories.count
    memories = readMemories
    let instanceCount = instances.count
    let outputs = Set(ports.filter { $0.direction == .output }.map(\.name))
    var orphans: Set<String> = []
    instances.removeAll { instance in
      let wires = instance.connections.compactMap { pin in
        if case .output(let wire) = pin.connection { wire } else { nil }
      }
      guard !wires.contains(where: { read.contains($0) || outputs.contains($0) }) else {
        return false
      }
      orphans.formUnion(wires)
      return true
    }
    let driven = Set(
      instances.flatMap(\.connections).compactMap { pin in
        if case .output(let wire) = pin.connection { wire } else { nil }
      } + memories.flatMap(\.readData))
    let unread = (wires.map(\.name) + registers.map(\.name)).filter {
      !read.contains($0) && !driven.contains($0)
    }
    for name in unread {
      statements = statements.compactMap { $0.withoutAssignments(to: name) }
    }
    wires.removeAll { unread.contains($0.name) || orphans.contains($0.name) }
    registers.removeAll { unread.contains($0.name) }
    return !unread.isEmpty || memories.count < memoryCount || instances.count < instanceCount
  }
}

extension Statement {
  fileprivate var count: Int {
    1 + branches.reduce(0) { sum, branch in sum + branch.reduce(0) { $0 + $1.count } }
  }

  /// Calls `visit` for what is read beside assigned values.
  fileprivate func forEachCondition(_ visit: (Expression) -> Void) {
    switch self {
    case .when(let condition, _, _, _): visit(condition)
    case .decode(let subject, _, _): visit(subject)
    case .property(let property): visit(property.condition)
    case .assign, .section: break
    }
    for inner in branches.flatMap({ $0 }) { inner.forEachCondition(visit) }
  }
}

extension Expression {
  fileprivate var count: Int { operands.reduce(1) { $0 + $1.count } }
}
