/// The signals of a module that a register or an input drives with nothing but wires in between.
/// They change once in a cycle, where logic may change several times before it settles, so a
/// synchronizer samples nothing else.
struct DirectSignals {
  private let module: ModuleDefinition
  private let definitions: [String: ModuleDefinition]
  private let sites: [String: [AssignmentSite]]
  private let registers: Set<String>
  private let inputs: Set<String>
  private var outputs: [String: (module: ModuleDefinition, port: String)] = [:]

  init(_ module: ModuleDefinition, definitions: [String: ModuleDefinition]) {
    self.module = module
    self.definitions = definitions
    sites = module.assignmentSites()
    registers = Set(module.registers.map(\.name) + module.memories.flatMap(\.readData))
    inputs = Set(module.ports.filter { $0.direction == .input }.map(\.name))
    for instance in module.instances {
      guard let definition = definitions[instance.module] else { continue }
      for connection in instance.connections {
        if case .output(let wire) = connection.connection {
          outputs[wire] = (definition, connection.port)
        }
      }
    }
  }

  func contains(_ expression: Expression) -> Bool { inputs(behind: expression, seen: []) != nil }

  /// The inputs of the module that a synchronizer samples, here or in an instance below.
  func sampledInputs() -> Set<String> {
    var sampled: [Expression] = []
    for register in module.registers where register.isSynchronizer {
      sampled += (sites[register.name] ?? []).map(\.value)
    }
    for instance in module.instances {
      guard let definition = definitions[instance.module] else { continue }
      let below = DirectSignals(definition, definitions: definitions).sampledInputs()
      for connection in instance.connections where below.contains(connection.port) {
        if case .input(let value) = connection.connection { sampled.append(value) }
      }
    }
    return sampled.reduce(into: []) { $0.formUnion(inputs(behind: $1, seen: []) ?? []) }
  }

  /// The inputs that drive a direct value; nil for one that is not direct.
  private func inputs(behind value: Expression, seen: Set<String>) -> Set<String>? {
    switch value {
    case .literal: return []
    case .reference(let name, _): return inputs(behind: name, seen: seen)
    case .slice, .concatenation, .extend, .reinterpret, .unary(.not, _):
      return union(value.operands, seen)
    case .unary, .binary, .select: return nil
    }
  }

  private func inputs(behind name: String, seen: Set<String>) -> Set<String>? {
    if registers.contains(name) { return [] }
    if inputs.contains(name) { return [name] }
    if let output = outputs[name] {
      let below = DirectSignals(output.module, definitions: definitions)
      return below.inputs(behind: output.port, seen: []) == nil ? nil : []
    }
    guard let sites = sites[name], !seen.contains(name),
      sites.allSatisfy(\.conditions.isEmpty)
    else { return nil }
    return union(sites.map(\.value), seen.union([name]))
  }

  private func union(_ values: [Expression], _ seen: Set<String>) -> Set<String>? {
    var result: Set<String> = []
    for value in values {
      guard let inputs = inputs(behind: value, seen: seen) else { return nil }
      result.formUnion(inputs)
    }
    return result
  }
}
