import HardwareIR

/// Writes a legal expression as SystemVerilog. Every width is explicit; a sign is stated only where
/// the meaning depends on it.
struct ExpressionPrinter {
  /// The SystemVerilog name of an enumeration's case.
  var enumerationCase: (EnumerationType, Int) -> String
  let profile: TargetProfile
  /// How signals are spelled.
  var signals: SignalSelects

  /// How tightly the outermost operator binds; larger is tighter.
  enum Binding: Int, Comparable {
    case conditional, logicalOr, logicalAnd, or, xor, and, equality, relation, shift, sum, product
    case unary, atom

    static func < (left: Binding, right: Binding) -> Bool { left.rawValue < right.rawValue }

    /// Whether `a op (b op c)` may be written `a op b op c`: logic has no carry that could be lost.
    /// Two chains side by side stay apart, since a tree of them is less deep than one chain.
    var isAssociative: Bool {
      switch self {
      case .logicalOr, .logicalAnd, .or, .xor, .and: true
      default: false
      }
    }
  }

  func print(_ expression: Expression) -> String { write(expression).text }

  /// The expression as lines that each fit `room` columns; later lines are indented by two.
  func lines(
    _ expression: Expression, prefix: String, suffix: String = ";", room: Int
  ) -> [String] {
    let head = [prefix.trimmingTrailingSpaces()]
    if case .select = expression, !prefix.hasSuffix("(") {
      var lines = choice(expression, room: room - 2 - suffix.utf8.count)
      if lines.count == 1, prefix.utf8.count + lines[0].utf8.count + suffix.utf8.count <= room {
        return [prefix + lines[0] + suffix]
      }
      lines[lines.count - 1] += suffix
      return head + lines.map { "  " + $0 }
    }
    var text = printWhole(expression)
    // `is_full_q <= (level_q <= 4'd3);`
    if prefix.hasSuffix("<= "), isComparison(expression) { text = "(\(text))" }
    let line = prefix + text + suffix
    if line.utf8.count <= room { return [line] }
    if prefix.hasSuffix("(") {
      return head + LineLayout.broken(text, room: room - 2).map { "  " + $0 } + [suffix]
    }
    return head + LineLayout.broken(text + suffix, room: room - 2).map { "  " + $0 }
  }

  private func isComparison(_ expression: Expression) -> Bool {
    switch expression {
    case .binary(let operation, _, _): operation.isComparison
    case .reinterpret(let operand, _): isComparison(operand)
    default: false
    }
  }

  /// An expression with nothing around it but what it drives, which has its width.
  private func printWhole(_ expression: Expression) -> String {
    switch expression {
    case .binary(.multiply, let left, let right):
      "\(withSign(left, inside: .product)) * \(withSign(right, inside: .product))"
    case .binary(.shiftRight, let left, let right) where left.type.isSigned:
      signedShift(left, right)
    default: print(expression)
    }
  }

  /// A choice on one line if that has room for it.
  private func choice(_ expression: Expression, room: Int) -> [String] {
    if mayFit(expression, room: room) {
      let text = print(expression)
      if text.utf8.count <= room { return [text] }
    }
    return brokenChoice(expression, room: room)
  }

  /// A tree of choices as a tree, a chain as a list.
  private func brokenChoice(_ expression: Expression, room: Int) -> [String] {
    guard case .select(let condition, let then, let otherwise) = expression else {
      return LineLayout.broken(inChoice(expression), room: room)
    }
    let question = question(condition)
    if case .select = then {
      return LineLayout.broken(question, room: room)
        + branch("? ", then, room: room)
        + branch(": ", otherwise, room: room)
    }
    let head = question + " ? " + inChoice(then) + " :"
    return LineLayout.broken(head, room: room) + brokenChoice(otherwise, room: room)
  }

  /// A choice in a tree: one of two values is a tree as well where a line has no room for it.
  private func innerChoice(_ expression: Expression, room: Int) -> [String] {
    let lines = choice(expression, room: room)
    guard lines.count > 1, case .select(let condition, let then, let otherwise) = expression
    else { return lines }
    if case .select = otherwise { return lines }
    return LineLayout.broken(question(condition), room: room)
      + branch("? ", then, room: room) + branch(": ", otherwise, room: room)
  }

  /// Whether few enough choices are nested; each takes seven columns at least, as in `a ? b : c`.
  private func mayFit(_ expression: Expression, room: Int) -> Bool {
    var columns = 0
    func count(_ expression: Expression) {
      guard columns <= room, case .select(_, let then, let otherwise) = expression else { return }
      columns += 7
      count(then)
      count(otherwise)
    }
    count(expression)
    return columns <= room
  }

  /// A branch of a tree; a choice stands in parentheses.
  private func branch(_ mark: String, _ expression: Expression, room: Int) -> [String] {
    guard case .select = expression else {
      return LineLayout.broken(inChoice(expression), room: room - 2).enumerated()
        .map { ($0 == 0 ? mark : "  ") + $1 }
    }
    var lines = innerChoice(expression, room: room - 4)
    lines[lines.count - 1] += ")"
    return lines.enumerated().map { ($0 == 0 ? mark + "(" : "   ") + $1 }
  }

  // MARK: Writing

  private func write(_ expression: Expression) -> (text: String, binding: Binding) {
    switch expression {
    case .literal(let pattern, let type): literal(pattern, type)
    case .reference(let name, _):
      (signals.number(name) ?? select(expression).map(signals.text) ?? name, .atom)
    case .unary(let operation, let operand): unary(operation, operand)
    case .binary(let operation, let left, let right): binary(operation, left, right)
    case .select(let condition, let then, let otherwise):
      (choice(condition, then, otherwise), .conditional)
    case .slice(let operand, let low, let width): (slice(operand, low, width), .atom)
    case .concatenation(let parts): (concatenation(parts), .atom)
    case .extend(let operand, let type): (extend(operand, to: type), .atom)
    case .reinterpret(let operand, _): write(operand)
    }
  }

  /// A choice: a chain reads on, and both branches of a tree stand in parentheses.
  private func choice(
    _ condition: Expression, _ then: Expression, _ otherwise: Expression
  ) -> String {
    let isTree = if case .select = then { true } else { false }
    let isChain = if case .select = otherwise { !isTree } else { false }
    let rest = isChain ? print(otherwise) : inChoice(otherwise)
    return question(condition) + " ? " + inChoice(then) + " : " + rest
  }

  /// What is asked in a choice, in parentheses but for a signal and its inverse.
  private func question(_ condition: Expression) -> String {
    let (text, binding) = write(condition)
    return binding >= .unary ? text : "(\(text))"
  }

  /// A value in a choice. Choices and conditions stand in parentheses.
  private func inChoice(_ value: Expression) -> String {
    let (text, binding) = write(value)
    let isCondition = binding < .or || binding == .equality || binding == .relation
    return isCondition ? "(\(text))" : text
  }

  private func parenthesized(
    _ expression: Expression, inside outer: Binding, isRight: Bool = false
  ) -> String {
    let (text, binding) = write(expression)
    let isChain = binding == outer && !isRight
    let reads = binding == .atom || binding == .unary || isChain
    // Beyond precedence, mixed logic and arithmetic get parentheses so that nobody has to look up
    // the table; conditions joined by && and || read without.
    let isClear =
      (outer == .logicalAnd || outer == .logicalOr)
      && (binding == .equality || binding == .relation)
    let isProduct = binding == .product && outer == .sum
    return reads || isClear || isProduct ? text : "(\(text))"
  }

  private func unary(_ operation: UnaryOperator, _ operand: Expression) -> (String, Binding) {
    // Two operators side by side can read as one: `&&`, `--`, `^~`.
    let (text, binding) = write(operand)
    let inner = binding == .atom ? text : "(\(text))"
    return switch operation {
    case .not: ((operand.type == .bit ? "!" : "~") + inner, .unary)
    case .negate: ("-" + inner, .unary)
    case .anyBit: ("|" + inner, .unary)
    case .allBits: ("&" + inner, .unary)
    case .parity: ("^" + inner, .unary)
    }
  }

  private func binary(
    _ operation: BinaryOperator, _ left: Expression, _ right: Expression
  ) -> (String, Binding) {
    let binding = binding(operation, left.type)
    let symbol = symbol(operation, left.type, left)
    if let reduction = reduction(operation, left, right) { return (reduction, .unary) }
    if operation == .multiply {
      let width = left.type.width + right.type.width
      return ("\(cast(left, to: width)) * \(cast(right, to: width))", binding)
    }
    let signMatters =
      operation == .less || operation == .lessOrEqual || operation == .greater
      || operation == .greaterOrEqual
    if signMatters {
      return (
        "\(withSign(left, inside: binding)) \(symbol) \(withSign(right, inside: binding))", binding
      )
    }
    if operation == .shiftRight, left.type.isSigned {
      return ("$signed(\(signedShift(left, right)))", .atom)
    }
    return (
      "\(parenthesized(left, inside: binding)) \(symbol) "
        + parenthesized(
          right, inside: binding,
          isRight: !binding.isAssociative || self.binding(of: left) == binding), binding
    )
  }

  private func signedShift(_ left: Expression, _ right: Expression) -> String {
    withSign(left, inside: .shift) + " >>> " + parenthesized(right, inside: .shift, isRight: true)
  }

  /// An operand whose sign decides the operator's meaning.
  private func withSign(_ operand: Expression, inside outer: Binding) -> String {
    printsSigned(operand) == operand.type.isSigned
      ? parenthesized(operand, inside: outer, isRight: true) : withSign(operand)
  }

  /// An expression of the sign of its type.
  private func withSign(_ operand: Expression) -> String {
    let text = print(operand)
    if printsSigned(operand) == operand.type.isSigned { return text }
    return (operand.type.isSigned ? "$signed(" : "$unsigned(") + text + ")"
  }

  private func cast(_ operand: Expression, to width: Int) -> String {
    if case .literal(_, let type) = operand {
      return print(Expression.extend(operand, to: type.withWidth(width)).folded())
    }
    return "\(width)'(\(withSign(operand)))"
  }

  /// Whether the text, as SystemVerilog reads it, is a signed expression.
  private func printsSigned(_ expression: Expression) -> Bool {
    switch expression {
    case .literal(_, let type): type.isSigned
    case .reference: select(expression)?.isSigned ?? false
    case .unary(let operation, let operand):
      (operation == .not || operation == .negate) && !isCondition(expression)
        && printsSigned(operand)
    case .binary(let operation, let left, let right):
      switch operation {
      // `>>` has the sign of what is shifted, and `>>>` stands in a `$signed` of its own.
      case .shiftLeft: printsSigned(left)
      case .shiftRight: left.type.isSigned || printsSigned(left)
      case .multiply: left.type.isSigned
      default:
        !operation.isComparison && !isCondition(expression) && printsSigned(left)
          && printsSigned(right)
      }
    case .select(_, let then, let otherwise): printsSigned(then) && printsSigned(otherwise)
    case .reinterpret(let operand, _): printsSigned(operand)
    case .extend(let operand, _): profile.casts(operand) && operand.type.isSigned
    case .slice(let operand, _, _): !isNamed(operand) && printsSigned(operand)
    case .concatenation: false
    }
  }

  /// Whether the expression is written with `!`, `&&` or `||`, which give no number.
  private func isCondition(_ expression: Expression) -> Bool {
    switch expression {
    case .unary(.not, let operand): operand.type == .bit
    case .binary(.and, let left, _), .binary(.or, let left, _): left.type == .bit
    default: false
    }
  }

  /// Whether bits of the expression can be selected.
  private func isNamed(_ expression: Expression) -> Bool {
    switch expression {
    case .reference: true
    case .reinterpret(let operand, _): isNamed(operand)
    default: false
    }
  }

  private func slice(_ operand: Expression, _ low: Int, _ width: Int) -> String {
    guard let select = select(operand), isNamed(operand) else {
      // Only the lowest bits of anything else are taken.
      return operand.type.width == 1 ? print(operand) : "\(width)'(\(print(operand)))"
    }
    return signals.text(select.slice(Affine(low), width))
  }

  private func extend(_ operand: Expression, to type: HardwareType) -> String {
    let count = type.width - operand.type.width
    let text = print(operand)
    if count == 0 { return text }
    if profile.casts(operand) { return cast(operand, to: type.width) }
    guard operand.type.isSigned else { return concatenation([.zeros(count), operand]) }
    let sign = signBit(of: operand)
    if sign == text, count > 1 { return "{\(count + 1){\(sign)}}" }
    return count == 1 ? "{\(sign), \(text)}" : "{{\(count){\(sign)}}, \(text)}"
  }

  private func signBit(of operand: Expression) -> String {
    switch operand {
    case .reinterpret(let inner, _): signBit(of: inner)
    case .slice(let inner, let low, let width): slice(inner, low + width - 1, 1)
    default: slice(operand, operand.type.width - 1, 1)
    }
  }

  /// Zero as bits: `1'b0`, and of more bits `8'd0`.
  static func zero(_ width: Int) -> String { width == 1 ? "1'b0" : "\(width)'d0" }

  /// One bit is `1'b0` or `1'b1`, zero `8'd0`; numbers are decimal, and other bits binary or, of
  /// more than four, hexadecimal.
  private func literal(_ pattern: BitPattern, _ type: HardwareType) -> (String, Binding) {
    switch type {
    case .bit, .bits(1), .unsigned(1): return (pattern.bit(0) ? "1'b1" : "1'b0", .atom)
    case .bits(let width):
      if pattern == BitPattern(0, width: width) { return (Self.zero(width), .atom) }
      let binary = (0..<width).reversed().map { pattern.bit($0) ? "1" : "0" }.joined()
      return (width <= 4 ? "\(width)'b\(binary)" : "\(width)'h\(pattern.hexadecimal)", .atom)
    case .unsigned(let width):
      guard let value = BitPattern.unsignedValue(pattern) else {
        return ("\(width)'h\(pattern.hexadecimal)", .atom)
      }
      return ("\(width)'d\(value)", .atom)
    case .signed(let width):
      // The most negative number has no positive counterpart of the same width.
      guard width < 63, let value = pattern.signedValue, value != type.range?.lowerBound else {
        return ("\(width)'sh\(pattern.hexadecimal)", .atom)
      }
      return value < 0 ? ("-\(width)'sd\(-value)", .unary) : ("\(width)'sd\(value)", .atom)
    case .enumeration(let enumeration):
      return (enumerationCase(enumeration, BitPattern.unsignedValue(pattern) ?? 0), .atom)
    }
  }
}

extension String {
  func trimmingTrailingSpaces() -> String {
    var result = self
    while result.last == " " { result.removeLast() }
    return result
  }
}
