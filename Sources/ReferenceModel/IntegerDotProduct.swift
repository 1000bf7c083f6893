/// The exact sum of products of two rows of int8.
enum IntegerDotProduct {
  /// Wrapping operators let the compiler make vectors of the loop. Nothing wraps as long as `count`
  /// products of at most 2^14 fit 32 bits, for which the callers vouch.
  @inline(__always)
  static func of(
    _ left: UnsafePointer<Int8>, _ right: UnsafePointer<Int8>, count: Int
  ) -> Int32 {
    var sum: Int32 = 0
    for index in 0..<count { sum &+= Int32(left[index]) &* Int32(right[index]) }
    return sum
  }
}
