import HardwareIR

extension ModuleDefinition {
  /// Bugs of ghosts and of what was in cycles before.
  static let ghostMutations: [Mutation] = [
    .module("the value of the cycle before is the present one") { module in
      let values = module.plainGhosts
      module.mapConditions { expression in
        guard case .reference(let name, _) = expression else { return nil }
        return values[name]
      }
    },
    .module("claims look at the first cycle after reset") { module in
      module.mapConditions { expression in
        guard case .reference(let name, let type) = expression, name.hasPrefix("has_past") else {
          return nil
        }
        return .literal(BitPattern(-1, width: type.width), type)
      }
    },
    .module("ghosts never move") { module in
      let ghosts = Set(module.registers.lazy.filter(\.isGhost).map(\.name))
      let kept = module.registers.filter(\.isGhost)
      guard !kept.isEmpty else { return }
      module.statements = module.statements.compactMap {
        $0.droppingAssignments(to: ghosts.contains)
      }
      // A register that nothing assigns is no register.
      module.statements += kept.map {
        .assign(target: Target($0.name), value: .reference($0.name, $0.type), location: nil)
      }
    },
    .module("ghosts have the conditions turned round") { module in
      let ghosts = module.ghosts
      module.statements = module.statements.map { statement in
        guard case .when(let condition, let then, let otherwise, let location) = statement,
          statement.assigns(ghosts)
        else { return statement }
        return .when(
          condition: .unary(.not, condition), then: then, otherwise: otherwise, location: location)
      }
    },
  ]

  /// What the ghosts take that one statement assigns under no condition.
  private var plainGhosts: [String: Expression] {
    let ghosts = Set(registers.lazy.filter(\.isGhost).map(\.name))
    var values: [String: Expression] = [:]
    for case .assign(let target, let value, _) in statements
    where target.bits == nil && ghosts.contains(target.name) {
      values[target.name] = value
    }
    return values
  }

  /// Changes the conditions of claims and their like.
  private mutating func mapConditions(_ change: (Expression) -> Expression?) {
    statements = statements.map { statement in
      guard case .property(let property) = statement else { return statement }
      return .property(property.with(property.condition.rewritten(change)))
    }
  }
}

extension Statement {
  /// Whether the statement assigns ghosts, and nothing else.
  fileprivate func assigns(_ ghosts: Set<String>) -> Bool {
    var targets: Set<String> = []
    forEachAssignment { target, _, _ in targets.insert(target.name) }
    return !targets.isEmpty && targets.isSubset(of: ghosts)
  }
}
