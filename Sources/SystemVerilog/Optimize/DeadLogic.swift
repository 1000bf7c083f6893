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

  static func liveSignals(of module: ModuleDefinition) -> Set<String> { Liveness(module).live }
}

/// What decides the values of what is observed, in one module. The nodes are signals and
/// conditions.
private struct Liveness {
  private(set) var live: Set<String> = []
  private var numbers: [String: Int] = [:]
  /// The name of a signal; nil for a condition.
  private var names: [String?] = []
  /// What decides the value of each node.
  private var sources: [[Int]] = []
  private var isLive: [Bool] = []
  private var pending: [Int] = []

  init(_ module: ModuleDefinition) {
    let count = module.ports.count + module.wires.count + module.registers.count
    numbers.reserveCapacity(count)
    names.reserveCapacity(count)
    sources.reserveCapacity(count)
    isLive.reserveCapacity(count)
    for port in module.ports { observe(port.name) }
    for name in module.memories.lazy.flatMap(\.inputs) { observe(name) }
    for wire in module.wires where !wire.attributes.isEmpty { observe(wire.name) }
    for register in module.registers where !register.attributes.isEmpty { observe(register.name) }
    add(module.statements, under: nil)
    for instance in module.instances {
      for driver in instance.drivers.values { observe(driver) }
      for case .input(let value) in instance.connections.lazy.map(\.connection) {
        value.forEachReference { observe($0) }
      }
    }
    while let node = pending.popLast() {
      if let name = names[node] { live.insert(name) }
      for source in sources[node] { mark(source) }
    }
  }

  private mutating func newNode(_ name: String?) -> Int {
    names.append(name)
    sources.append([])
    isLive.append(false)
    return names.count - 1
  }

  private mutating func number(of name: String) -> Int {
    if let number = numbers[name] { return number }
    let number = newNode(name)
    numbers[name] = number
    return number
  }

  private mutating func observe(_ name: String) { mark(number(of: name)) }

  private mutating func mark(_ node: Int) {
    if isLive[node] { return }
    isLive[node] = true
    pending.append(node)
  }

  private mutating func add(_ expression: Expression, to node: Int) {
    expression.forEachReference { name in
      let source = number(of: name)
      sources[node].append(source)
    }
  }

  private mutating func add(_ statements: [Statement], under condition: Int?) {
    for statement in statements {
      switch statement {
      case .assign(let target, let value, _):
        let node = number(of: target.name)
        add(value, to: node)
        if let condition { sources[node].append(condition) }
      case .when(let expression, let then, let otherwise, _):
        let node = newCondition(expression, under: condition)
        add(then, under: node)
        add(otherwise, under: node)
      case .decode(let subject, let arms, _):
        let node = newCondition(subject, under: condition)
        for arm in arms { add(arm.statements, under: node) }
      case .property(let property) where condition == nil:
        property.condition.forEachReference { observe($0) }
      case .property, .section: break
      }
    }
  }

  private mutating func newCondition(_ expression: Expression, under outer: Int?) -> Int {
    let node = newNode(nil)
    add(expression, to: node)
    if let outer { sources[node].append(outer) }
    return node
  }
}
