import HardwareIR

/// What drives one bit: a bit of a signal, or of a value that is computed.
struct BitSource: Hashable {
  var value: Expression
  var bit: Int
}

/// Where the bits of expressions come from in a module, through copies, slices and extensions.
struct BitSources {
  /// What signals are assigned as a whole, whatever the conditions.
  private let values: [String: Expression]

  init(_ module: ModuleDefinition) {
    var values: [String: Expression] = [:]
    for case .assign(let target, let value, _) in module.statements where target.bits == nil {
      values[target.name] = value
    }
    self.values = values
  }

  /// The sources of the bits, the lowest first; nil for those of constants.
  func of(_ expression: Expression) -> [BitSource?] { of(expression, copies: values.count) }

  /// - Parameter copies: How many signals are looked through, at most: a loop ends there.
  private func of(_ expression: Expression, copies: Int) -> [BitSource?] {
    switch expression {
    case .literal(_, let type): return Array(repeating: nil, count: type.width)
    case .reference(let name, _):
      guard copies > 0, let value = values[name] else { break }
      return of(value, copies: copies - 1)
    case .slice(let operand, let low, let width):
      return Array(of(operand, copies: copies).dropFirst(low).prefix(width))
    case .concatenation(let parts):
      return parts.reversed().flatMap { of($0, copies: copies) }
    case .extend(let operand, let type):
      let bits = of(operand, copies: copies)
      let top = operand.type.isSigned ? bits.last ?? nil : nil
      return bits + Array(repeating: top, count: max(0, type.width - bits.count))
    case .reinterpret(let operand, _): return of(operand, copies: copies)
    case .unary, .binary, .select: break
    }
    return (0..<expression.type.width).map { BitSource(value: expression, bit: $0) }
  }
}
