import HardwareIR

/// What an expression means: every node becomes the number that its type says, the operation is
/// done on integers without limits that matter here, and the result wraps to the node's width.
///
/// Independent of the printer, and slow. Widths up to 64 bits; 128 bits hold every product.
struct ExpressionEvaluator {
  /// The bits of every signal.
  var signals: [String: UInt64]

  /// The bits of `expression`, never negative.
  func bits(_ expression: Expression) -> Int128 {
    switch expression {
    case .literal(let pattern, _): return Int128(pattern.words[0])
    case .reference(let name, _): return Int128(signals[name] ?? 0)
    case .unary(let operation, let operand): return unary(operation, operand)
    case .binary(let operation, let left, let right):
      return binary(operation, left, right, width: expression.type.width)
    case .select(let condition, let then, let otherwise):
      return bits(condition) == 1 ? bits(then) : bits(otherwise)
    case .slice(let operand, let low, let width):
      return wrapped(bits(operand) >> Int128(low), width)
    case .concatenation(let parts):
      return parts.reduce(0) { word, part in word << Int128(part.type.width) | bits(part) }
    case .extend(let operand, let type): return wrapped(number(operand), type.width)
    case .reinterpret(let operand, _): return bits(operand)
    }
  }

  /// The number that `expression` stands for: negative where its type is signed and the top bit 1.
  private func number(_ expression: Expression) -> Int128 {
    let value = bits(expression)
    let width = Int128(expression.type.width)
    return expression.type.isSigned && value >> (width - 1) == 1 ? value - (1 << width) : value
  }

  private func unary(_ operation: UnaryOperator, _ operand: Expression) -> Int128 {
    let width = operand.type.width
    let value = bits(operand)
    let ones = (0..<Int128(width)).filter { value >> $0 & 1 == 1 }.count
    switch operation {
    case .not: return (1 << Int128(width)) - 1 - value
    case .negate: return wrapped(-number(operand), width)
    case .anyBit: return ones > 0 ? 1 : 0
    case .allBits: return ones == width ? 1 : 0
    case .parity: return Int128(ones % 2)
    }
  }

  private func binary(
    _ operation: BinaryOperator, _ left: Expression, _ right: Expression, width: Int
  ) -> Int128 {
    let (a, b) = (number(left), number(right))
    func truth(_ condition: Bool) -> Int128 { condition ? 1 : 0 }
    switch operation {
    case .add: return wrapped(a + b, width)
    case .subtract: return wrapped(a - b, width)
    case .multiply: return wrapped(a * b, width)
    case .and: return bits(left) & bits(right)
    case .or: return bits(left) | bits(right)
    case .xor: return bits(left) ^ bits(right)
    case .equal: return truth(a == b)
    case .notEqual: return truth(a != b)
    case .less: return truth(a < b)
    case .lessOrEqual: return truth(a <= b)
    case .greater: return truth(a > b)
    case .greaterOrEqual: return truth(a >= b)
    case .shiftLeft: return b >= Int128(width) ? 0 : wrapped(a << b, width)
    case .shiftRight: return wrapped(a >> min(b, 100), width)
    }
  }

  private func wrapped(_ value: Int128, _ width: Int) -> Int128 {
    value & ((1 << Int128(width)) - 1)
  }
}
