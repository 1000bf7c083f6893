import HardwareIR

/// A slip in one node of an expression; it never changes the type.
struct ExpressionSlip: Sendable {
  let name: String
  /// What stands in the place of the node; nil where the slip cannot be made.
  let change: @Sendable (Expression, MutantSignals) -> Expression?

  static let all = operators + comparisons + choices + parts + leaves

  private init(
    _ name: String, _ change: @escaping @Sendable (Expression, MutantSignals) -> Expression?
  ) {
    self.name = name
    self.change = change
  }

  private static func slip(
    _ name: String, _ change: @escaping @Sendable (Expression) -> Expression?
  ) -> ExpressionSlip {
    ExpressionSlip(name) { expression, _ in change(expression) }
  }

  // MARK: Operators

  private static func slip(
    _ name: String, _ operation: BinaryOperator, is other: BinaryOperator
  ) -> ExpressionSlip {
    slip(name) { expression in
      guard case .binary(operation, let left, let right) = expression else { return nil }
      return .binary(other, left, right)
    }
  }

  private static let operators = [
    slip("a sum subtracts", .add, is: .subtract),
    slip("a difference adds", .subtract, is: .add),
    slip("and is or", .and, is: .or),
    slip("or is and", .or, is: .and),
    slip("exclusive or is or", .xor, is: .or),
    slip("a shift to the left goes right", .shiftLeft, is: .shiftRight),
    slip("a shift to the right goes left", .shiftRight, is: .shiftLeft),
    slip("an inversion is forgotten") { expression in
      guard case .unary(let operation, let operand) = expression else { return nil }
      return operation == .not || operation == .negate ? operand : nil
    },
    slip("any bit is all bits") { expression in
      guard case .unary(.anyBit, let operand) = expression, operand.type.width > 1 else {
        return nil
      }
      return .unary(.allBits, operand)
    },
    slip("all bits are any bit") { expression in
      guard case .unary(.allBits, let operand) = expression, operand.type.width > 1 else {
        return nil
      }
      return .unary(.anyBit, operand)
    },
    slip("the parity is any bit") { expression in
      guard case .unary(.parity, let operand) = expression else { return nil }
      return .unary(.anyBit, operand)
    },
    slip("operands are swapped") { expression in
      guard case .binary(let operation, let left, let right) = expression,
        operation == .subtract
          || operation.isComparison && operation != .equal
            && operation != .notEqual
      else { return nil }
      return .binary(operation, right, left)
    },
  ]

  private static let comparisons = [
    slip("equal is unequal", .equal, is: .notEqual),
    slip("unequal is equal", .notEqual, is: .equal),
    slip("less counts equality", .less, is: .lessOrEqual),
    slip("less or equal misses equality", .lessOrEqual, is: .less),
    slip("greater counts equality", .greater, is: .greaterOrEqual),
    slip("greater or equal misses equality", .greaterOrEqual, is: .greater),
    slip("less is its opposite", .less, is: .greaterOrEqual),
    slip("less or equal is its opposite", .lessOrEqual, is: .greater),
    slip("greater is its opposite", .greater, is: .lessOrEqual),
    slip("greater or equal is its opposite", .greaterOrEqual, is: .less),
  ]

  // MARK: Choices and parts

  private static let choices = [
    slip("a choice takes the other") { expression in
      guard case .select(let condition, let then, let otherwise) = expression else { return nil }
      return .select(condition: condition, then: otherwise, otherwise: then)
    },
    slip("a choice takes the first always") { expression in
      guard case .select(_, let then, _) = expression else { return nil }
      return then
    },
    slip("a choice takes the second always") { expression in
      guard case .select(_, _, let otherwise) = expression else { return nil }
      return otherwise
    },
  ]

  private static let parts = [
    slip("a slice is one bit too high") { expression in
      guard case .slice(let operand, let low, let width) = expression,
        low + width < operand.type.width
      else { return nil }
      return .slice(operand, low: low + 1, width: width)
    },
    slip("a slice is one bit too low") { expression in
      guard case .slice(let operand, let low, let width) = expression, low > 0 else { return nil }
      return .slice(operand, low: low - 1, width: width)
    },
    slip("neighbouring parts are swapped") { expression in
      guard case .concatenation(var parts) = expression,
        let first = parts.indices.dropLast().first(where: {
          parts[$0].type == parts[$0 + 1].type && parts[$0] != parts[$0 + 1]
        })
      else { return nil }
      parts.swapAt(first, first + 1)
      return .concatenation(parts)
    },
    slip("an extension takes the other kind") { expression in
      guard case .extend(let operand, let type) = expression, operand.type.isNumber,
        type.width > operand.type.width, operand.type.width > 0
      else { return nil }
      let width = operand.type.width
      let other: Expression =
        operand.type.isSigned
        ? .extend(.reinterpret(operand, as: .unsigned(width)), to: .unsigned(type.width))
        : .extend(.reinterpret(operand, as: .signed(width)), to: .signed(type.width))
      return .reinterpret(other, as: type)
    },
  ]

  // MARK: Leaves

  private static let leaves = [
    literal("a constant is one too great", 1),
    literal("a constant is one too small", -1),
    slip("a case is its neighbour") { expression in
      guard case .literal(let pattern, let type) = expression, type.isEnumeration,
        let code = pattern.unsignedValue, type.caseNames.count > 1
      else { return nil }
      let next = (code + 1) % type.caseNames.count
      return .literal(BitPattern(next, width: type.width), type)
    },
    slip("a flag is inverted") { expression in
      guard case .reference(_, let type) = expression, type == .bit else { return nil }
      return .unary(.not, expression)
    },
    ExpressionSlip("another signal is read") { expression, signals in
      guard case .reference(let name, let type) = expression,
        let other = signals.neighbour(of: name, type)
      else { return nil }
      return .reference(other, type)
    },
  ]

  private static func literal(_ name: String, _ distance: Int) -> ExpressionSlip {
    slip(name) { expression in
      guard case .literal(let pattern, let type) = expression, !type.isEnumeration,
        type.width > (distance > 0 ? 0 : 1), let value = pattern.signedValue
      else { return nil }
      return .literal(BitPattern(value &+ distance, width: type.width), type)
    }
  }
}
