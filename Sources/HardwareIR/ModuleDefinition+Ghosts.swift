// Ghosts are registers and wires that only claims, and other ghosts, may read. Simulations and
// proofs have them; the text keeps them from synthesis.

extension ModuleDefinition {
  /// The ghosts among the wires and registers.
  public var ghosts: Set<String> {
    Set(wires.lazy.filter(\.isGhost).map(\.name) + registers.lazy.filter(\.isGhost).map(\.name))
  }

  /// The same behaviour with no statement that assigns a ghost and something else: a condition over
  /// both stands twice.
  public func separatingGhosts() -> ModuleDefinition {
    let ghosts = ghosts
    guard !ghosts.isEmpty else { return self }
    var result = self
    result.statements = statements.flatMap { statement -> [Statement] in
      var (hasGhost, hasOther) = (false, false)
      statement.forEachAssignment { target, _, _ in
        if ghosts.contains(target.name) { hasGhost = true } else { hasOther = true }
      }
      guard hasGhost, hasOther else { return [statement] }
      return [
        statement.droppingAssignments(to: ghosts.contains),
        statement.droppingAssignments { !ghosts.contains($0) },
      ].compactMap { $0 }
    }
    return result
  }

  /// What synthesis sees: the same without ghosts, claims, assumptions and cover points.
  public func withoutGhosts() -> ModuleDefinition {
    let ghosts = ghosts
    var result = self
    result.statements = statements.compactMap { statement in
      if case .property = statement {
        nil
      } else {
        statement.droppingAssignments(to: ghosts.contains)
      }
    }
    result.wires.removeAll(where: \.isGhost)
    result.registers.removeAll(where: \.isGhost)
    return result
  }

  /// The same with the language's own wires marked as ghosts where only claims and ghosts read
  /// them.
  public func markingGhosts() -> ModuleDefinition {
    let driven = externallyDriven.union(memories.flatMap(\.inputs))
    let candidates = Set(
      wires.lazy.filter { $0.role == .temporary && !$0.isGhost && !driven.contains($0.name) }
        .map(\.name))
    guard !candidates.isEmpty else { return self }
    let readers = GhostReaders(self, candidates: candidates)
    guard !readers.ghostly.isEmpty else { return self }
    var result = self
    for index in wires.indices where readers.ghostly.contains(wires[index].name) {
      result.wires[index].isGhost = true
    }
    return result
  }

  /// The wires and outputs that an instance or a memory drives.
  public var externallyDriven: Set<String> {
    var names = Set(memories.flatMap(\.readData))
    for instance in instances {
      for case .output(let wire) in instance.connections.map(\.connection) { names.insert(wire) }
    }
    return names
  }
}

/// Who reads the wires that the language has made.
private struct GhostReaders {
  /// Those that something reads, and nothing but claims and ghosts.
  private(set) var ghostly: Set<String> = []
  private let candidates: Set<String>
  /// What each candidate reads among them.
  private var sources: [String: Set<String>] = [:]

  init(_ module: ModuleDefinition, candidates: Set<String>) {
    self.candidates = candidates
    let ghosts = module.ghosts
    var (real, unreal): (Set<String>, Set<String>) = ([], [])
    func add(_ expression: Expression, to names: inout Set<String>) {
      expression.forEachReference { if candidates.contains($0) { names.insert($0) } }
    }
    for statement in module.statements {
      var targets: Set<String> = []
      statement.forEachAssignment { target, _, _ in targets.insert(target.name) }
      var read: Set<String> = []
      statement.forEachExpression { add($0, to: &read) }
      if case .property = statement { unreal.formUnion(read) }
      // A statement that assigns several is as real as the most real of them.
      for target in targets {
        if candidates.contains(target) {
          sources[target, default: []].formUnion(read)
        } else if ghosts.contains(target) {
          unreal.formUnion(read)
        } else {
          real.formUnion(read)
        }
      }
    }
    for instance in module.instances {
      for case .input(let value) in instance.connections.map(\.connection) { add(value, to: &real) }
    }
    ghostly = reached(from: unreal).subtracting(reached(from: real))
  }

  /// What some wires read, directly or not, and they themselves.
  private func reached(from start: Set<String>) -> Set<String> {
    var found = start
    var pending = Array(start)
    while let name = pending.popLast() {
      for source in sources[name] ?? [] where found.insert(source).inserted {
        pending.append(source)
      }
    }
    return found
  }
}
