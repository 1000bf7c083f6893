/// Arithmetic of two's complement at any width. Operands of one operation have one width, and
/// results wrap to it, unless said otherwise.
extension BitPattern {
  static func zero(_ width: Int) -> BitPattern { BitPattern(0, width: width) }
  static func ones(_ width: Int) -> BitPattern { BitPattern(-1, width: width) }

  init(_ truth: Bool) { self.init(truth ? 1 : 0, width: 1) }

  var isZero: Bool { words.allSatisfy { $0 == 0 } }
  var isAllOnes: Bool { self == .ones(width) }
  var isNegative: Bool { bit(width - 1) }
  var hasOddParity: Bool { words.reduce(0) { $0 ^ $1 }.nonzeroBitCount % 2 == 1 }

  /// The least or the greatest pattern of `width` bits.
  static func least(_ width: Int, isSigned: Bool) -> BitPattern {
    isSigned ? one(at: width - 1, width: width) : zero(width)
  }

  static func greatest(_ width: Int, isSigned: Bool) -> BitPattern {
    least(width, isSigned: isSigned).inverted
  }

  private static func one(at index: Int, width: Int) -> BitPattern {
    BitPattern(1, width: width).shiftedLeft(by: index)
  }

  // MARK: Parts

  /// Sign- or zero-extended, or cut off.
  func resized(to width: Int, isSigned: Bool) -> BitPattern {
    guard isSigned, isNegative, width > self.width else {
      return BitPattern(truncating: words, width: width)
    }
    let count = (width + 63) / 64
    var result = words + [UInt64](repeating: .max, count: count - words.count)
    if self.width % 64 != 0 { result[self.width / 64] |= .max << UInt64(self.width % 64) }
    return BitPattern(truncating: result, width: width)
  }

  func slice(low: Int, width: Int) -> BitPattern {
    BitPattern(truncating: shiftedRight(by: low, isSigned: false).words, width: width)
  }

  /// The bits of `parts` in a row, the first on top.
  static func joined(_ parts: [BitPattern]) -> BitPattern? {
    guard var result = parts.first else { return nil }
    for part in parts.dropFirst() {
      let width = result.width + part.width
      let high = result.resized(to: width, isSigned: false).shiftedLeft(by: part.width)
      result = high.combined(part.resized(to: width, isSigned: false), |)
    }
    return result
  }

  // MARK: Operators

  func combined(
    _ other: BitPattern, _ operation: (UInt64, UInt64) -> UInt64
  ) -> BitPattern {
    BitPattern(truncating: zip(words, other.words).map(operation), width: width)
  }

  var inverted: BitPattern { BitPattern(truncating: words.map(~), width: width) }

  var negated: BitPattern { inverted.sum(with: BitPattern(1, width: width)) }

  func sum(with other: BitPattern) -> BitPattern {
    var carry = false
    var result: [UInt64] = []
    for (left, right) in zip(words, other.words) {
      let (partial, first) = left.addingReportingOverflow(right)
      let (word, second) = partial.addingReportingOverflow(carry ? 1 : 0)
      result.append(word)
      carry = first || second
    }
    return BitPattern(truncating: result, width: width)
  }

  func difference(from other: BitPattern) -> BitPattern {
    sum(with: other.inverted).sum(with: BitPattern(1, width: width))
  }

  /// Exact: as wide as both operands together.
  func product(with other: BitPattern, isSigned: Bool) -> BitPattern {
    let width = width + other.width
    let left = resized(to: width, isSigned: isSigned).words
    let right = other.resized(to: width, isSigned: isSigned).words
    var result = [UInt64](repeating: 0, count: left.count)
    for (low, factor) in left.enumerated() {
      var carry: UInt64 = 0
      for index in low..<result.count {
        let (high, partial) = factor.multipliedFullWidth(by: right[index - low])
        let (first, overflow) = result[index].addingReportingOverflow(partial)
        let (second, overflowAgain) = first.addingReportingOverflow(carry)
        result[index] = second
        carry = high &+ (overflow ? 1 : 0) &+ (overflowAgain ? 1 : 0)
      }
    }
    return BitPattern(truncating: result, width: width)
  }

  func isLess(than other: BitPattern, isSigned: Bool) -> Bool {
    if isSigned, isNegative != other.isNegative { return isNegative }
    for (left, right) in zip(words, other.words).reversed() where left != right {
      return left < right
    }
    return false
  }

  func shiftedLeft(by amount: Int) -> BitPattern {
    guard amount < width else { return .zero(width) }
    let (skipped, bits) = (amount / 64, UInt64(amount % 64))
    var result = [UInt64](repeating: 0, count: words.count)
    for index in skipped..<words.count {
      result[index] = words[index - skipped] << bits
      if bits > 0, index > skipped { result[index] |= words[index - skipped - 1] >> (64 - bits) }
    }
    return BitPattern(truncating: result, width: width)
  }

  func shiftedRight(by amount: Int, isSigned: Bool) -> BitPattern {
    let amount = min(amount, width)
    // An extension by the amount has above the result what moves in.
    let wide = resized(to: width + amount, isSigned: isSigned).words
    let (skipped, bits) = (amount / 64, UInt64(amount % 64))
    let result = (skipped..<wide.count).map { index in
      let high = index + 1 < wide.count && bits > 0 ? wide[index + 1] << (64 - bits) : 0
      return wide[index] >> bits | high
    }
    return BitPattern(truncating: result, width: width)
  }

  /// The pattern as an amount to shift by, which no width reaches if it is large.
  var shiftAmount: Int {
    words.dropFirst().allSatisfy { $0 == 0 } && words[0] < UInt64(Int32.max)
      ? Int(words[0]) : Int(Int32.max)
  }
}
