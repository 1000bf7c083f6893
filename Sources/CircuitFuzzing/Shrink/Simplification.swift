import HardwareIR

/// Makes edits to one module.
struct Simplification {
  private let zeros: Set<String>
  private let inlined: Set<String>
  private let instances: Set<String>
  private let memories: Set<String>
  private var properties: Set<String> = []
  private var branches: [Int: Int?] = [:]
  private var operands: [Int: Int?] = [:]
  /// Called with each statement and each expression, in the order of the text.
  var visitStatement: (Statement) -> Void = { _ in }
  var visitExpression: (Expression) -> Void = { _ in }

  private var statementCount = 0
  private var expressionCount = 0

  init(module: String, edits: [Edit]) {
    var (zeros, inlined) = (Set<String>(), Set<String>())
    var (instances, memories) = (Set<String>(), Set<String>())
    for edit in edits {
      switch edit {
      case .zero(module, let signal): zeros.insert(signal)
      case .inline(module, let wire): inlined.insert(wire)
      case .dropInstance(module, let instance): instances.insert(instance)
      case .dropMemory(module, let memory): memories.insert(memory)
      case .dropProperty(module, let label): properties.insert(label)
      case .takeBranch(module, let statement, let branch): branches[statement] = .some(branch)
      case .takeOperand(module, let expression, let operand):
        operands[expression] = .some(operand)
      default: break
      }
    }
    (self.zeros, self.inlined) = (zeros, inlined)
    (self.instances, self.memories) = (instances, memories)
  }

  mutating func simplified(_ module: ModuleDefinition) -> ModuleDefinition {
    var result = module
    result.statements = module.statements.flatMap { simplified($0) }
    for instance in result.instances.indices {
      for pin in result.instances[instance].connections.indices {
        if case .input(let value) = result.instances[instance].connections[pin].connection {
          result.instances[instance].connections[pin].connection = .input(simplified(value))
        }
      }
    }
    var freed = zeros
    for instance in result.instances where instances.contains(instance.name) {
      for pin in instance.connections {
        if case .output(let wire) = pin.connection { freed.insert(wire) }
      }
    }
    for memory in result.memories where memories.contains(memory.name) {
      freed.formUnion(memory.readData)
    }
    result.instances.removeAll { instances.contains($0.name) }
    result.memories.removeAll { memories.contains($0.name) }
    for signal in freed.sorted() { result.setToZero(signal) }
    let copies = result.copies.filter { inlined.contains($0.key) }
    result.mapExpressions { expression in
      expression.rewritten { node in
        if case .reference(let name, _) = node { copies[name] } else { nil }
      }
    }
    return result
  }

  private mutating func simplified(_ statement: Statement) -> [Statement] {
    let place = statementCount
    statementCount += 1
    visitStatement(statement)
    let inner: Statement
    switch statement {
    case .assign(let target, let value, let location):
      inner = .assign(target: target, value: simplified(value), location: location)
    case .when(let condition, let then, let otherwise, let location):
      let condition = simplified(condition)
      inner = .when(
        condition: condition, then: simplified(then), otherwise: simplified(otherwise),
        location: location)
    case .decode(let subject, let arms, let location):
      let subject = simplified(subject)
      var changed: [DecodeArm] = []
      for arm in arms {
        changed.append(DecodeArm(value: arm.value, statements: simplified(arm.statements)))
      }
      inner = .decode(subject: subject, arms: changed, location: location)
    case .property(let property):
      // The places of expressions are counted, whatever becomes of them.
      inner = .property(property.with(simplified(property.condition)))
      if properties.contains(property.label) { return [] }
    case .section: return []
    }
    guard let branch = branches[place] else { return [inner] }
    return branch.map { inner.branches[$0] } ?? []
  }

  private mutating func simplified(_ statements: [Statement]) -> [Statement] {
    var result: [Statement] = []
    for statement in statements { result += simplified(statement) }
    return result
  }

  private mutating func simplified(_ expression: Expression) -> Expression {
    let place = expressionCount
    expressionCount += 1
    visitExpression(expression)
    var operands: [Expression] = []
    for operand in expression.operands { operands.append(simplified(operand)) }
    if let choice = self.operands[place] {
      return choice.map { operands[$0] } ?? .zero(expression.type)
    }
    var iterator = operands.makeIterator()
    return expression.mapOperands { iterator.next() ?? $0 }
  }
}

extension ModuleDefinition {
  /// Makes a wire or an output zero, or of a register a wire that is.
  fileprivate mutating func setToZero(_ signal: String) {
    statements = statements.compactMap { $0.withoutAssignments(to: signal) }
    if let index = registers.firstIndex(where: { $0.name == signal }) {
      wires.append(Wire(name: signal, type: registers[index].type))
      registers.remove(at: index)
    }
    let types =
      wires.first { $0.name == signal }?.type ?? ports.first { $0.name == signal }?.type
    guard let type = types else { return }
    statements.append(.assign(target: Target(signal), value: .zero(type), location: nil))
  }
}

extension Statement {
  /// The statement without the assignments to a signal; nil where nothing is left.
  func withoutAssignments(to signal: String) -> Statement? {
    switch self {
    case .assign(let target, _, _): return target.name == signal ? nil : self
    case .when(let condition, let then, let otherwise, let location):
      let then = then.compactMap { $0.withoutAssignments(to: signal) }
      let otherwise = otherwise.compactMap { $0.withoutAssignments(to: signal) }
      if then.isEmpty && otherwise.isEmpty { return nil }
      return .when(condition: condition, then: then, otherwise: otherwise, location: location)
    case .decode(let subject, let arms, let location):
      let arms = arms.map { arm in
        DecodeArm(
          value: arm.value,
          statements: arm.statements.compactMap { $0.withoutAssignments(to: signal) })
      }
      if arms.allSatisfy(\.statements.isEmpty) { return nil }
      return .decode(subject: subject, arms: arms, location: location)
    case .property, .section: return self
    }
  }
}
