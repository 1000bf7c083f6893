/// Operators on one value.
public enum UnaryOperator: String, Hashable, Sendable {
  case not, negate, anyBit, allBits, parity
}

/// Operators on two values.
///
/// `add`, `subtract`, the logic operators and the comparisons take two operands of one type;
/// `multiply` takes any widths and gives their sum; the shifts take an unsigned amount.
public enum BinaryOperator: String, Hashable, Sendable {
  case add, subtract, multiply
  case and, or, xor
  case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual
  case shiftLeft, shiftRight

  public var isComparison: Bool {
    switch self {
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual: true
    default: false
    }
  }
}

/// A value computed from signals, as a plain tree. Every node's type is exact: nothing is
/// extended, truncated or reinterpreted except by a node that says so.
public indirect enum Expression: Hashable, Sendable {
  case literal(BitPattern, HardwareType)
  /// A port, wire or register of the module, by its name.
  case reference(String, HardwareType)
  case unary(UnaryOperator, Expression)
  case binary(BinaryOperator, Expression, Expression)
  case select(condition: Expression, then: Expression, otherwise: Expression)
  case slice(Expression, low: Int, width: Int)
  /// The first part is the most significant.
  case concatenation([Expression])
  /// Sign- or zero-extension by the operand's own sign, to a type of the same kind.
  case extend(Expression, to: HardwareType)
  /// The same bits under another type of the same width.
  case reinterpret(Expression, as: HardwareType)

  public var type: HardwareType {
    switch self {
    case .literal(_, let type), .reference(_, let type): type
    case .unary(let operation, let operand):
      switch operation {
      case .not, .negate: operand.type
      case .anyBit, .allBits, .parity: .bit
      }
    case .binary(let operation, let left, let right):
      if operation.isComparison {
        .bit
      } else if operation == .multiply {
        left.type.withWidth(left.type.width + right.type.width)
      } else {
        left.type
      }
    case .select(_, let then, _): then.type
    case .slice(_, _, let width): HardwareType.bit.withWidth(width)
    case .concatenation(let parts):
      HardwareType.bit.withWidth(parts.reduce(0) { $0 + $1.type.width })
    case .extend(_, let type), .reinterpret(_, let type): type
    }
  }

  /// The operands, in order.
  public var operands: [Expression] {
    switch self {
    case .literal, .reference: []
    case .unary(_, let operand), .slice(let operand, _, _), .extend(let operand, _),
      .reinterpret(let operand, _):
      [operand]
    case .binary(_, let left, let right): [left, right]
    case .select(let condition, let then, let otherwise): [condition, then, otherwise]
    case .concatenation(let parts): parts
    }
  }

  /// Calls `visit` with every operand, in order, and makes no array of them.
  public func forEachOperand(_ visit: (Expression) -> Void) {
    switch self {
    case .literal, .reference: break
    case .unary(_, let operand), .slice(let operand, _, _), .extend(let operand, _),
      .reinterpret(let operand, _):
      visit(operand)
    case .binary(_, let left, let right):
      visit(left)
      visit(right)
    case .select(let condition, let then, let otherwise):
      visit(condition)
      visit(then)
      visit(otherwise)
    case .concatenation(let parts): for part in parts { visit(part) }
    }
  }

  /// Calls `visit` with every signal name read, once per reading.
  public func forEachReference(_ visit: (String) -> Void) {
    if case .reference(let name, _) = self { return visit(name) }
    forEachOperand { $0.forEachReference(visit) }
  }

  /// Calls `visit` with every type that is stated here, not by the declaration of a signal.
  func forEachStatedType(_ visit: (HardwareType) -> Void) {
    switch self {
    case .literal(_, let type): visit(type)
    case .reference: break
    case .reinterpret(let operand, let type):
      visit(type)
      operand.forEachStatedType(visit)
    default: forEachOperand { $0.forEachStatedType(visit) }
    }
  }

  /// The same node over other operands.
  public func mapOperands(_ transform: (Expression) -> Expression) -> Expression {
    switch self {
    case .literal, .reference: self
    case .unary(let operation, let operand): .unary(operation, transform(operand))
    case .binary(let operation, let left, let right):
      .binary(operation, transform(left), transform(right))
    case .select(let condition, let then, let otherwise):
      .select(
        condition: transform(condition), then: transform(then), otherwise: transform(otherwise))
    case .slice(let operand, let low, let width):
      .slice(transform(operand), low: low, width: width)
    case .concatenation(let parts): .concatenation(parts.map(transform))
    case .extend(let operand, let type): .extend(transform(operand), to: type)
    case .reinterpret(let operand, let type): .reinterpret(transform(operand), as: type)
    }
  }

  /// Of a bit: the inverse of an inverse is the bit itself, and that of `==` is `!=`.
  var inverse: Expression {
    switch self {
    case .unary(.not, let operand): operand
    case .binary(.equal, let left, let right): .binary(.notEqual, left, right)
    case .binary(.notEqual, let left, let right): .binary(.equal, left, right)
    default: .unary(.not, self)
    }
  }

  /// What a value of this kind is called when it needs a name of its own: a temporary is named
  /// after its target and this role.
  public var role: String {
    switch self {
    case .literal: "constant"
    case .reference: "copy"
    case .unary(let operation, _): operation == .negate ? "negated" : "inverse"
    case .binary(let operation, _, _):
      switch operation {
      case .add: "sum"
      case .subtract: "difference"
      case .multiply: "product"
      case .and, .or, .xor: "term"
      case .shiftLeft, .shiftRight: "shifted"
      default: "match"
      }
    case .select: "choice"
    case .slice: "part"
    case .concatenation: "word"
    case .extend: "extended"
    case .reinterpret(let operand, _): operand.role
    }
  }
}
