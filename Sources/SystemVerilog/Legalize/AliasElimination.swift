import HardwareIR

/// Connects an instance's output straight to the signal that it is only copied to.
enum AliasElimination {
  /// - Parameter arrays: Where arrays stay arrays, all elements are connected straight, or none.
  static func run(_ module: inout ModuleDefinition, arrays: ArrayForm) {
    var readCounts: [String: Int] = [:]
    for statement in module.statements {
      statement.forEachExpression { $0.forEachReference { readCounts[$0, default: 0] += 1 } }
    }
    for instance in module.instances {
      for connection in instance.connections {
        if case .input(let expression) = connection.connection {
          expression.forEachReference { readCounts[$0, default: 0] += 1 }
        }
      }
    }
    var assignments: [String: Int] = [:]
    for statement in module.statements {
      statement.forEachAssignment { target, _, _ in assignments[target.name, default: 0] += 1 }
    }
    // What drives a ghost is hardware, and what feeds a memory keeps its own name, by which other
    // readers know it.
    let excluded = Set(module.registers.map(\.name)).union(module.ghosts)
      .union(module.memories.flatMap(\.inputs))
    var targetOfWire: [String: (target: String, type: HardwareType)] = [:]
    for statement in module.statements {
      if case .assign(let target, .reference(let wire, let type), _) = statement,
        readCounts[wire] == 1, assignments[target.name] == 1, !excluded.contains(target.name)
      {
        targetOfWire[wire] = (target.name, type)
      }
    }
    if arrays == .rolled { keepWholeArrays(&targetOfWire, of: module) }
    var removed: Set<String> = []
    for instance in module.instances.indices {
      for connection in module.instances[instance].connections.indices {
        if case .output(let wire) = module.instances[instance].connections[connection].connection,
          let alias = targetOfWire[wire]
        {
          module.instances[instance].connections[connection].connection = .output(alias.target)
          removed.insert(wire)
        }
      }
    }
    module.wires.removeAll { removed.contains($0.name) }
    module.statements.removeAll { statement in
      if case .assign(_, .reference(let wire, _), _) = statement {
        removed.contains(wire)
      } else {
        false
      }
    }
  }

  /// Drops the aliases of arrays of which some elements have none, or one in another array.
  private static func keepWholeArrays(
    _ targetOfWire: inout [String: (target: String, type: HardwareType)],
    of module: ModuleDefinition
  ) {
    var stems: [String: String] = [:]
    for port in module.ports { stems[port.name] = port.element?.stem }
    for wire in module.wires { stems[wire.name] = wire.element?.stem }
    var targetsOfStem: [String: Set<String?>] = [:]
    for wire in module.wires {
      guard let stem = wire.element?.stem else { continue }
      targetsOfStem[stem, default: []].insert(targetOfWire[wire.name].flatMap { stems[$0.target] })
    }
    for wire in module.wires {
      guard let stem = wire.element?.stem, let targets = targetsOfStem[stem] else { continue }
      if targets.count > 1 || targets.contains(nil) { targetOfWire[wire.name] = nil }
    }
  }
}
