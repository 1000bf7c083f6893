/// How often a body uses each expression, and assigns each input of a child.
struct UseCounts {
  private let scope: ModuleScope
  private var uses: [ObjectIdentifier: Int] = [:]
  private var inputAssignments: [ObjectIdentifier: Int] = [:]
  /// The inputs of children that are read where they are driven.
  private var readInputs: Set<ObjectIdentifier> = []

  init(_ statements: [RecordedStatement], in scope: ModuleScope) {
    self.scope = scope
    for statement in statements { count(statement, isConditional: false) }
  }

  /// Whether more than one expression or statement reads `signal`.
  func isShared(_ signal: Signal) -> Bool { uses[ObjectIdentifier(signal), default: 0] > 1 }

  /// Whether one unconditional assignment drives all of `input`, and nothing else reads it, so that
  /// its value can be connected without a wire.
  func isConnection(_ input: Signal) -> Bool {
    let id = ObjectIdentifier(input)
    return inputAssignments[id] == 1 && !readInputs.contains(id)
  }

  /// Whether the body drives `input`, or a part of it.
  func isDriven(_ input: Signal) -> Bool { inputAssignments[ObjectIdentifier(input)] != nil }

  private mutating func count(_ statement: RecordedStatement, isConditional: Bool) {
    switch statement.kind {
    case .assign(let target, let value):
      countAssignment(target, isConditional: isConditional)
      countUse(value)
    case .when(let branches):
      for branch in branches {
        if let condition = branch.condition { countUse(condition) }
        for inner in branch.block { count(inner, isConditional: true) }
      }
    case .decode(let subject, let arms):
      countUse(subject)
      for arm in arms {
        for inner in arm.block { count(inner, isConditional: true) }
      }
    case .property(let property): countUse(property.condition)
    case .section, .mistake: break
    }
  }

  private mutating func countAssignment(_ target: Signal, isConditional: Bool) {
    if let indexed = target.indexed {
      countUse(indexed.index)
      for element in indexed.elements { countAssignment(element, isConditional: true) }
      return
    }
    let destination = Destination(target)
    guard destination.signal.owner !== scope else { return }
    let needsWire = isConditional || destination.bits != nil
    inputAssignments[ObjectIdentifier(destination.signal), default: 0] += needsWire ? 2 : 1
  }

  private mutating func countUse(_ signal: Signal) {
    if case .port(.input) = signal.node, signal.owner !== scope {
      readInputs.insert(ObjectIdentifier(signal))
    }
    guard case .operation(_, let operands) = signal.node else { return }
    let count = uses[ObjectIdentifier(signal), default: 0]
    uses[ObjectIdentifier(signal)] = count + 1
    if count == 0 { for operand in operands { countUse(operand) } }
  }
}
