/// An assignment with the conditions that it stands under.
struct AssignmentSite {
  var value: Expression
  var conditions: [Expression]
  var location: SourceLocation?
}

extension ModuleDefinition {
  /// The assignments to each output, wire and register, in the designer's order.
  func assignmentSites() -> [String: [AssignmentSite]] {
    var sites: [String: [AssignmentSite]] = [:]
    func walk(_ statements: [Statement], _ conditions: [Expression]) {
      for statement in statements {
        switch statement {
        case .assign(let target, let value, let location):
          sites[target.name, default: []].append(
            AssignmentSite(value: value, conditions: conditions, location: location))
        case .when(let condition, let then, let otherwise, _):
          walk(then, conditions + [condition])
          walk(otherwise, conditions + [condition])
        case .decode(let subject, let arms, _):
          for arm in arms { walk(arm.statements, conditions + [subject]) }
        case .property, .section: break
        }
      }
    }
    walk(statements, [])
    return sites
  }
}
