import HardwareIR

/// A statement of a process as it is printed: as in the module, but for loops.
indirect enum BlockStatement {
  case assign(target: Target, value: Expression, location: SourceLocation?)
  case when(
    condition: Expression, then: [BlockStatement], otherwise: [BlockStatement],
    location: SourceLocation?)
  case decode(subject: Expression, arms: [BlockArm], location: SourceLocation?)
  case property(Property)
  case section(String)
  case loop(BlockLoop)

  init(_ statement: Statement) {
    self =
      switch statement {
      case .assign(let target, let value, let location):
        .assign(target: target, value: value, location: location)
      case .when(let condition, let then, let otherwise, let location):
        .when(
          condition: condition, then: then.map(BlockStatement.init),
          otherwise: otherwise.map(BlockStatement.init), location: location)
      case .decode(let subject, let arms, let location):
        .decode(
          subject: subject,
          arms: arms.map {
            BlockArm(value: $0.value, statements: $0.statements.map(BlockStatement.init))
          }, location: location)
      case .property(let property): .property(property)
      case .section(let title): .section(title)
      }
  }

  func forEachAssignment(_ visit: (Target, Expression) -> Void) {
    switch self {
    case .assign(let target, let value, _): visit(target, value)
    case .when(_, let then, let otherwise, _):
      for statement in then + otherwise { statement.forEachAssignment(visit) }
    case .decode(_, let arms, _):
      for statement in arms.flatMap(\.statements) { statement.forEachAssignment(visit) }
    case .loop(let loop): for statement in loop.body { statement.forEachAssignment(visit) }
    case .property, .section: break
    }
  }
}

/// What happens at one value of a subject.
struct BlockArm {
  let value: Int
  var statements: [BlockStatement]
}

/// Statements once for each value of a variable, `for (int i = 0; i < 8; i++)`.
struct BlockLoop {
  var range: LoopRange
  var body: [BlockStatement]
}

/// The values of a loop's variable.
struct LoopRange: Hashable {
  /// The loop's height: 0 for a loop without loops inside.
  var variable: Int
  var values: Range<Int>
}
