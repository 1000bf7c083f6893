import HardwareIR

/// How two operands come to one type. The types of all results stand in the table "Types and
/// widths" of docs/language.md, and `WidthRuleTests` proves them.
///
/// Numbers of one sign are extended to the wider operand; nothing else is converted.
enum WidthRules {
  /// The operands brought to one type, or the mistake in pairing them.
  ///
  /// - Parameter count: the type of a sum of a literal and a number of no bits.
  static func unify(
    _ left: Signal, _ right: Signal, _ symbol: String, count: HardwareType? = nil
  ) -> Result<(Signal, Signal), Mistake> {
    if left.isLiteral, right.isLiteral {
      return .failure(
        Mistake(.typeMismatch, "'\(symbol)' joins two literals; give one a type with Signal(_, _)"))
    }
    if left.isLiteral { return join(left, right, count: count).map { ($1, $0) } }
    if right.isLiteral { return join(right, left, count: count) }
    switch (left.type, right.type) {
    case (.unsigned, .signed), (.signed, .unsigned):
      return .failure(
        Mistake(
          .signMixing,
          "'\(symbol)' joins \(left) (\(left.type)) and \(right) (\(right.type)); "
            + "convert the unsigned one with .toSigned()"))
    case (.unsigned(let a), .unsigned(let b)), (.signed(let a), .signed(let b)):
      let type = left.type.withWidth(max(a, b))
      return .success((left.widened(to: type), right.widened(to: type)))
    default:
      guard left.type == right.type else {
        return .failure(
          Mistake(
            .typeMismatch,
            "'\(symbol)' joins \(left) (\(left.type)) and \(right) (\(right.type)); "
              + remedy(joining: left, right)))
      }
      return .success((left, right))
    }
  }

  /// The operand that a literal meets, and the literal in its type. Where a generator says that a
  /// value may be constant, a number that is too large for it is met by a wider one.
  private static func join(
    _ literal: Signal, _ operand: Signal, count: HardwareType?
  ) -> Result<(Signal, Signal), Mistake> {
    if let count {
      // `count &+ 1` wraps at once.
      guard count.width > 0 else { return .success((operand, Signal(0, operand.type))) }
      return adapt(literal, to: count).map { (operand.widened(to: count), $0) }
    }
    guard case .integer(let value) = literal.node, operand.type.isNumber,
      let range = operand.type.range, !range.contains(value),
      let wider = operand.type.widened(toHold: value)
    else { return adapt(literal, to: operand.type).map { (operand, $0) } }
    if Recorder.current?.isPossiblyConstant == true {
      return .success((operand.widened(to: wider), Signal(value, wider)))
    }
    return .failure(
      Mistake(
        .literalRange,
        "literal \(value) does not fit \(operand.type) "
          + "(\(range.lowerBound)...\(range.upperBound)); "
          + "write Signal(\(value), .\(wider)), or use a wider type"))
  }

  /// A literal as a value of `type`.
  static func adapt(_ literal: Signal, to type: HardwareType) -> Result<Signal, Mistake> {
    guard case .integer(let value) = literal.node else { return .success(literal) }
    let typed = Signal(value, type)
    if let (rule, message) = typed.mistake { return .failure(Mistake(rule, message)) }
    return .success(typed)
  }

  /// `value` as something that may be assigned to `target`.
  static func assignable(_ value: Signal, to target: Signal) -> Result<Signal, Mistake> {
    if value.isLiteral { return adapt(value, to: target.type) }
    switch (value.type, target.type) {
    case (.unsigned(let from), .unsigned(let to)), (.signed(let from), .signed(let to)):
      guard from <= to else {
        return .failure(
          Mistake(
            .narrowing,
            "a value of \(from) bits does not fit \(target) (\(target.type)); "
              + "write .truncated(to: \(to)) or .saturated(to: \(to))"))
      }
      return .success(value.widened(to: target.type))
    case (.unsigned, .signed), (.signed, .unsigned):
      let remedy = target.type.isSigned ? ".toSigned() or .asSigned" : ".asUnsigned"
      return .failure(
        Mistake(
          .signMixing,
          "\(value) (\(value.type)) is assigned to \(target) (\(target.type)); "
            + "convert it with \(remedy)"))
    case (.bits(let from), .bits(let to)) where from != to:
      return .failure(
        Mistake(
          from > to ? .narrowing : .typeMismatch,
          "\(from) bits are assigned to \(target) (\(target.type)); write "
            + (from > to
              ? ".truncated(to: \(to)), or slice" : ".extended(to: \(to)), or concatenate")))
    default:
      guard value.type == target.type else {
        return .failure(
          Mistake(
            .typeMismatch,
            "\(value) (\(value.type)) is assigned to \(target) (\(target.type)); "
              + remedy(from: value.type, to: target.type)))
      }
      return .success(value)
    }
  }

  /// What makes two values of unlike types joinable by one operator.
  private static func remedy(joining left: Signal, _ right: Signal) -> String {
    switch (left.type, right.type) {
    case (.bit, .unsigned), (.unsigned, .bit): "write .asUnsigned behind the bit"
    case (.bit, .signed), (.signed, .bit): "write .asUnsigned.toSigned() behind the bit"
    case (.bits, .unsigned), (.unsigned, .bits): "write .asUnsigned behind the bits"
    case (.bits, .signed), (.signed, .bits): "write .asSigned behind the bits"
    case (.bit, .bits(let width)), (.bits(let width), .bit), (.bits(let width), .bits):
      "write .extended(to: \(max(width, left.width, right.width))) behind the narrower one"
    default: "convert one with .asBits, .asUnsigned or .asSigned"
    }
  }

  /// What makes a value of one kind one of another.
  static func remedy(from: HardwareType, to: HardwareType) -> String {
    switch (from, to) {
    case (.enumeration, .bit): "compare it with =="
    case (.enumeration, _), (_, .enumeration):
      "convert it with .asBits, .asUnsigned or .asSigned"
    case (_, .bit) where from.width < 2: from.width == 1 ? "write .asBits" : "write .isAnySet"
    case (_, .bit): "write [0], != 0 or .isAnySet"
    case (.bit, .bits(0)): "write .truncated(to: 0)"
    case (.bit, .bits(1)): "write concatenate(_)"
    case (.bit, .bits(let width)): "write .extended(to: \(width))"
    case (_, .bits): "convert it with .asBits"
    case (_, .unsigned): "convert it with .asUnsigned"
    case (_, .signed): "convert it with .asSigned"
    }
  }

  struct Mistake: Error {
    var rule: Diagnostic.Rule
    var message: String

    init(_ rule: Diagnostic.Rule, _ message: String) {
      self.rule = rule
      self.message = message
    }
  }
}

extension Signal {
  /// The same number in a wider type of the same kind.
  func widened(to type: HardwareType) -> Signal {
    self.type == type ? self : .operation(.extend, [self], type: type)
  }
}

extension HardwareType {
  /// The narrowest type of this kind that holds `value`; nil if none does.
  fileprivate func widened(toHold value: Int) -> HardwareType? {
    if isSigned { return withWidth(bitsToHold(value < 0 ? ~value : value) + 1) }
    return value < 0 ? nil : withWidth(bitsToHold(value))
  }
}
