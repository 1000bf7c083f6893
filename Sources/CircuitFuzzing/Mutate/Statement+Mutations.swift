import HardwareIR

extension Statement {
  /// Bugs of conditions and of the order of assignments.
  static let mutations: [Mutation] = [
    when("the branches of when are swapped") { condition, then, otherwise in
      .when(condition: condition, then: otherwise, otherwise: then, location: nil)
    },
    when("what stands under otherwise is lost") { condition, then, otherwise in
      .when(condition: condition, then: then, otherwise: [], location: nil)
    },
    when("the condition of when always holds") { _, then, otherwise in
      .when(condition: truth(1), then: then, otherwise: otherwise, location: nil)
    },
    when("the condition of when never holds") { _, then, otherwise in
      .when(condition: truth(0), then: then, otherwise: otherwise, location: nil)
    },
    .module("the first assignment counts") { module in
      module.statements = module.statements.reversed().map { $0.reversed() }
    },
    decode("the last arm of decode is lost") { Array($0.dropLast()) },
    decode("the arms of decode are off by one") { arms in
      arms.indices.map { index in
        let next = arms[(index + 1) % arms.count]
        return DecodeArm(value: arms[index].value, statements: next.statements)
      }
    },
    turnedRound(.claim),
    turnedRound(.assumption),
    .statement("an assigned slice is off by one") { statement in
      guard case .assign(var target, let value, let location) = statement, let bits = target.bits,
        bits.lowerBound > 0
      else { return nil }
      target.bits = (bits.lowerBound - 1)...(bits.upperBound - 1)
      return .assign(target: target, value: value, location: location)
    },
  ]

  private static func turnedRound(_ kind: Property.Kind) -> Mutation {
    .statement("a \(kind.phrase) is turned round") { statement in
      guard case .property(let property) = statement, property.kind == kind else { return nil }
      return .property(property.with(.unary(.not, property.condition)))
    }
  }

  private static func truth(_ value: Int) -> Expression {
    .literal(BitPattern(value, width: 1), .bit)
  }

  private static func when(
    _ name: String,
    _ change: @escaping @Sendable (Expression, [Statement], [Statement]) -> Statement
  ) -> Mutation {
    .statement(name) { statement in
      guard case .when(let condition, let then, let otherwise, _) = statement else { return nil }
      return change(condition, then, otherwise)
    }
  }

  private static func decode(
    _ name: String, _ change: @escaping @Sendable ([DecodeArm]) -> [DecodeArm]
  ) -> Mutation {
    .statement(name) { statement in
      guard case .decode(let subject, let arms, let location) = statement, arms.count > 1 else {
        return nil
      }
      return .decode(subject: subject, arms: change(arms), location: location)
    }
  }

  /// The statement with the order of all assignments in it turned round.
  private func reversed() -> Statement {
    switch self {
    case .when(let condition, let then, let otherwise, let location):
      .when(
        condition: condition, then: then.reversed().map { $0.reversed() },
        otherwise: otherwise.reversed().map { $0.reversed() }, location: location)
    case .decode(let subject, let arms, let location):
      .decode(
        subject: subject,
        arms: arms.map {
          DecodeArm(value: $0.value, statements: $0.statements.reversed().map { $0.reversed() })
        }, location: location)
    case .assign, .property, .section: self
    }
  }
}
