import HardwareIR

/// One step of a module beside one of its mutant, from any two states that are related, and the
/// claims that outputs are equal and the next states related.
///
/// Registers that are equal are one input of both, so that what both compute of them is the same
/// logic, and no proof has to find out that two products of equal factors are equal.
struct StepPair {
  let circuit: Circuit
  /// For each label the claim about a register; nil for one about an output.
  private let claims: [String: StateRelations.Claim?]

  init(_ module: ModuleDefinition, _ changed: ModuleDefinition, _ state: StateRelations) {
    var top = module.step()
    var other = changed.step()
    other.name = "mutant_side"
    // A step is logic alone; only the claims have a clock.
    other.ports.removeAll { $0.role != .data }
    // What the unit assumes of its surroundings it assumes for both.
    other.statements.removeAll { if case .property = $0 { true } else { false } }
    top.statements.removeAll { statement in
      if case .property(let property) = statement { property.kind != .assumption } else { false }
    }
    var inputs: [String: Expression] = [:]
    for register in module.registers {
      guard let relation = state.relations[register.name], relation != .equal else { continue }
      inputs[register.name] = top.related(register, relation, state.constants)
    }
    top.addClocking()
    var claims: [String: StateRelations.Claim?] = [:]
    top.addSide(other, inputs: inputs) { port, value, mutated in
      let isEqual = Expression.binary(.equal, value, mutated)
      let name =
        port.hasPrefix(ModuleDefinition.nextPrefix)
        ? String(port.dropFirst(ModuleDefinition.nextPrefix.count)) : nil
      func claim(_ claim: StateRelations.Claim?, _ value: Expression) -> Property {
        let label = "Equal\(claims.count)"
        claims[label] = .some(claim)
        return Property(.claim, label, value)
      }
      guard let name, let relation = state.relations[name] else { return [claim(nil, isEqual)] }
      switch relation {
      case .equal: return [claim(.init(register: name), isEqual)]
      case .equalOrConstant:
        let isOff = state.constants?.isOff(value, mutated)
        return [
          claim(.init(register: name), isOff.map { .binary(.or, isEqual, $0) } ?? isEqual)
        ]
      case .equalWhile(let conditions):
        return conditions.map { condition in
          let next = condition.renamingReferences { "next_\($0)" }
          return claim(
            .init(register: name, condition: condition),
            .binary(.or, .unary(.not, next), isEqual))
        }
      }
    }
    self.claims = claims
    circuit = Circuit(modules: other.statements.isEmpty ? [top] : [other, top])
  }

  /// The claims about registers that are more than is so; nil where an output differs.
  func claims(in failures: [String]) -> [StateRelations.Claim]? {
    let broken = claims.filter { SideBySide.labels(in: failures).contains($0.key) }.map(\.value)
    let ofRegisters = broken.compactMap(\.self)
    return broken.isEmpty || ofRegisters.count < broken.count ? nil : ofRegisters
  }
}

extension ModuleDefinition {
  /// What the mutant's register may be beside the module's, which is an input.
  fileprivate mutating func related(
    _ register: Register, _ relation: StateRelations.Relation, _ constants: ChangedConstant?
  ) -> Expression {
    let value = Expression.reference(register.name, register.type)
    func free(_ type: HardwareType) -> Expression {
      let name = "free_\(register.name)"
      ports.append(Port(name: name, direction: .input, type: type))
      return .reference(name, type)
    }
    switch relation {
    case .equal: return value
    case .equalOrConstant:
      guard let constants, constants.pattern.width == register.type.width else { return value }
      let isPattern = Expression.binary(
        .equal, value, .literal(constants.pattern, register.type))
      return .select(
        condition: .binary(.and, free(.bit), isPattern),
        then: .literal(constants.other, register.type), otherwise: value)
    case .equalWhile(let conditions):
      let free = free(register.type)
      guard let first = conditions.first else { return free }
      return .select(
        condition: conditions.dropFirst().reduce(first) { .binary(.or, $0, $1) },
        then: value, otherwise: free)
    }
  }
}
