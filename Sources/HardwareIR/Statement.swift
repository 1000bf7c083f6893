/// What a module does, in the designer's order. A later assignment to a signal overrides an
/// earlier one where its conditions hold; a register that nothing assigns keeps its value.
public indirect enum Statement: Hashable, Sendable {
  case assign(target: Target, value: Expression, location: SourceLocation?)
  case when(
    condition: Expression, then: [Statement], otherwise: [Statement], location: SourceLocation?)
  /// One arm per case of an enumeration, in Swift's order, or per number of a table.
  case decode(subject: Expression, arms: [DecodeArm], location: SourceLocation?)
  /// A claim, an assumption or a cover point.
  case property(Property)
  /// A heading for the reader.
  case section(String)

  public var location: SourceLocation? {
    switch self {
    case .assign(_, _, let location), .when(_, _, _, let location), .decode(_, _, let location):
      location
    case .property(let property): property.location
    case .section: nil
    }
  }

  /// Calls `visit` for every assignment in the statement.
  public func forEachAssignment(
    _ visit: (_ target: Target, _ value: Expression, _ location: SourceLocation?) -> Void
  ) {
    switch self {
    case .assign(let target, let value, let location): visit(target, value, location)
    case .when(_, let then, let otherwise, _):
      for statement in then { statement.forEachAssignment(visit) }
      for statement in otherwise { statement.forEachAssignment(visit) }
    case .decode(_, let arms, _):
      for arm in arms {
        for statement in arm.statements { statement.forEachAssignment(visit) }
      }
    case .property, .section: break
    }
  }

  /// Calls `visit` for every expression in the statement: values, conditions, subjects.
  public func forEachExpression(_ visit: (Expression) -> Void) {
    switch self {
    case .assign(_, let value, _): visit(value)
    case .when(let condition, let then, let otherwise, _):
      visit(condition)
      for statement in then { statement.forEachExpression(visit) }
      for statement in otherwise { statement.forEachExpression(visit) }
    case .decode(let subject, let arms, _):
      visit(subject)
      for arm in arms {
        for statement in arm.statements { statement.forEachExpression(visit) }
      }
    case .property(let property): visit(property.condition)
    case .section: break
    }
  }

  /// The statement without its assignments to some signals; nil if nothing is left of it.
  public func droppingAssignments(to isDropped: (String) -> Bool) -> Statement? {
    switch self {
    case .assign(let target, _, _): return isDropped(target.name) ? nil : self
    case .when(let condition, let then, let otherwise, let location):
      let rest = then.compactMap { $0.droppingAssignments(to: isDropped) }
      let other = otherwise.compactMap { $0.droppingAssignments(to: isDropped) }
      if rest.isEmpty, other.isEmpty { return nil }
      // A branch that has become empty is not written down.
      if rest.isEmpty, !then.isEmpty {
        return .when(condition: condition.inverse, then: other, otherwise: [], location: location)
      }
      return .when(condition: condition, then: rest, otherwise: other, location: location)
    case .decode(let subject, let arms, let location):
      let rest = arms.map { arm in
        DecodeArm(
          value: arm.value,
          statements: arm.statements.compactMap { $0.droppingAssignments(to: isDropped) })
      }
      if rest.allSatisfy(\.statements.isEmpty) { return nil }
      return .decode(subject: subject, arms: rest, location: location)
    case .property, .section: return self
    }
  }
}

/// What an assignment drives: an output, a wire or a register of the module, or some of its bits.
public struct Target: Hashable, Sendable {
  public var name: String
  /// The bits that are assigned, 0 the least significant; nil for all of them.
  public var bits: ClosedRange<Int>?

  public init(_ name: String, bits: ClosedRange<Int>? = nil) {
    self.name = name
    self.bits = bits
  }
}

extension Target: ExpressibleByStringLiteral {
  public init(stringLiteral name: String) { self.init(name) }
}

/// What happens at one value of a subject.
public struct DecodeArm: Hashable, Sendable {
  /// An enumeration's case by its position, or an unsigned number.
  public var value: Int
  public var statements: [Statement]

  public init(value: Int, statements: [Statement]) {
    self.value = value
    self.statements = statements
  }
}
