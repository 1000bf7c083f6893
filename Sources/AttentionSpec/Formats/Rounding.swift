// The one rounding of the project, and lengths of numbers in bits.

/// `floor(value / 2^count + 1/2)`: an arithmetic shift right that rounds halves up.
///
/// `count` is 0 or more; a `count` of 63 or more gives 0.
public func roundingShift(_ value: Int, by count: Int) -> Int {
  precondition(count >= 0, "A rounding shift by \(count) would shift left.")
  guard count > 0 else { return value }
  guard count < Int.bitWidth - 1 else { return 0 }
  let half = value >> (count - 1)
  return (half >> 1) + (half & 1)
}

/// The number of bits of an unsigned value: `2^(b-1) <= value < 2^b`; 0 for 0.
public func bitLength(_ value: Int) -> Int {
  precondition(value >= 0, "The bit length of the negative number \(value) is not defined.")
  return Int.bitWidth - value.leadingZeroBitCount
}

/// The number of bits that number `count` things from 0: 0 for one thing, 1 for two, 2 for three.
public func bitsToIndex(_ count: Int) -> Int {
  precondition(count > 0, "There is no index into \(count) things.")
  return bitLength(count - 1)
}

/// `ceil(dividend / divisor)` of two positive numbers.
public func dividedRoundingUp(_ dividend: Int, by divisor: Int) -> Int {
  precondition(dividend > 0 && divisor > 0, "Both \(dividend) and \(divisor) must be positive.")
  return (dividend - 1) / divisor + 1
}
