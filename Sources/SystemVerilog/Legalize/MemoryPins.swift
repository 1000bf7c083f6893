import HardwareIR

/// Connects a memory's pin straight to what its wire only stands for: a signal, a part of one or a
/// constant.
enum MemoryPins {
  /// Removes such wires from the module; returns what stands in the place of each.
  static func connect(_ module: inout ModuleDefinition) -> [String: Expression] {
    let inputs = Set(module.memories.flatMap(\.inputs))
    if inputs.isEmpty { return [:] }
    var assignments: [String: Int] = [:]
    var read: Set<String> = []
    for statement in module.statements {
      statement.forEachAssignment { target, _, _ in assignments[target.name, default: 0] += 1 }
      statement.forEachExpression { $0.forEachReference { read.insert($0) } }
    }
    for instance in module.instances {
      for case .input(let expression) in instance.connections.map(\.connection) {
        expression.forEachReference { read.insert($0) }
      }
    }
    var values: [String: Expression] = [:]
    for case .assign(let target, let value, _) in module.statements
    where inputs.contains(target.name) && target.bits == nil && assignments[target.name] == 1
      && !read.contains(target.name) && isConnectable(value)
    {
      values[target.name] = value
    }
    module.wires.removeAll { values[$0.name] != nil }
    module.statements.removeAll { statement in
      if case .assign(let target, _, _) = statement { values[target.name] != nil } else { false }
    }
    return values
  }

  private static func isConnectable(_ value: Expression) -> Bool {
    switch value {
    case .literal, .reference: true
    case .slice(.reference, _, _): true
    case .reinterpret(let operand, _): isConnectable(operand)
    default: false
    }
  }
}
