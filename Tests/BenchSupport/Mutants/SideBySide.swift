import HardwareIR

/// A module beside its mutant, with the same inputs, and the claim that their outputs are equal.
///
/// What is inside either is cut out: what instances and memories give is an input of both, equal as
/// long as what they get is, which is claimed too. So a proof is of the module alone, and holds
/// whatever is inside.
struct SideBySide {
  /// What is claimed of a register and that of the mutant.
  enum Relation {
    case equal
    /// Or the one is the constant that the slip has changed, and the other what became of it.
    case equalOrConstant
  }

  let circuit: Circuit
  private let claims: [(label: String, register: String?)]

  init(
    _ module: ModuleDefinition, _ changed: ModuleDefinition, relations: [String: Relation] = [:],
    constants: ChangedConstant? = nil
  ) {
    var top = module
    var other = changed
    other.name = "mutant_side"
    // What the unit assumes of its surroundings it assumes for both.
    other.statements.removeAll { if case .property = $0 { true } else { false } }
    top.statements.removeAll { statement in
      if case .property(let property) = statement { property.kind != .assumption } else { false }
    }
    let prefix = "state_of_"
    for register in module.registers where relations[register.name] != nil {
      let reference = Expression.reference(register.name, register.type)
      top.show(reference, as: prefix + register.name)
      other.show(reference, as: prefix + register.name)
    }
    top.addClocking()
    // A mutant without state has no clock: only the claims have.
    if other.registers.isEmpty {
      other.ports.removeAll { $0.role != .data }
    } else {
      other.addClocking()
    }
    var claims: [(label: String, register: String?)] = []
    top.addSide(other) { port, value, mutated in
      let register = port.hasPrefix(prefix) ? String(port.dropFirst(prefix.count)) : nil
      let label = "Equal\(claims.count)"
      claims.append((label, register))
      let isEqual = Expression.binary(.equal, value, mutated)
      guard let register, relations[register] == .equalOrConstant,
        let isOff = constants?.isOff(value, mutated)
      else { return [Property(.claim, label, isEqual)] }
      return [Property(.claim, label, .binary(.or, isEqual, isOff))]
    }
    self.claims = claims
    circuit = Circuit(modules: [other, top])
  }

  /// The registers of which more is claimed than is so; none where an output differs.
  func registers(in failures: [String]) -> Set<String> {
    var found: Set<String> = []
    let broken = Self.labels(in: failures)
    for claim in claims where broken.contains(claim.label) {
      guard let register = claim.register else { return [] }
      found.insert(register)
    }
    return found
  }

  /// The words of what simulations and proofs report, among them the labels of claims.
  static func labels(in failures: [String]) -> Set<String> {
    Set(
      failures.flatMap { text in
        text.split { !$0.isLetter && !$0.isNumber && $0 != "_" }.map(String.init)
      })
  }
}
