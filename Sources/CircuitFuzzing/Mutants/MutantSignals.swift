import HardwareIR

/// What slips need to know of the signals of a module.
struct MutantSignals {
  private let ghosts: Set<String>
  private let registers: Set<String>
  private let assignments: [String: Int]
  /// Inputs and registers by their type, in the order of their declaration: reading one in the
  /// place of another makes no loop.
  private let sources: [HardwareType: [String]]
  /// The bits that switch ports of memories.
  let enables: Set<String>

  init(_ module: ModuleDefinition) {
    let hidden = module.wires.filter { $0.isGhost || $0.role == .unused }.map(\.name)
    ghosts = Set(hidden + module.registers.filter(\.isGhost).map(\.name))
    registers = Set(module.registers.map(\.name))
    var assignments: [String: Int] = [:]
    for statement in module.statements {
      statement.forEachAssignment { target, _, _ in assignments[target.name, default: 0] += 1 }
    }
    self.assignments = assignments
    var sources: [HardwareType: [String]] = [:]
    for port in module.ports where port.role == .data && port.direction == .input {
      sources[port.type, default: []].append(port.name)
    }
    for register in module.registers where !register.isGhost {
      sources[register.type, default: []].append(register.name)
    }
    self.sources = sources
    enables = Set(
      module.memories.flatMap(\.ports).flatMap { [$0.enable] + ($0.write.map { [$0] } ?? []) })
  }

  func isGhost(_ name: String) -> Bool { ghosts.contains(name) }

  /// The input or register of this type that is declared next.
  func neighbour(of name: String, _ type: HardwareType) -> String? {
    guard let alike = sources[type] else { return nil }
    guard let place = alike.firstIndex(of: name) else { return alike.first }
    return alike.count > 1 ? alike[(place + 1) % alike.count] : nil
  }

  /// What stands in the place of an assignment that is forgotten. A register keeps its value; a
  /// wire that nothing else drives is 0, or the first case.
  func dropped(_ target: Target, _ type: HardwareType) -> [Statement] {
    guard assignments[target.name] == 1 || !registers.contains(target.name) else { return [] }
    let value: Expression =
      registers.contains(target.name) && target.bits == nil
      ? .reference(target.name, type) : .literal(BitPattern(0, width: type.width), type)
    return [.assign(target: target, value: value, location: nil)]
  }
}
