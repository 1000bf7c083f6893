import HardwareIR

extension ExpressionPrinter {
  /// Where a signal, or bits of one, lie; nil for anything else.
  func select(_ expression: Expression) -> SignalSelect? {
    if case .concatenation = expression { return nil }
    return signals.select(expression)
  }

  /// Parts side by side; neighbours in a vector are one part, and so are zeros.
  func concatenation(_ parts: [Expression]) -> String {
    var texts: [String] = []
    var pending: SignalSelect?
    func flush() {
      if let pending { texts.append(signals.text(pending)) }
      pending = nil
    }
    let parts = flat(parts)
    for part in parts {
      guard let next = select(part) else {
        flush()
        texts.append(print(part))
        continue
      }
      if let high = pending, let joined = next.joined(high, signals.declaredWidth(next.base)) {
        pending = joined
      } else {
        flush()
        pending = next
      }
    }
    flush()
    return texts.count == 1 && parts.count > 1 ? texts[0] : "{\(texts.joined(separator: ", "))}"
  }

  /// The parts, with those of concatenations and extensions among them in their place.
  private func flat(_ parts: [Expression]) -> [Expression] {
    var result: [Expression] = []
    for part in parts.flatMap(innerParts) {
      if let last = result.last, last.isZero, part.isZero {
        result[result.count - 1] = .zeros(last.type.width + part.type.width)
      } else {
        result.append(part)
      }
    }
    return result
  }

  private func innerParts(_ part: Expression) -> [Expression] {
    switch part {
    case .reinterpret(let operand, _):
      // Parts have no sign; but what names bits by their signal stays as it is.
      select(part) == nil ? innerParts(operand) : [part]
    case .concatenation(let parts): parts.flatMap(innerParts)
    case .extend(let operand, let type)
    where !operand.type.isSigned && type.width > operand.type.width && !profile.casts(operand):
      [.zeros(type.width - operand.type.width)] + innerParts(operand)
    default: [part]
    }
  }

  /// `|waits` for the disjunction of all bits of a vector, and the like.
  func reduction(
    _ operation: BinaryOperator, _ left: Expression, _ right: Expression
  ) -> String? {
    guard operation == .or || operation == .and, left.type == .bit else { return nil }
    var leaves: [SignalSelect] = []
    func collect(_ expression: Expression) -> Bool {
      if case .binary(operation, let left, let right) = expression {
        return collect(left) && collect(right)
      }
      guard let select = select(expression), !select.isWhole,
        signals.declaredWidth(select.base) != nil
      else { return false }
      leaves.append(select)
      return true
    }
    guard collect(left), collect(right) else { return nil }
    var all = leaves[0]
    for leaf in leaves.dropFirst() {
      guard let joined = all.joined(leaf, signals.declaredWidth(leaf.base)) else { return nil }
      all = joined
    }
    return (operation == .or ? "|" : "&") + signals.text(all)
  }
}

extension Expression {
  /// So many bits that are 0.
  static func zeros(_ count: Int) -> Expression {
    .literal(BitPattern(0, width: count), HardwareType.bit.withWidth(count))
  }

  fileprivate var isZero: Bool {
    guard case .literal(let pattern, let type) = self, !type.isEnumeration else { return false }
    return pattern == BitPattern(0, width: type.width)
  }
}
