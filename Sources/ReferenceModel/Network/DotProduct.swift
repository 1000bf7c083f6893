/// The sum of products of two rows in float32.
enum DotProduct {
  /// Four sums are formed, of every fourth product, so that the processor need not wait for one
  /// addition before the next, and can do all four in one instruction.
  @inline(__always)
  static func of(
    _ left: UnsafePointer<Float>, _ right: UnsafePointer<Float>, count: Int
  ) -> Float {
    var (a, b, c, d) = (Float(0), Float(0), Float(0), Float(0))
    var index = 0
    while index + 4 <= count {
      a += left[index] * right[index]
      b += left[index + 1] * right[index + 1]
      c += left[index + 2] * right[index + 2]
      d += left[index + 3] * right[index + 3]
      index += 4
    }
    while index < count {
      a += left[index] * right[index]
      index += 1
    }
    return (a + b) + (c + d)
  }
}
