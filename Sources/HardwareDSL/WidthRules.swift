import HardwareIR

/// How two operands come to one type. The types of all results stand in the table "Types and
/// widths" of docs/language.md, and `WidthRuleTests` proves them.
///
/// Numbers of one sign are extended to the wider operand; nothing else is converted.
enum WidthRules {
  /// The operands brought to one type, or the mistake in pairing them.
  static func unify(
    _ left: Signal, _ right: Signal, _ symbol: String
  ) -> Result<(Signal, Signal), Mistake> {
    if left.isLiteral, right.isLiteral {
      return .failure(
        Mistake(.typeMismatch, "'\(symbol)' joins two literals; give one a type with Signal(_, _)"))
    }
    if left.isLiteral { return adapt(left, to: right.type).map { ($0, right) } }
    if right.isLiteral { return adapt(right, to: left.type).map { (left, $0) } }
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
              + "convert one with .asBits, .asUnsigned or .asSigned"))
      }
      return .success((left, right))
    }
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
          "\(from) bits are assigned to \(target) (\(target.type)); "
            + "slice or concatenate to \(to) bits"))
    default:
      guard value.type == target.type else {
        return .failure(
          Mistake(
            .typeMismatch,
            "\(value) (\(value.type)) is assigned to \(target) (\(target.type)); "
              + "convert it with .asBits, .asUnsigned or .asSigned"))
      }
      return .success(value)
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
