import HardwareIR

extension Legalization {
  /// A tree of sums, whose parts are called after the addends that they add: `sum_0_to_3`.
  mutating func legalizeSum(_ expression: Expression) -> Expression {
    let outer = addend
    defer { addend = outer }
    let (sum, count) = legalizeSum(expression, from: 0)
    wholeSum = (sum, sumName(0, count))
    return sum
  }

  private mutating func legalizeSum(
    _ expression: Expression, from first: Int
  ) -> (sum: Expression, count: Int) {
    switch expression {
    case .binary(.add, let left, let right):
      let low = legalizeSum(left, from: first)
      let high = legalizeSum(right, from: first + low.count)
      return (.binary(.add, low.sum, high.sum), low.count + high.count)
    case .extend(let operand, let type) where operand.isSum && operand.type.width < type.width:
      let inner = legalizeSum(operand, from: first)
      let isNamed = operand.type.isSigned && !profile.casts(inner.sum)
      let sum = isNamed ? named(inner.sum, as: sumName(first, inner.count)) : inner.sum
      return (.extend(sum, to: type), inner.count)
    default:
      addend = first
      return (legalize(expression, isRoot: false), 1)
    }
  }

  private func sumName(_ first: Int, _ count: Int) -> String {
    let base = sink == "sum" || sink.hasSuffix("_sum") ? sink : sink + "_sum"
    return "\(base)_\(first)_to_\(first + count - 1)"
  }

  /// What a wire for `value` is called after, if its name is free.
  func wanted(for value: Expression) -> String {
    if let wholeSum, wholeSum.sum == value { return wholeSum.name }
    let role = value.role
    // `sum` of a sum would say nothing new.
    let name = sink == role || sink.hasSuffix("_" + role) ? "\(sink)_full" : "\(sink)_\(role)"
    return addend.map { "\(name)_\($0)" } ?? name
  }
}

extension Expression {
  var isSum: Bool { if case .binary(.add, _, _) = self { true } else { false } }

  /// Whether this is a sum of three or more.
  var isSumOfMore: Bool {
    guard case .binary(.add, let left, let right) = self else { return false }
    return [left, right].contains { operand in
      if case .extend(let inner, _) = operand { inner.isSum } else { operand.isSum }
    }
  }

  /// Some bits of a signal: the signal and what a name says of the bits, `_bits_7_to_4`.
  var namedPart: (signal: String, suffix: String)? {
    switch self {
    case .reinterpret(let operand, _): return operand.namedPart
    case .slice(let operand, let low, let width):
      guard let name = operand.referenceName else { return nil }
      let bits = width == 1 ? "_bit_\(low)" : "_bits_\(low + width - 1)_to_\(low)"
      return (signalStem(name), bits)
    default: return nil
    }
  }
}
