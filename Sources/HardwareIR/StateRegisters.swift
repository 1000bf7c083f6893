extension ModuleDefinition {
  /// The registers that a decode of themselves moves: the states of state machines.
  public var stateRegisters: Set<String> {
    let candidates = Set(registers.filter(\.type.isEnumeration).map(\.name))
    var states: Set<String> = []
    func find(in statements: [Statement]) {
      for statement in statements {
        switch statement {
        case .when(_, let then, let otherwise, _):
          find(in: then)
          find(in: otherwise)
        case .decode(let subject, let arms, _):
          for arm in arms { find(in: arm.statements) }
          guard case .reference(let name, _) = subject, candidates.contains(name) else { continue }
          statement.forEachAssignment { target, _, _ in
            if target.name == name { states.insert(name) }
          }
        case .assign, .property, .section: break
        }
      }
    }
    if !candidates.isEmpty { find(in: statements) }
    return states
  }
}
