import HardwareIR

/// Finds the bits of vectors that a block reads by an index that is no variable of the block.
struct SelectNamer {
  let selects: SignalSelects
  /// What is read, each once.
  private var found: [Expression] = []
  /// The variables of the block's own loops.
  private var variables: Set<Int> = []

  init(selects: SignalSelects) { self.selects = selects }

  /// What is read, parts of signals before whole ones, in which they would not be found any more.
  var inOrder: [Expression] {
    found.filter { $0.referenceName == nil } + found.filter { $0.referenceName != nil }
  }

  /// What a wire for what is read is best called.
  func wanted(_ expression: Expression) -> String {
    switch expression {
    case .reference(let name, _): wanted(name)
    default: expression.operands.last.map { wanted($0) } ?? "part"
    }
  }

  private func wanted(_ name: String) -> String {
    switch selects.symbols[name] {
    case .element(let family, _), .elements(let family, _, _):
      signalStem(selects.families.all[family].name)
    case .bits(let signal, _, _): wanted(signal) + "_part"
    case .number: "number"
    case nil: signalStem(name)
    }
  }

  mutating func look(through statement: BlockStatement) {
    switch statement {
    case .assign(_, let value, _): look(value)
    case .when(let condition, let then, let otherwise, _):
      look(condition)
      for statement in then + otherwise { look(through: statement) }
    case .decode(let subject, let arms, _):
      look(subject)
      for statement in arms.flatMap(\.statements) { look(through: statement) }
    case .property, .section: break
    case .loop(let loop):
      variables.insert(loop.range.variable)
      for statement in loop.body { look(through: statement) }
      variables.remove(loop.range.variable)
    }
  }

  private mutating func look(_ expression: Expression) {
    if case .literal = expression { return }
    // The bits under another type are the same bits.
    if case .reinterpret(let operand, _) = expression { return look(operand) }
    guard let select = selects.select(expression) else {
      expression.forEachOperand { look($0) }
      return
    }
    let isVariable = select.low.terms.contains { variables.contains($0.variable) }
    if !select.isWhole, !isVariable, !found.contains(expression) { found.append(expression) }
  }
}

extension BlockStatement {
  /// The statement with something else in the place of what it reads.
  func replacing(_ old: Expression, by new: Expression) -> BlockStatement {
    func renamed(_ expression: Expression) -> Expression {
      expression == old ? new : expression.mapOperands(renamed)
    }
    return switch self {
    case .assign(let target, let value, let location):
      .assign(target: target, value: renamed(value), location: location)
    case .when(let condition, let then, let otherwise, let location):
      .when(
        condition: renamed(condition), then: then.map { $0.replacing(old, by: new) },
        otherwise: otherwise.map { $0.replacing(old, by: new) }, location: location)
    case .decode(let subject, let arms, let location):
      .decode(
        subject: renamed(subject),
        arms: arms.map {
          BlockArm(
            value: $0.value, statements: $0.statements.map { $0.replacing(old, by: new) })
        }, location: location)
    case .loop(let loop):
      .loop(
        BlockLoop(range: loop.range, body: loop.body.map { $0.replacing(old, by: new) }))
    case .property, .section: self
    }
  }
}
