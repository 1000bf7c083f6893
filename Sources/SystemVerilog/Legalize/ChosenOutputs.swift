import HardwareIR

/// Gives outputs that are elements of a vector, and that an `always_comb` block assigns, wires of
/// their own.
///
/// Icarus 11 refuses a vector of which a block assigns some bits and something else the others, and
/// wakes a block for all bits of a vector, so that two blocks that write into one may wake each
/// other without end; Yosys 0.23 warns of it.
enum ChosenOutputs {
  static func separated(
    _ module: ModuleDefinition, families: SignalFamilies, names: inout Set<String>
  ) -> ModuleDefinition {
    let targets = Set(
      module.processes().filter { $0.kind == .combinational }.flatMap(\.targets))
    var result = module
    var wires: [String: Wire] = [:]
    for port in module.ports
    where port.direction == .output && targets.contains(port.name) && families.contains(port.name) {
      let name = names.insertFree(signalStem(port.name) + "_value")
      let wire = Wire(name: name, type: port.type, location: port.location, role: .temporary)
      wires[port.name] = wire
      result.wires.append(wire)
    }
    if wires.isEmpty { return module }
    let nameOfPort = wires.mapValues(\.name)
    result.statements = module.statements.flatMap { statement in
      var copies: [Statement] = []
      statement.forEachAssignment { target, _, location in
        // The first assignment of each.
        guard let wire = wires.removeValue(forKey: target.name) else { return }
        copies.append(
          .assign(
            target: Target(target.name), value: .reference(wire.name, wire.type),
            location: location))
      }
      return [statement.assigning(nameOfPort)] + copies
    }
    return result
  }
}

extension Statement {
  /// The statement with other names for some of the signals that it assigns.
  fileprivate func assigning(_ names: [String: String]) -> Statement {
    switch self {
    case .assign(var target, let value, let location):
      target.name = names[target.name] ?? target.name
      return .assign(target: target, value: value, location: location)
    case .when(let condition, let then, let otherwise, let location):
      return .when(
        condition: condition, then: then.map { $0.assigning(names) },
        otherwise: otherwise.map { $0.assigning(names) }, location: location)
    case .decode(let subject, let arms, let location):
      let arms = arms.map {
        DecodeArm(value: $0.value, statements: $0.statements.map { $0.assigning(names) })
      }
      return .decode(subject: subject, arms: arms, location: location)
    case .property, .section: return self
    }
  }
}
