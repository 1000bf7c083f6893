/// The least and the largest number that a value can be.
typealias ValueRange = ClosedRange<Int>

extension HardwareType {
  /// What any value of this type can be; nil where that leaves no room to reckon with. That one
  /// without bits is 0 decides nothing: another width would have been written the same.
  var valueRange: ValueRange? { (1...60).contains(width) ? range : nil }
}

extension BitPattern {
  /// The number that the pattern is in `type`.
  func number(as type: HardwareType) -> Int? {
    guard (1...60).contains(width), let signed = signedValue else { return nil }
    return type.isSigned ? signed : signed & ((1 << width) - 1)
  }
}

extension ValueRange {
  var constant: Int? { lowerBound == upperBound ? lowerBound : nil }

  init(constant: Int) { self = constant...constant }

  func union(_ other: ValueRange) -> ValueRange {
    Swift.min(lowerBound, other.lowerBound)...Swift.max(upperBound, other.upperBound)
  }

  /// Whether every number here is in `other`.
  func isWithin(_ other: ValueRange) -> Bool {
    other.lowerBound <= lowerBound && upperBound <= other.upperBound
  }
}

extension ValueRange {
  /// Bits of the number in two's complement; nil where they may be any.
  func slice(low: Int, width: Int) -> ValueRange? {
    guard low < 60, width < 60, (lowerBound >> (low + width)) == (upperBound >> (low + width))
    else {
      return nil
    }
    // Above the slice both ends are equal, so the bits in it count up.
    let ones = (1 << width) - 1
    return ((lowerBound >> low) & ones)...((upperBound >> low) & ones)
  }

  /// The same bits as a number of another sign; nil where they may be any.
  func reinterpreted(as type: HardwareType) -> ValueRange? {
    guard let all = type.valueRange, !isWithin(all) else { return self }
    let turn = 1 << type.width
    let offset = lowerBound < all.lowerBound ? turn : -turn
    let moved = lowerBound + offset...upperBound + offset
    return moved.isWithin(all) ? moved : nil
  }
}

extension BinaryOperator {
  /// What a comparison of a value with itself is.
  var resultOfEqualOperands: Bool? {
    switch self {
    case .equal, .lessOrEqual, .greaterOrEqual: true
    case .notEqual, .less, .greater: false
    default: nil
    }
  }

  /// The result for operands in these ranges, where it does not depend on the type; nil for any.
  func range(_ left: ValueRange, _ right: ValueRange) -> ValueRange? {
    switch self {
    case .add:
      return left.lowerBound + right.lowerBound...left.upperBound + right.upperBound
    case .subtract:
      return left.lowerBound - right.upperBound...left.upperBound - right.lowerBound
    case .multiply: return Self.products(left, right)
    case .and where left.lowerBound >= 0 && right.lowerBound >= 0:
      if let a = left.constant, let b = right.constant { return ValueRange(constant: a & b) }
      return 0...Swift.min(left.upperBound, right.upperBound)
    case .or where left.lowerBound >= 0 && right.lowerBound >= 0:
      let bits = bitsToHold(Swift.max(left.upperBound, right.upperBound))
      return Swift.max(left.lowerBound, right.lowerBound)...((1 << bits) - 1)
    case .xor where left.constant != nil && right.constant != nil:
      return ValueRange(constant: left.lowerBound ^ right.lowerBound)
    case .shiftRight where left.lowerBound >= 0:
      return (left.lowerBound >> right.upperBound)...(left.upperBound >> right.lowerBound)
    case .and, .or, .xor, .shiftLeft, .shiftRight: return nil
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual:
      return comparison(left, right).map { ValueRange(constant: $0 ? 1 : 0) }
    }
  }

  private static func products(_ left: ValueRange, _ right: ValueRange) -> ValueRange? {
    var result: ValueRange?
    for a in [left.lowerBound, left.upperBound] {
      for b in [right.lowerBound, right.upperBound] {
        let (product, overflows) = a.multipliedReportingOverflow(by: b)
        guard !overflows else { return nil }
        let point = ValueRange(constant: product)
        result = result?.union(point) ?? point
      }
    }
    return result
  }

  /// What a comparison of numbers in these ranges is, where that is certain.
  private func comparison(_ left: ValueRange, _ right: ValueRange) -> Bool? {
    switch self {
    case .equal:
      if !left.overlaps(right) { return false }
      return left.constant != nil && left.constant == right.constant ? true : nil
    case .notEqual: return BinaryOperator.equal.comparison(left, right).map { !$0 }
    case .less:
      if left.upperBound < right.lowerBound { return true }
      return left.lowerBound >= right.upperBound ? false : nil
    case .lessOrEqual: return BinaryOperator.less.comparison(right, left).map { !$0 }
    case .greater: return BinaryOperator.less.comparison(right, left)
    case .greaterOrEqual: return BinaryOperator.less.comparison(left, right).map { !$0 }
    default: return nil
    }
  }
}

extension UnaryOperator {
  /// The result for an operand of `type` in `operand`; nil for any.
  func range(_ operand: ValueRange, _ type: HardwareType) -> ValueRange? {
    guard let all = type.valueRange else { return nil }
    switch self {
    case .not:
      let sum = all.lowerBound + all.upperBound
      return sum - operand.upperBound...sum - operand.lowerBound
    case .negate: return -operand.upperBound...(-operand.lowerBound)
    case .anyBit:
      if operand == ValueRange(constant: 0) { return operand }
      return operand.contains(0) ? nil : ValueRange(constant: 1)
    case .allBits:
      let ones = type.isSigned ? -1 : all.upperBound
      if operand == ValueRange(constant: ones) { return ValueRange(constant: 1) }
      return operand.contains(ones) ? nil : ValueRange(constant: 0)
    case .parity: return nil
    }
  }
}
