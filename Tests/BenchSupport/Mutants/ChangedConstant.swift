import HardwareIR

/// A constant that a slip has made another.
struct ChangedConstant {
  var pattern: BitPattern
  var other: BitPattern

  /// Nil unless one constant of the text is all that differs.
  init?(_ module: ModuleDefinition, _ changed: ModuleDefinition) {
    var constants: [[BitPattern]] = [[], []]
    for (index, module) in [module, changed].enumerated() {
      for statement in module.statements {
        statement.forEachExpression { Self.collect($0, &constants[index]) }
      }
    }
    guard constants[0].count == constants[1].count,
      let pair = zip(constants[0], constants[1]).first(where: { $0 != $1 })
    else { return nil }
    (pattern, other) = pair
  }

  /// That a value is the constant, and that of the mutant the other; nil for other widths.
  func isOff(_ value: Expression, _ mutated: Expression) -> Expression? {
    guard pattern.width == value.type.width else { return nil }
    return .binary(
      .and, .binary(.equal, value, .literal(pattern, value.type)),
      .binary(.equal, mutated, .literal(other, value.type)))
  }

  private static func collect(_ expression: Expression, _ patterns: inout [BitPattern]) {
    if case .literal(let pattern, _) = expression { patterns.append(pattern) }
    for operand in expression.operands { collect(operand, &patterns) }
  }
}
