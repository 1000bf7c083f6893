import HardwareIR

// Arithmetic. `+`, `-` and `*` are exact; `&+` and `&-` wrap, as on Swift's integers.

private func binary(
  _ operation: BinaryOperator, _ symbol: String, _ left: Signal, _ right: Signal,
  result: (HardwareType) -> HardwareType, accepts: (HardwareType) -> String?
) -> Signal {
  // A mistake has the type of the result, so that what it feeds is no second one.
  let likely = result(left.isLiteral ? right.type : left.type)
  for operand in [left, right] {
    if let (rule, message) = operand.mistake { return .mistaken(rule, message, type: likely) }
  }
  // A number of no bits stays 0 however it counts.
  let isCount = left.isLiteral != right.isLiteral && (left.isLiteral ? right : left).width == 0
  let count = isCount && (operation == .add || operation == .subtract) ? likely : nil
  switch WidthRules.unify(left, right, symbol, count: count) {
  case .failure(let mistake): return .mistaken(mistake.rule, mistake.message, type: likely)
  case .success(let (left, right)):
    if let refusal = accepts(left.type) {
      return .mistaken(.typeMismatch, "'\(symbol)' \(refusal)", type: likely)
    }
    let type = count ?? result(left.type)
    let operands: [Signal]
    if operation == .add || operation == .subtract {
      operands = [left.widened(to: type), right.widened(to: type)]
    } else {
      operands = [left, right]
    }
    return .operation(.binary(operation), operands, type: type)
  }
}

private func numbersOnly(_ type: HardwareType) -> String? {
  switch type {
  case .unsigned, .signed: nil
  default: "takes numbers, not \(type); convert with .asUnsigned or .asSigned"
  }
}

private func anything(_ type: HardwareType) -> String? { nil }

/// `left` and `right` joined as conditions.
private func logic(
  _ operation: BinaryOperator, _ symbol: String, _ left: Signal, _ right: Signal
) -> Signal {
  for operand in [left, right] where operand.mistake == nil && !operand.isLiteral {
    if let mistake = mistake(inCondition: operand, of: "'\(symbol)'") { return mistake }
  }
  return binary(operation, symbol, left, right, result: { _ in .bit }, accepts: anything)
}

private func mistake(inCondition condition: Signal, of call: String) -> Signal? {
  guard condition.type != .bit else { return nil }
  return .mistaken(
    .typeMismatch,
    "\(call) takes conditions (bit), not \(condition) (\(condition.type)); "
      + WidthRules.remedy(from: condition.type, to: .bit), type: .bit)
}

private func noEnumeration(_ type: HardwareType) -> String? {
  if case .enumeration = type { "does not take the enumeration \(type)" } else { nil }
}

extension Signal {
  public static func + (left: Signal, right: Signal) -> Signal {
    binary(.add, "+", left, right, result: { $0.withWidth($0.width + 1) }, accepts: numbersOnly)
  }

  public static func - (left: Signal, right: Signal) -> Signal {
    binary(
      .subtract, "-", left, right, result: { $0.withWidth($0.width + 1) },
      accepts: { type in
        if case .unsigned = type {
          "may go below zero for unsigned operands; use &- to wrap or .toSigned()"
        } else {
          numbersOnly(type)
        }
      })
  }

  public static func &+ (left: Signal, right: Signal) -> Signal {
    binary(.add, "&+", left, right, result: { $0 }, accepts: numbersOnly)
  }

  public static func &- (left: Signal, right: Signal) -> Signal {
    binary(.subtract, "&-", left, right, result: { $0 }, accepts: numbersOnly)
  }

  /// The exact product; its width is the sum of the operands' own widths.
  public static func * (left: Signal, right: Signal) -> Signal {
    for operand in [left, right] {
      if let (rule, message) = operand.mistake {
        return .mistaken(rule, message, type: operand.type)
      }
    }
    guard !left.isLiteral, !right.isLiteral else {
      return .mistaken(
        .typeMismatch, "'*' needs typed operands; give the literal a type with Signal(_, _)",
        type: left.type)
    }
    switch (left.type, right.type) {
    case (.unsigned(let a), .unsigned(let b)), (.signed(let a), .signed(let b)):
      return .operation(.binary(.multiply), [left, right], type: left.type.withWidth(a + b))
    case (.unsigned, .signed), (.signed, .unsigned):
      return .mistaken(
        .signMixing,
        "'*' joins \(left) (\(left.type)) and \(right) (\(right.type)); "
          + "convert the unsigned one with .toSigned()", type: left.type)
    default:
      return .mistaken(
        .typeMismatch, "'*' takes numbers, not \(left.type) and \(right.type)", type: left.type)
    }
  }
}

extension Signal {
  /// The exact negative of a signed number, one bit wider, as that of the lowest number needs it.
  public static prefix func - (operand: Signal) -> Signal {
    if operand.mistake != nil { return operand }
    if let mistake = operand.untyped("'-'") { return mistake }
    guard case .signed(let width) = operand.type else {
      let remedy =
        if case .unsigned = operand.type { ".toSigned()" } else { ".asSigned" }
      return .mistaken(
        .signMixing,
        "'-' takes a signed number, not \(operand) (\(operand.type)); convert it with \(remedy)",
        type: operand.type)
    }
    return .operation(
      .unary(.negate), [operand.widened(to: .signed(width + 1))], type: .signed(width + 1))
  }
}

// Comparison.

extension Signal {
  public static func == (left: Signal, right: Signal) -> Signal {
    binary(.equal, "==", left, right, result: { _ in .bit }, accepts: anything)
  }

  public static func != (left: Signal, right: Signal) -> Signal {
    binary(.notEqual, "!=", left, right, result: { _ in .bit }, accepts: anything)
  }

  public static func < (left: Signal, right: Signal) -> Signal {
    binary(.less, "<", left, right, result: { _ in .bit }, accepts: numbersOnly)
  }

  public static func <= (left: Signal, right: Signal) -> Signal {
    binary(.lessOrEqual, "<=", left, right, result: { _ in .bit }, accepts: numbersOnly)
  }

  public static func > (left: Signal, right: Signal) -> Signal {
    binary(.greater, ">", left, right, result: { _ in .bit }, accepts: numbersOnly)
  }

  public static func >= (left: Signal, right: Signal) -> Signal {
    binary(.greaterOrEqual, ">=", left, right, result: { _ in .bit }, accepts: numbersOnly)
  }
}

// Logic. `&&`, `||` and `!` are for conditions and bind as in Swift; `&`, `|`, `^` and `~` work bit
// by bit.

extension Signal {
  public static func & (left: Signal, right: Signal) -> Signal {
    binary(.and, "&", left, right, result: { $0 }, accepts: noEnumeration)
  }

  public static func | (left: Signal, right: Signal) -> Signal {
    binary(.or, "|", left, right, result: { $0 }, accepts: noEnumeration)
  }

  public static func ^ (left: Signal, right: Signal) -> Signal {
    binary(.xor, "^", left, right, result: { $0 }, accepts: noEnumeration)
  }

  public static func && (left: Signal, right: Signal) -> Signal {
    logic(.and, "&&", left, right)
  }

  public static func || (left: Signal, right: Signal) -> Signal {
    logic(.or, "||", left, right)
  }

  public static prefix func ~ (operand: Signal) -> Signal {
    operand.untyped("'~'") ?? .operation(.unary(.not), [operand], type: operand.type)
  }

  public static prefix func ! (operand: Signal) -> Signal {
    if let (rule, message) = operand.mistake { return .mistaken(rule, message, type: .bit) }
    if let mistake = operand.untyped("'!'") { return mistake }
    guard operand.type == .bit else {
      return .mistaken(
        .typeMismatch, "'!' takes a condition (bit), not \(operand.type); use ~ or == 0",
        type: .bit)
    }
    return ~operand
  }

  /// Whether any bit is 1.
  public var isAnySet: Signal {
    untyped("isAnySet") ?? .operation(.unary(.anyBit), [self], type: .bit)
  }

  /// Whether every bit is 1.
  public var areAllSet: Signal {
    untyped("areAllSet") ?? .operation(.unary(.allBits), [self], type: .bit)
  }
}

/// `condition ? first : second`, in hardware.
public func mux(_ condition: Signal, _ first: Signal, _ second: Signal) -> Signal {
  for operand in [condition, first, second] {
    if let (rule, message) = operand.mistake { return .mistaken(rule, message, type: first.type) }
  }
  if condition.isLiteral {
    switch WidthRules.adapt(condition, to: .bit) {
    case .failure(let mistake): return .mistaken(mistake.rule, mistake.message, type: first.type)
    case .success(let bit): return mux(bit, first, second)
    }
  }
  guard condition.type == .bit else {
    return .mistaken(
      .typeMismatch, "mux selects by a condition (bit), not \(condition.type); compare first",
      type: first.type)
  }
  switch WidthRules.unify(first, second, "mux") {
  case .failure(let mistake): return .mistaken(mistake.rule, mistake.message, type: first.type)
  case .success(let (first, second)):
    return .operation(.select, [condition, first, second], type: first.type)
  }
}

/// The parts side by side as bits; the first is the most significant. Of no parts it has no bits.
public func concatenate(_ parts: [Signal]) -> Signal {
  if parts.contains(where: { $0.isLiteral }) {
    return .mistaken(
      .typeMismatch, "concatenate needs typed parts; give the literal a type with Signal(_, _)",
      type: .bits(1))
  }
  if let (rule, message) = parts.lazy.compactMap(\.mistake).first {
    return .mistaken(rule, message, type: .bits(1))
  }
  guard !parts.isEmpty else { return Signal(0, .bits(0)) }
  if parts.count == 1 { return parts[0].asBits }
  return .operation(.concatenation, parts, type: .bits(parts.reduce(0) { $0 + $1.width }))
}

public func concatenate(_ parts: Signal...) -> Signal { concatenate(parts) }

/// The sum of `terms` as a balanced tree: one bit wider per level.
public func sum(of terms: [Signal]) -> Signal {
  guard let first = terms.first else {
    return .mistaken(
      .typeMismatch, "sum(of:) has no terms, and so no type; give at least one", type: .unsigned(1))
  }
  guard terms.allSatisfy({ $0.mistake == nil }) else { return total(terms[...]) }
  if let refusal = first.isLiteral ? nil : numbersOnly(first.type) {
    return .mistaken(.typeMismatch, "sum(of:) \(refusal)", type: first.type)
  }
  return total(terms[...]).said(by: "sum(of:)", insteadOf: "'+'")
}

private func total(_ terms: ArraySlice<Signal>) -> Signal {
  if terms.count == 1 { return terms[terms.startIndex] }
  let middle = terms.startIndex + terms.count / 2
  return total(terms[..<middle]) + total(terms[middle...])
}

/// Whether any of the conditions holds; 0 for none.
public func anyOf(_ conditions: [Signal]) -> Signal {
  mistake(inConditions: conditions, of: "anyOf") ?? joined(conditions[...], empty: 0) { $0 || $1 }
}

/// Whether all of the conditions hold; 1 for none.
public func allOf(_ conditions: [Signal]) -> Signal {
  mistake(inConditions: conditions, of: "allOf") ?? joined(conditions[...], empty: 1) { $0 && $1 }
}

private func mistake(inConditions conditions: [Signal], of call: String) -> Signal? {
  for condition in conditions where condition.mistake == nil && !condition.isLiteral {
    if let mistake = mistake(inCondition: condition, of: call) { return mistake }
  }
  return nil
}

/// A balanced tree of short chains, which read better than pairs: a thousand conditions are four
/// chains above each other.
private func joined(
  _ conditions: ArraySlice<Signal>, empty: Int, _ join: (Signal, Signal) -> Signal
) -> Signal {
  guard let first = conditions.first else { return Signal(empty, .bit) }
  let chainMax = 8
  if conditions.count <= chainMax { return conditions.dropFirst().reduce(first, join) }
  let part = (conditions.count + chainMax - 1) / chainMax
  let parts = stride(from: conditions.startIndex, to: conditions.endIndex, by: part).map { start in
    joined(conditions[start..<min(start + part, conditions.endIndex)], empty: empty, join)
  }
  return joined(parts[...], empty: empty, join)
}
