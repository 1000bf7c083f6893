/// The one rounding of the project: `floor(value / 2^count + 1/2)`, an arithmetic shift right that
/// rounds halves up.
///
/// `count` is 0 or more; a `count` of 63 or more gives 0.
public func roundingShift(_ value: Int, by count: Int) -> Int {
  precondition(count >= 0, "A rounding shift by \(count) would shift left.")
  guard count > 0 else { return value }
  guard count < Int.bitWidth - 1 else { return 0 }
  let half = value >> (count - 1)
  return (half >> 1) + (half & 1)
}

/// `ceil(dividend / divisor)` of two positive numbers.
public func dividedRoundingUp(_ dividend: Int, by divisor: Int) -> Int {
  precondition(dividend > 0 && divisor > 0, "Both \(dividend) and \(divisor) must be positive.")
  return (dividend - 1) / divisor + 1
}
