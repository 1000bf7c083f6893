extension Expression {
  /// What two signals joined by an operator can be called, `head_plus_step`, where that is short
  /// enough to read; nil for all else.
  public var operandsName: String? {
    guard case .binary(let operation, let left, let right) = self,
      let first = left.operandName, let second = right.operandName
    else { return nil }
    let name = "\(first)_\(operation.word)_\(second)"
    return name.utf8.count <= 40 ? name : nil
  }

  private var operandName: String? {
    switch self {
    case .reference(let name, _): signalStem(name)
    case .unary(.not, let operand) where type == .bit: operand.operandName.map { "not_" + $0 }
    case .extend(let operand, _), .reinterpret(let operand, _): operand.operandName
    default: nil
    }
  }
}

extension BinaryOperator {
  /// Between the names of operands.
  fileprivate var word: String {
    switch self {
    case .add: "plus"
    case .subtract: "minus"
    case .multiply: "times"
    case .and: "and"
    case .or: "or"
    case .xor: "xor"
    case .shiftLeft: "left_by"
    case .shiftRight: "right_by"
    case .equal: "is"
    case .notEqual: "is_not"
    case .less: "below"
    case .lessOrEqual: "up_to"
    case .greater: "above"
    case .greaterOrEqual: "from"
    }
  }
}
