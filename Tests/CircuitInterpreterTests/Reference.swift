import HardwareIR

/// A word as a list of bits, lowest first, and arithmetic as on paper: the judge of the
/// interpreter, with nothing in common with it.
struct PaperNumber: Equatable, CustomStringConvertible {
  var bits: [Bool]
  var isSigned: Bool

  init(bits: [Bool], isSigned: Bool) {
    self.bits = bits
    self.isSigned = isSigned
  }

  init(_ value: Int, _ type: HardwareType) {
    bits = (0..<type.width).map { value >> min($0, 63) & 1 == 1 }
    isSigned = type.isSigned
  }

  var width: Int { bits.count }
  var isNegative: Bool { isSigned && bits.last == true }
  var description: String { String(bits.reversed().map { $0 ? "1" : "0" }) }

  /// 32-bit words, low word first.
  var words: [UInt32] {
    stride(from: 0, to: width, by: 32).map { start in
      bits[start..<min(start + 32, width)].enumerated().reduce(0) { word, bit in
        word | (bit.element ? 1 << UInt32(bit.offset) : 0)
      }
    }
  }

  /// The same number in more bits, or its low bits.
  func resized(_ width: Int) -> PaperNumber {
    let fill = [Bool](repeating: isNegative, count: max(0, width - self.width))
    return PaperNumber(bits: Array(bits.prefix(width)) + fill, isSigned: isSigned)
  }

  static func + (left: PaperNumber, right: PaperNumber) -> PaperNumber {
    var (sum, carry) = (left.bits, false)
    for (place, other) in right.bits.prefix(left.width).enumerated() {
      let bit = sum[place]
      sum[place] = (bit != other) != carry
      carry = bit && other || carry && (bit || other)
    }
    return PaperNumber(bits: Array(sum.prefix(right.width)), isSigned: left.isSigned)
  }

  static prefix func - (number: PaperNumber) -> PaperNumber {
    let inverse = PaperNumber(bits: number.bits.map { !$0 }, isSigned: number.isSigned)
    var one = [Bool](repeating: false, count: number.width)
    one[0] = true
    return inverse + PaperNumber(bits: one, isSigned: number.isSigned)
  }

  static func * (left: PaperNumber, right: PaperNumber) -> PaperNumber {
    let width = left.width + right.width
    let factor = left.resized(width)
    var result = PaperNumber(
      bits: [Bool](repeating: false, count: width), isSigned: left.isSigned)
    for (place, bit) in right.resized(width).bits.enumerated() where bit {
      result = result + factor.shifted(left: place)
    }
    return result
  }

  func shifted(left amount: Int) -> PaperNumber {
    let zeros = [Bool](repeating: false, count: min(amount, width))
    return PaperNumber(bits: zeros + bits.prefix(width - zeros.count), isSigned: isSigned)
  }

  func shifted(right amount: Int) -> PaperNumber {
    PaperNumber(bits: Array(bits.dropFirst(amount)), isSigned: isSigned).bits.isEmpty
      ? PaperNumber(bits: [Bool](repeating: isNegative, count: width), isSigned: isSigned)
      : PaperNumber(
        bits: Array(bits.dropFirst(amount))
          + [Bool](repeating: isNegative, count: min(amount, width)), isSigned: isSigned)
  }

  static func < (left: PaperNumber, right: PaperNumber) -> Bool {
    if left.isNegative != right.isNegative { return left.isNegative }
    for (a, b) in zip(left.bits, right.bits).reversed() where a != b { return b }
    return false
  }

  /// As an amount: anything above a million is as good as a million.
  var amount: Int {
    bits.enumerated().reduce(0) { sum, bit in
      bit.element ? min(1_000_000, sum + (bit.offset < 20 ? 1 << bit.offset : 1_000_000)) : sum
    }
  }
}

/// What an expression means.
struct PaperEvaluator {
  var signals: [String: PaperNumber]

  func value(_ expression: Expression) -> PaperNumber {
    var result = raw(expression)
    result.isSigned = expression.type.isSigned
    precondition(result.width == expression.type.width)
    return result
  }

  private func raw(_ expression: Expression) -> PaperNumber {
    switch expression {
    case .literal(let pattern, let type):
      return PaperNumber(bits: (0..<pattern.width).map { pattern.bit($0) }, isSigned: type.isSigned)
    case .reference(let name, _): return signals[name]!
    case .unary(let operation, let operand):
      let a = value(operand)
      switch operation {
      case .not: return PaperNumber(bits: a.bits.map { !$0 }, isSigned: a.isSigned)
      case .negate: return -a
      case .anyBit: return bit(a.bits.contains(true))
      case .allBits: return bit(!a.bits.contains(false))
      case .parity: return bit(a.bits.filter { $0 }.count % 2 == 1)
      }
    case .binary(let operation, let left, let right):
      return binary(operation, value(left), value(right))
    case .select(let condition, let then, let otherwise):
      return value(condition).bits[0] ? value(then) : value(otherwise)
    case .slice(let operand, let low, let width):
      return PaperNumber(
        bits: Array(value(operand).bits[low..<(low + width)]), isSigned: false)
    case .concatenation(let parts):
      return PaperNumber(bits: parts.reversed().flatMap { value($0).bits }, isSigned: false)
    case .extend(let operand, let type): return value(operand).resized(type.width)
    case .reinterpret(let operand, _): return value(operand)
    }
  }

  private func binary(
    _ operation: BinaryOperator, _ a: PaperNumber, _ b: PaperNumber
  ) -> PaperNumber {
    switch operation {
    case .add: a + b
    case .subtract: a + -b
    case .multiply: a * b
    case .and: PaperNumber(bits: zip(a.bits, b.bits).map { $0 && $1 }, isSigned: a.isSigned)
    case .or: PaperNumber(bits: zip(a.bits, b.bits).map { $0 || $1 }, isSigned: a.isSigned)
    case .xor: PaperNumber(bits: zip(a.bits, b.bits).map { $0 != $1 }, isSigned: a.isSigned)
    case .equal: bit(a.bits == b.bits)
    case .notEqual: bit(a.bits != b.bits)
    case .less: bit(a < b)
    case .lessOrEqual: bit(!(b < a))
    case .greater: bit(b < a)
    case .greaterOrEqual: bit(!(a < b))
    case .shiftLeft: a.shifted(left: b.amount)
    case .shiftRight: a.shifted(right: b.amount)
    }
  }

  private func bit(_ value: Bool) -> PaperNumber { PaperNumber(bits: [value], isSigned: false) }
}
