/// Constant folding: operations on literals are computed, and operations that a literal makes
/// superfluous are left out. The type of an expression stays as it is. Names stay, too: a wire is
/// never replaced by what drives it, nor a case of an enumeration by its encoding.
extension Expression {
  /// The same value with constants computed.
  public func folded() -> Expression {
    // Most expressions have no literal, and then there is nothing to compute.
    hasLiteral ? foldedFully() : self
  }

  /// The value where each signal has the one that `values` gives; nil where that is not known.
  public func value(where values: (String) -> BitPattern?) -> BitPattern? {
    func filled(_ expression: Expression) -> Expression {
      if case .reference(let name, let type) = expression, let pattern = values(name),
        pattern.width == type.width
      {
        return .literal(pattern, type)
      }
      return expression.mapOperands(filled)
    }
    return filled(self).folded().constant
  }

  /// The value of a literal.
  var constant: BitPattern? {
    if case .literal(let pattern, _) = self { pattern } else { nil }
  }

  var hasLiteral: Bool {
    if case .literal = self { true } else { operands.contains { $0.hasLiteral } }
  }

  private func foldedFully() -> Expression { mapOperands { $0.foldedFully() }.simplified }

  /// The same value where the operands are folded already.
  private var simplified: Expression {
    switch self {
    case .literal, .reference: self
    case .unary(let operation, let operand): simplifiedUnary(operation, operand)
    case .binary(let operation, let left, let right):
      if let a = left.constant, let b = right.constant {
        literal(Self.evaluate(operation, a, b, left.type))
      } else if let b = right.constant {
        identity(operation, left, literalOnRight: b) ?? self
      } else if let a = left.constant {
        identity(operation, literalOnLeft: a, right) ?? self
      } else {
        self
      }
    case .select(let condition, let then, let otherwise):
      simplifiedSelect(condition, then, otherwise)
    case .slice(let operand, let low, let width):
      operand.constant.map { literal($0.slice(low: low, width: width)) } ?? self
    case .concatenation(let parts): simplifiedConcatenation(parts)
    case .extend(let operand, let type):
      operand.constant.map {
        literal($0.resized(to: type.width, isSigned: operand.type.isSigned))
      } ?? self
    case .reinterpret(let operand, let type):
      // The case of an enumeration keeps its name.
      if case .enumeration = operand.type { self } else { operand.reread(as: type) }
    }
  }

  private func literal(_ pattern: BitPattern) -> Expression { .literal(pattern, type) }

  private func reread(as type: HardwareType) -> Expression {
    if self.type == type { return self }
    return constant.map { .literal($0, type) } ?? .reinterpret(self, as: type)
  }

  private func simplifiedUnary(_ operation: UnaryOperator, _ operand: Expression) -> Expression {
    guard let value = operand.constant else { return self }
    return switch operation {
    case .not: literal(value.inverted)
    case .negate: literal(value.negated)
    case .anyBit: literal(BitPattern(!value.isZero))
    case .allBits: literal(BitPattern(value.isAllOnes))
    case .parity: literal(BitPattern(value.hasOddParity))
    }
  }

  private func simplifiedSelect(
    _ condition: Expression, _ then: Expression, _ otherwise: Expression
  ) -> Expression {
    if let value = condition.constant { return value.isZero ? otherwise : then }
    if then == otherwise { return then }
    guard type == .bit, let high = then.constant, let low = otherwise.constant else { return self }
    // Two different bits: 1 and 0, or 0 and 1.
    return high.isZero && !low.isZero ? .unary(.not, condition) : condition
  }

  private func simplifiedConcatenation(_ parts: [Expression]) -> Expression {
    let values = parts.compactMap(\.constant)
    guard values.count == parts.count, let word = BitPattern.joined(values) else { return self }
    return literal(word)
  }

  // MARK: Two literals

  /// - Parameter type: the type of the left operand, which says how both are read.
  private static func evaluate(
    _ operation: BinaryOperator, _ a: BitPattern, _ b: BitPattern, _ type: HardwareType
  ) -> BitPattern {
    let isSigned = type.isSigned
    return switch operation {
    case .add: a.sum(with: b)
    case .subtract: a.difference(from: b)
    case .multiply: a.product(with: b, isSigned: isSigned)
    case .and: a.combined(b, &)
    case .or: a.combined(b, |)
    case .xor: a.combined(b, ^)
    case .equal: BitPattern(a == b)
    case .notEqual: BitPattern(a != b)
    case .less: BitPattern(a.isLess(than: b, isSigned: isSigned))
    case .lessOrEqual: BitPattern(!b.isLess(than: a, isSigned: isSigned))
    case .greater: BitPattern(b.isLess(than: a, isSigned: isSigned))
    case .greaterOrEqual: BitPattern(!a.isLess(than: b, isSigned: isSigned))
    case .shiftLeft: a.shiftedLeft(by: b.shiftAmount)
    case .shiftRight: a.shiftedRight(by: b.shiftAmount, isSigned: isSigned)
    }
  }

  // MARK: One literal

  private func identity(
    _ operation: BinaryOperator, _ operand: Expression, literalOnRight value: BitPattern
  ) -> Expression? {
    switch operation {
    case .subtract: return value.isZero ? operand : nil
    case .shiftLeft, .shiftRight:
      if value.isZero { return operand }
      let movesAllOut = value.shiftAmount >= operand.type.width
      let fillsWithSign = operation == .shiftRight && operand.type.isSigned
      return movesAllOut && !fillsWithSign ? literal(.zero(type.width)) : nil
    default: return commutative(operation, operand, value)
    }
  }

  private func identity(
    _ operation: BinaryOperator, literalOnLeft value: BitPattern, _ operand: Expression
  ) -> Expression? {
    switch operation {
    case .subtract: return nil
    case .shiftLeft: return value.isZero ? literal(value) : nil
    case .shiftRight:
      let isAllSign = value.isZero || value.isAllOnes && type.isSigned
      return isAllSign ? literal(value) : nil
    case .less: return commutative(.greater, operand, value)
    case .lessOrEqual: return commutative(.greaterOrEqual, operand, value)
    case .greater: return commutative(.less, operand, value)
    case .greaterOrEqual: return commutative(.lessOrEqual, operand, value)
    default: return commutative(operation, operand, value)
    }
  }

  /// `operand` and a literal, which stands to the right of a comparison.
  private func commutative(
    _ operation: BinaryOperator, _ operand: Expression, _ value: BitPattern
  ) -> Expression? {
    let isSigned = operand.type.isSigned
    let isLeast = value == .least(value.width, isSigned: isSigned)
    let isGreatest = value == .greatest(value.width, isSigned: isSigned)
    switch operation {
    case .add: return value.isZero ? operand : nil
    case .multiply: return value.isZero ? literal(.zero(type.width)) : nil
    case .and: return value.isZero ? literal(value) : value.isAllOnes ? operand : nil
    case .or: return value.isZero ? operand : value.isAllOnes ? literal(value) : nil
    case .xor: return value.isZero ? operand : value.isAllOnes ? .unary(.not, operand) : nil
    case .equal, .notEqual:
      guard operand.type == .bit else { return nil }
      return value.isZero == (operation == .equal) ? .unary(.not, operand) : operand
    case .less: return isLeast ? literal(BitPattern(false)) : nil
    case .greaterOrEqual: return isLeast ? literal(BitPattern(true)) : nil
    case .greater: return isGreatest ? literal(BitPattern(false)) : nil
    case .lessOrEqual: return isGreatest ? literal(BitPattern(true)) : nil
    case .subtract, .shiftLeft, .shiftRight: return nil
    }
  }
}
