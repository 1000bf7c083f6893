/// An assignment and the conditions that it stands under.
struct GuardedAssignment {
  enum Guard {
    case condition(Expression, holds: Bool)
    case match(subject: Expression, value: Int)

    var expression: Expression {
      switch self {
      case .condition(let expression, _), .match(let expression, _): expression
      }
    }
  }

  let target: Target
  let value: Expression
  /// The outermost first.
  let guards: [Guard]
}

extension ModuleDefinition {
  /// The assignments to each signal, in order.
  func guardedAssignments() -> [String: [GuardedAssignment]] {
    var result: [String: [GuardedAssignment]] = [:]
    func walk(_ statements: [Statement], _ guards: [GuardedAssignment.Guard]) {
      for statement in statements {
        switch statement {
        case .assign(let target, let value, _):
          result[target.name, default: []].append(
            GuardedAssignment(target: target, value: value, guards: guards))
        case .when(let condition, let then, let otherwise, _):
          walk(then, guards + [.condition(condition, holds: true)])
          walk(otherwise, guards + [.condition(condition, holds: false)])
        case .decode(let subject, let arms, _):
          for arm in arms {
            walk(arm.statements, guards + [.match(subject: subject, value: arm.value)])
          }
        case .property, .section: break
        }
      }
    }
    walk(statements, [])
    return result
  }
}
