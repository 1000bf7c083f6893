import HardwareIR

/// Removes wires and registers that nothing observable depends on. Observers are outputs, claims,
/// the inputs of instances, memories, and tools that attributes tell of a signal.
enum DeadLogic {
  static func removed(from module: ModuleDefinition) -> ModuleDefinition {
    let live = liveSignals(of: module)
    let isDead = { (name: String) in !live.contains(name) }
    guard (module.wires.map(\.name) + module.registers.map(\.name)).contains(where: isDead) else {
      return module
    }
    var result = module
    result.statements = module.statements.compactMap { $0.droppingAssignments(to: isDead) }
    let external = module.externallyDriven
    result.wires.removeAll { isDead($0.name) && !external.contains($0.name) }
    result.registers.removeAll { isDead($0.name) }
    return result
  }

  static func liveSignals(of module: ModuleDefinition) -> Set<String> {
    var sources: [String: Set<String>] = [:]
    var live = Set(module.ports.map(\.name))
    live.formUnion(module.memories.flatMap(\.inputs))
    live.formUnion(module.wires.lazy.filter { !$0.attributes.isEmpty }.map(\.name))
    live.formUnion(module.registers.lazy.filter { !$0.attributes.isEmpty }.map(\.name))
    for statement in module.statements {
      if case .property(let property) = statement {
        property.condition.forEachReference { live.insert($0) }
      }
      addSources(of: statement, under: [], to: &sources)
    }
    for instance in module.instances {
      live.formUnion(instance.drivers.values)
      for case .input(let value) in instance.connections.map(\.connection) {
        value.forEachReference { live.insert($0) }
      }
    }
    var pending = Array(live)
    while let name = pending.popLast() {
      for source in sources[name] ?? [] where live.insert(source).inserted {
        pending.append(source)
      }
    }
    return live
  }

  /// Adds to each signal that `statement` assigns what decides its value.
  private static func addSources(
    of statement: Statement, under conditions: Set<String>, to sources: inout [String: Set<String>]
  ) {
    func reading(_ expression: Expression) -> Set<String> {
      var names = conditions
      expression.forEachReference { names.insert($0) }
      return names
    }
    switch statement {
    case .assign(let target, let value, _):
      sources[target.name, default: []].formUnion(reading(value))
    case .when(let condition, let then, let otherwise, _):
      let names = reading(condition)
      for inner in then + otherwise { addSources(of: inner, under: names, to: &sources) }
    case .decode(let subject, let arms, _):
      let names = reading(subject)
      for inner in arms.flatMap(\.statements) { addSources(of: inner, under: names, to: &sources) }
    case .property, .section: break
    }
  }
}
