extension Expression {
  /// The same value without operands of no bits, and what this makes constant computed. Of no bits
  /// itself it is a literal that no text and no simulator ever sees, since what it feeds has none
  /// either.
  func withoutZeroWidths() -> Expression {
    let reduced = reduced()
    return reduced == self ? self : reduced.folded()
  }

  private func reduced() -> Expression {
    guard type.width > 0 else { return .literal(BitPattern(0, width: 0), type) }
    let reduced = mapOperands { $0.reduced() }
    return reduced.operands.contains { $0.type.width == 0 } ? reduced.valueOfFewer : reduced
  }

  /// The value of an operation of which an operand has no bits: that operand is 0.
  private var valueOfFewer: Expression {
    switch self {
    // All of no bits are 1, and none is.
    case .unary(let operation, _): .literal(BitPattern(operation == .allBits), type)
    case .binary(let operation, let left, _): valueOfFewer(operation, left)
    case .concatenation(let parts): Self.joined(parts.filter { $0.type.width > 0 }, as: type)
    case .literal, .reference, .select, .slice, .extend, .reinterpret:
      .literal(BitPattern(0, width: type.width), type)
    }
  }

  private func valueOfFewer(_ operation: BinaryOperator, _ left: Expression) -> Expression {
    switch operation {
    // By an amount of no bits.
    case .shiftLeft, .shiftRight: left
    case .equal, .lessOrEqual, .greaterOrEqual: .literal(BitPattern(true), .bit)
    default: .literal(BitPattern(0, width: type.width), type)
    }
  }

  private static func joined(_ parts: [Expression], as type: HardwareType) -> Expression {
    guard let first = parts.first, parts.count == 1 else { return .concatenation(parts) }
    return first.type == type ? first : .reinterpret(first, as: type)
  }
}
