import HardwareIR

/// A way to make a circuit simpler. Statements and expressions are told by their place in the order
/// of the text, so any edits of one circuit can be made together.
enum Edit: Hashable, Sendable {
  /// An output of the top module goes.
  case dropOutput(String)
  /// What drives a wire or an output, or holds a register, gives way to zero.
  case zero(module: String, signal: String)
  /// A wire that only stands for a literal or for another signal gives way to that.
  case inline(module: String, wire: String)
  /// An instance gives way to zeros at its outputs.
  case dropInstance(module: String, instance: String)
  /// A memory gives way to zeros.
  case dropMemory(module: String, memory: String)
  /// A claim, an assumption or a cover point goes.
  case dropProperty(module: String, label: String)
  /// A `when` or `decode` gives way to the statements under one of its branches, or to nothing.
  case takeBranch(module: String, statement: Int, branch: Int?)
  /// An expression gives way to one of its operands, or to zero.
  case takeOperand(module: String, expression: Int, operand: Int?)

  /// Every edit that a circuit offers, those that take away most first.
  static func all(_ circuit: Circuit) -> [Edit] {
    var structure: [Edit] = []
    var branches: [Edit] = []
    var operands: [Edit] = []
    let outputs = circuit.top.ports.filter { $0.direction == .output }
    if outputs.count > 1 { structure += outputs.map { .dropOutput($0.name) } }
    for module in circuit.modules.reversed() {
      let name = module.name
      structure += module.instances.map { .dropInstance(module: name, instance: $0.name) }
      structure += module.memories.map { .dropMemory(module: name, memory: $0.name) }
      structure += module.labels.map { .dropProperty(module: name, label: $0) }
      structure += module.copies.keys.sorted().map { .inline(module: name, wire: $0) }
      structure += module.assignedSignals.map { .zero(module: name, signal: $0) }
      let places = Places(module)
      for (index, count) in places.branchCounts.enumerated() where count > 0 {
        branches.append(.takeBranch(module: name, statement: index, branch: nil))
        branches += (0..<count).map { .takeBranch(module: name, statement: index, branch: $0) }
      }
      for (index, choices) in places.operandChoices.enumerated() {
        operands += choices.map {
          .takeOperand(module: name, expression: index, operand: $0)
        }
      }
    }
    return structure + branches + operands
  }
}

extension ModuleDefinition {
  /// Outputs, wires and registers that statements assign and that are not zero already.
  fileprivate var assignedSignals: [String] {
    var found: [String] = []
    var isZero: [String: Bool] = [:]
    for statement in statements {
      statement.forEachAssignment { target, value, _ in
        if isZero[target.name] == nil { found.append(target.name) }
        isZero[target.name] = isZero[target.name, default: true] && value.isZero
      }
    }
    let held = Set(registers.map(\.name))
    return found.filter { isZero[$0] == false || held.contains($0) }
  }
}

extension ModuleDefinition {
  fileprivate var labels: [String] {
    statements.compactMap { statement in
      if case .property(let property) = statement { property.label } else { nil }
    }
  }
}

extension ModuleDefinition {
  /// The wires that are assigned a literal or a signal alone, with what they stand for.
  var copies: [String: Expression] {
    var found: [String: Expression] = [:]
    for statement in statements {
      guard case .assign(let target, let value, _) = statement,
        target.bits == nil, wires.contains(where: { $0.name == target.name })
      else { continue }
      switch value {
      case .literal, .reference: found[target.name] = value
      default: break
      }
    }
    for process in processes() where process.kind != .continuous {
      for target in process.targets { found[target] = nil }
    }
    return found
  }
}

extension Expression {
  var isZero: Bool {
    if case .literal(let pattern, let type) = self {
      pattern == BitPattern(0, width: type.width)
    } else {
      false
    }
  }

  static func zero(_ type: HardwareType) -> Expression {
    .literal(BitPattern(0, width: type.width), type)
  }
}

/// The statements and expressions of a module in the order of the text.
private struct Places {
  /// For each statement, how many branches it has.
  private(set) var branchCounts: [Int] = []
  /// For each expression, the operands of its type, and nil for zero.
  private(set) var operandChoices: [[Int?]] = []

  init(_ module: ModuleDefinition) {
    var counter = Simplification(module: module.name, edits: [])
    counter.visitStatement = { _ in }
    var branchCounts: [Int] = []
    var operandChoices: [[Int?]] = []
    counter.visitStatement = { branchCounts.append($0.branches.count) }
    counter.visitExpression = { expression in
      if case .literal = expression { return operandChoices.append([]) }
      let type = expression.type
      operandChoices.append(
        [nil]
          + expression.operands.indices.filter { expression.operands[$0].type == type })
    }
    _ = counter.simplified(module)
    self.branchCounts = branchCounts
    self.operandChoices = operandChoices
  }
}

extension Statement {
  /// What stands under each condition.
  var branches: [[Statement]] {
    switch self {
    case .when(_, let then, let otherwise, _): [then, otherwise]
    case .decode(_, let arms, _): arms.map(\.statements)
    case .assign, .property, .section: []
    }
  }
}
