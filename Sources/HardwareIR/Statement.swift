/// What a module does, in the designer's order. A later assignment to a signal overrides an
/// earlier one where its conditions hold; a register that nothing assigns keeps its value.
public indirect enum Statement: Hashable, Sendable {
  case assign(target: Target, value: Expression, location: SourceLocation?)
  case when(
    condition: Expression, then: [Statement], otherwise: [Statement], location: SourceLocation?)
  /// One arm per case of an enumeration, in Swift's order, or per number of a table.
  case decode(subject: Expression, arms: [DecodeArm], location: SourceLocation?)
  /// A claim checked at every clock edge of a domain in simulation, outside reset.
  case assertion(
    label: String, claim: Expression, domain: ClockDomain = .default, location: SourceLocation?)
  /// A heading for the reader.
  case section(String)

  public var location: SourceLocation? {
    switch self {
    case .assign(_, _, let location), .when(_, _, _, let location),
      .decode(_, _, let location), .assertion(_, _, _, let location):
      location
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
      for statement in then + otherwise { statement.forEachAssignment(visit) }
    case .decode(_, let arms, _):
      for arm in arms {
        for statement in arm.statements { statement.forEachAssignment(visit) }
      }
    case .assertion, .section: break
    }
  }

  /// Calls `visit` for every expression in the statement: values, conditions, subjects, claims.
  public func forEachExpression(_ visit: (Expression) -> Void) {
    switch self {
    case .assign(_, let value, _): visit(value)
    case .when(let condition, let then, let otherwise, _):
      visit(condition)
      for statement in then + otherwise { statement.forEachExpression(visit) }
    case .decode(let subject, let arms, _):
      visit(subject)
      for arm in arms {
        for statement in arm.statements { statement.forEachExpression(visit) }
      }
    case .assertion(_, let claim, _, _): visit(claim)
    case .section: break
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
