import HardwareIR

/// How operators are written, and how tightly they bind.
extension ExpressionPrinter {
  func symbol(
    _ operation: BinaryOperator, _ type: HardwareType, _ left: Expression
  ) -> String {
    switch operation {
    case .add: "+"
    case .subtract: "-"
    case .multiply: "*"
    case .and: type == .bit ? "&&" : "&"
    case .or: type == .bit ? "||" : "|"
    case .xor: "^"
    case .equal: "=="
    case .notEqual: "!="
    case .less: "<"
    case .lessOrEqual: "<="
    case .greater: ">"
    case .greaterOrEqual: ">="
    case .shiftLeft: "<<"
    case .shiftRight: left.type.isSigned ? ">>>" : ">>"
    }
  }

  func binding(of expression: Expression) -> Binding? {
    switch expression {
    case .binary(let operation, let left, _): binding(operation, left.type)
    case .reinterpret(let operand, _): binding(of: operand)
    default: nil
    }
  }

  func binding(_ operation: BinaryOperator, _ type: HardwareType) -> Binding {
    switch operation {
    case .add, .subtract: .sum
    case .multiply: .product
    case .and: type == .bit ? .logicalAnd : .and
    case .or: type == .bit ? .logicalOr : .or
    case .xor: .xor
    case .equal, .notEqual: .equality
    case .less, .lessOrEqual, .greater, .greaterOrEqual: .relation
    case .shiftLeft, .shiftRight: .shift
    }
  }
}
