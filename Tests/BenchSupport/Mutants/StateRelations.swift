import HardwareIR

/// What is claimed of the registers of a module and of its mutant, for each register.
struct StateRelations {
  enum Relation: Hashable {
    case equal
    /// Or the one is the constant that the slip has changed, and the other what became of it.
    case equalOrConstant
    /// Equal in every state in which one of some conditions on the module's registers holds. With
    /// none, nothing is claimed.
    case equalWhile([Expression])
  }

  /// One claim about a register.
  struct Claim: Hashable {
    var register: String
    /// Nil for all states.
    var condition: Expression?
  }

  let constants: ChangedConstant?
  private(set) var relations: [String: Relation] = [:]
  /// Under what each register may be equal, if not always.
  private var conditions: [String: [Expression]] = [:]

  /// The strongest that hold after a reset. Registers without one begin equal.
  init(_ module: ModuleDefinition, _ changed: ModuleDefinition) {
    constants = ChangedConstant(module, changed)
    let all = module.registers.filter { !$0.isGhost }.flatMap(Self.conditions)
    for (register, other) in zip(module.registers, changed.registers) where !register.isGhost {
      let isEqualAtFirst = register.reset == other.reset
      let conditions = all.filter { isEqualAtFirst || !$0.holdsAfterReset }.map(\.value)
        .filter { !$0.reads(register.name) }
      self.conditions[register.name] = conditions
      relations[register.name] = isEqualAtFirst ? .equal : .equalWhile(conditions)
    }
  }

  /// Claims less of a register.
  mutating func weaken(_ claim: Claim) {
    let name = claim.register
    switch relations[name] {
    case .equal where constants != nil: relations[name] = .equalOrConstant
    case .equal, .equalOrConstant: relations[name] = .equalWhile(conditions[name] ?? [])
    case .equalWhile(let conditions):
      relations[name] = .equalWhile(conditions.filter { $0 != claim.condition })
    case nil: break
    }
  }

  private struct Condition {
    var value: Expression
    var holdsAfterReset: Bool
  }

  /// Wider ones count, and their bits say little.
  private static let bitsMax = 16

  /// That a bit of control is 1 or 0, or that a machine is in a state.
  private static func conditions(_ register: Register) -> [Condition] {
    guard let reset = register.reset else { return [] }
    let reference = Expression.reference(register.name, register.type)
    switch register.type {
    case .bit:
      return [
        Condition(value: reference, holdsAfterReset: reset.bit(0)),
        Condition(value: .unary(.not, reference), holdsAfterReset: !reset.bit(0)),
      ]
    case .bits(let width) where width <= bitsMax:
      return (0..<width).map {
        Condition(value: .slice(reference, low: $0, width: 1), holdsAfterReset: reset.bit($0))
      }
    case .enumeration(let type):
      return register.type.caseNames.indices.map { code in
        let pattern = BitPattern(code, width: type.width)
        return Condition(
          value: .binary(.equal, reference, .literal(pattern, register.type)),
          holdsAfterReset: reset == pattern)
      }
    default: return []
    }
  }
}

extension Expression {
  /// Whether a signal is read.
  func reads(_ name: String) -> Bool {
    if case .reference(name, _) = self { return true }
    return operands.contains { $0.reads(name) }
  }

  /// The expression of the same signals under other names.
  func renamingReferences(_ name: (String) -> String) -> Expression {
    if case .reference(let old, let type) = self { return .reference(name(old), type) }
    return mapOperands { $0.renamingReferences(name) }
  }
}
