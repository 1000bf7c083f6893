import HardwareIR

/// Gives registers that share a block with wires or with the state of a state machine blocks of
/// their own, under the same conditions: a register keeps its enable, and only states have names
/// for their next values.
enum RegisterBlocks {
  static func separated(_ module: ModuleDefinition) -> ModuleDefinition {
    let mixed = module.processes().filter { $0.kind == .combinational }
    if mixed.isEmpty { return module }
    let states = module.stateRegisters
    let targets = Set(mixed.flatMap(\.targets))
    var kinds: [String: Kind] = [:]
    for register in module.registers
    where targets.contains(register.name) && !states.contains(register.name) {
      kinds[register.name] = Kind(domain: register.domain, hasReset: register.reset != nil)
    }
    if kinds.isEmpty { return module }
    var result = module
    result.statements = module.statements.flatMap { separated($0, kinds) }
    return result
  }

  /// Registers of one kind stand in one block.
  private struct Kind: Hashable {
    let domain: ClockDomain
    let hasReset: Bool
  }

  /// The statement for all that stays together, then for the registers of each kind.
  private static func separated(_ statement: Statement, _ kinds: [String: Kind]) -> [Statement] {
    var groups: [Kind?] = []
    statement.forEachAssignment { target, _, _ in
      let kind = kinds[target.name]
      if !groups.contains(kind) { groups.append(kind) }
    }
    guard groups.count > 1 else { return [statement] }
    let order = groups.filter { $0 == nil } + groups.filter { $0 != nil }
    return order.compactMap { group in
      let part = statement.droppingAssignments { kinds[$0] != group }
      return group == nil ? part : part.map(shortened)
    }
  }

  /// A statement that assigns registers alone, with as few conditions as say the same.
  private static func shortened(_ statement: Statement) -> Statement {
    switch statement {
    case .assign, .property, .section: return statement
    case .when(let condition, let then, let otherwise, let location):
      let then = then.map(shortened)
      if otherwise.isEmpty, then.count == 1, case .when(let inner, let body, let rest, _) = then[0],
        rest.isEmpty
      {
        return .when(
          condition: .binary(.and, condition, inner), then: body, otherwise: [], location: location)
      }
      return .when(
        condition: condition, then: then, otherwise: otherwise.map(shortened), location: location)
    case .decode(let subject, let arms, let location):
      // Where no arm holds, registers hold.
      let arms = arms.filter { !$0.statements.isEmpty }.map {
        DecodeArm(value: $0.value, statements: $0.statements.map(shortened))
      }
      guard arms.count == 1 else {
        return .decode(subject: subject, arms: arms, location: location)
      }
      let value = BitPattern(arms[0].value, width: subject.type.width)
      return shortened(
        .when(
          condition: .binary(.equal, subject, .literal(value, subject.type)),
          then: arms[0].statements, otherwise: [], location: location))
    }
  }
}
