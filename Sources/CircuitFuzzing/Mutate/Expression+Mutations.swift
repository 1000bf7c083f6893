import HardwareIR

extension Expression {
  /// Bugs of operators. Values of more than a machine word take other ways through a simulator, so
  /// each bug is tried on both.
  static let mutations: [Mutation] =
    [false, true].flatMap { isWide -> [Mutation] in
      let changes = arithmetic + logic + comparisons + shifts + bits + (isWide ? words : [])
      return changes.map { name, change in
        .expression(isWide ? name + ", over 64 bits" : name) { expression in
          expression.isWide == isWide ? change(expression) : nil
        }
      }
    }

  private typealias Change = (String, @Sendable (Expression) -> Expression?)

  /// Whether the node has a value or an operand of more than 64 bits.
  private var isWide: Bool {
    type.width > 64 || operands.contains { $0.type.width > 64 }
  }

  private var asSigned: Expression { .reinterpret(self, as: .signed(type.width)) }
  private var asUnsigned: Expression { .reinterpret(self, as: .unsigned(type.width)) }

  /// Replaces one operator by what `change` makes of the operands.
  private static func binary(
    _ name: String, _ operation: BinaryOperator,
    _ change: @escaping @Sendable (Expression, Expression) -> Expression?
  ) -> Change {
    (
      name,
      { expression in
        guard case .binary(operation, let left, let right) = expression else { return nil }
        return change(left, right)
      }
    )
  }

  /// One operator done as another.
  private static func binary(
    _ name: String, _ operation: BinaryOperator, as other: BinaryOperator
  ) -> Change {
    binary(name, operation) { .binary(other, $0, $1) }
  }

  // MARK: Operators

  private static let arithmetic: [Change] = [
    binary("a sum subtracts", .add, as: .subtract),
    binary("a difference adds", .subtract, as: .add),
    binary("a signed product is unsigned", .multiply) { left, right in
      guard left.type.isSigned else { return nil }
      let product = Expression.binary(.multiply, left.asUnsigned, right.asUnsigned)
      return .reinterpret(product, as: .signed(product.type.width))
    },
    binary("an unsigned product is signed", .multiply) { left, right in
      guard !left.type.isSigned else { return nil }
      let product = Expression.binary(.multiply, left.asSigned, right.asSigned)
      return .reinterpret(product, as: .unsigned(product.type.width))
    },
  ]

  private static let logic: [Change] = [
    binary("and is or", .and, as: .or),
    binary("or is exclusive", .or, as: .xor),
    binary("exclusive or is or", .xor, as: .or),
    unary("not does nothing", .not) { $0 },
    unary("a negation inverts", .negate) { .unary(.not, $0) },
    unary("any bit is all bits", .anyBit) { .unary(.allBits, $0) },
    unary("all bits are any bit", .allBits) { .unary(.anyBit, $0) },
    unary("the parity is any bit", .parity) { .unary(.anyBit, $0) },
    (
      "a choice takes the other",
      { expression in
        guard case .select(let condition, let then, let otherwise) = expression else { return nil }
        return .select(condition: condition, then: otherwise, otherwise: then)
      }
    ),
  ]

  private static func unary(
    _ name: String, _ operation: UnaryOperator,
    _ change: @escaping @Sendable (Expression) -> Expression
  ) -> Change {
    (
      name,
      { expression in
        guard case .unary(operation, let operand) = expression else { return nil }
        return change(operand)
      }
    )
  }

  private static let comparisons: [Change] =
    [BinaryOperator.equal, .notEqual].map { operation in
      binary("\(operation) ignores the top bit", operation) { left, right in
        let width = left.type.width - 1
        if width == 0 { return .literal(BitPattern(1, width: 1), .bit) }
        return .binary(
          operation, .slice(left, low: 0, width: width), .slice(right, low: 0, width: width))
      }
    }
    + [
      binary("less counts equality", .less, as: .lessOrEqual),
      binary("lessOrEqual misses equality", .lessOrEqual, as: .less),
      binary("greater counts equality", .greater, as: .greaterOrEqual),
      binary("greaterOrEqual misses equality", .greaterOrEqual, as: .greater),
    ]
    + [BinaryOperator.less, .lessOrEqual, .greater, .greaterOrEqual].flatMap { operation in
      [
        binary("signed \(operation) reads unsigned", operation) { left, right in
          left.type.isSigned ? .binary(operation, left.asUnsigned, right.asUnsigned) : nil
        },
        binary("unsigned \(operation) reads signed", operation) { left, right in
          left.type.isSigned ? nil : .binary(operation, left.asSigned, right.asSigned)
        },
      ]
    }

  private static let shifts: [Change] =
    [
      binary("a shift to the left goes right", .shiftLeft, as: .shiftRight),
      binary("a shift to the right goes left", .shiftRight, as: .shiftLeft),
      binary("a signed shift fills with zeros", .shiftRight) { left, right in
        guard left.type.isSigned else { return nil }
        return .reinterpret(.binary(.shiftRight, left.asUnsigned, right), as: left.type)
      },
      binary("an unsigned shift fills with the top bit", .shiftRight) { left, right in
        guard !left.type.isSigned else { return nil }
        return .reinterpret(.binary(.shiftRight, left.asSigned, right), as: left.type)
      },
    ]
    + [BinaryOperator.shiftLeft, .shiftRight].map { operation in
      // As a processor does, where the amount is the width or more.
      binary("\(operation) takes the amount modulo 2^n", operation) { left, right in
        let width = max(1, bitsToHold(left.type.width - 1))
        guard right.type.width > width else { return nil }
        let amount = Expression.slice(right, low: 0, width: width)
        return .binary(operation, left, .reinterpret(amount, as: .unsigned(width)))
      }
    }

  // MARK: Bits

  private static let bits: [Change] = [
    (
      "a slice is off by one",
      { expression in
        guard case .slice(let operand, let low, let width) = expression,
          operand.type.width > width
        else { return nil }
        let next = low + width < operand.type.width ? low + 1 : low - 1
        return .slice(operand, low: next, width: width)
      }
    ),
    (
      "a concatenation starts at the other end",
      { expression in
        guard case .concatenation(let parts) = expression, parts.count > 1 else { return nil }
        return .concatenation(parts.reversed())
      }
    ),
    (
      "a sign extension fills with zeros",
      { expression in
        guard case .extend(let operand, let type) = expression, operand.type.isSigned,
          type.width > operand.type.width
        else { return nil }
        return .reinterpret(.extend(operand.asUnsigned, to: .unsigned(type.width)), as: type)
      }
    ),
    (
      "a zero extension fills with the top bit",
      { expression in
        guard case .extend(let operand, let type) = expression, !operand.type.isSigned,
          type.width > operand.type.width
        else { return nil }
        return .reinterpret(.extend(operand.asSigned, to: .signed(type.width)), as: type)
      }
    ),
    (
      "a literal has its lowest bit wrong",
      { expression in
        guard case .literal(_, let type) = expression else { return nil }
        if case .enumeration = type { return nil }
        let one = Expression.literal(BitPattern(1, width: type.width), type)
        return .binary(.xor, expression, one)
      }
    ),
  ]

  /// Bugs at the border of machine words.
  private static let words: [Change] =
    [BinaryOperator.add, .subtract].map { operation in
      binary("\(operation) loses the carry of a word", operation) { left, right in
        func half(_ low: Int, _ width: Int) -> Expression {
          func part(_ value: Expression) -> Expression {
            .reinterpret(.slice(value, low: low, width: width), as: .unsigned(width))
          }
          return .binary(operation, part(left), part(right))
        }
        let sum = Expression.concatenation([half(64, left.type.width - 64), half(0, 64)])
        return .reinterpret(sum, as: left.type)
      }
    }
    + [BinaryOperator.equal, .notEqual].map { operation in
      binary("\(operation) ignores the low word", operation) { left, right in
        let width = left.type.width - 64
        return .binary(
          operation, .slice(left, low: 64, width: width), .slice(right, low: 64, width: width))
      }
    }
}
