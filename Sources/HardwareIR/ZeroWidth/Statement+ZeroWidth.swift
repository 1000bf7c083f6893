extension Statement {
  /// The statements without what has no bits.
  ///
  /// - Parameter isDropped: whether a signal is left out.
  static func withoutZeroWidths(
    _ statements: [Statement], dropping isDropped: (String) -> Bool
  ) -> [Statement] {
    statements.compactMap { statement in
      let reduced = statement.withoutZeroWidths()
      return reduced != statement && reduced.alwaysHolds
        ? nil : reduced.droppingAssignments(to: isDropped)
    }
  }

  private func withoutZeroWidths() -> Statement {
    switch self {
    case .assign(let target, let value, let location):
      return .assign(target: target, value: value.withoutZeroWidths(), location: location)
    case .when(let condition, let then, let otherwise, let location):
      return .when(
        condition: condition.withoutZeroWidths(), then: then.map { $0.withoutZeroWidths() },
        otherwise: otherwise.map { $0.withoutZeroWidths() }, location: location)
    case .decode(let subject, let arms, let location):
      guard subject.type.width > 0 else {
        let only = arms.first { $0.value == 0 }?.statements ?? []
        return .when(
          condition: .literal(BitPattern(true), .bit), then: only.map { $0.withoutZeroWidths() },
          otherwise: [], location: location)
      }
      return .decode(
        subject: subject.withoutZeroWidths(),
        arms: arms.map { arm in
          DecodeArm(value: arm.value, statements: arm.statements.map { $0.withoutZeroWidths() })
        }, location: location)
    case .property(var property):
      property.condition = property.condition.withoutZeroWidths()
      return .property(property)
    case .section: return self
    }
  }

  /// Whether this is a claim or an assumption of a constant that is 1.
  private var alwaysHolds: Bool {
    guard case .property(let property) = self, property.kind != .cover,
      let value = property.condition.constant
    else { return false }
    return !value.isZero
  }
}
