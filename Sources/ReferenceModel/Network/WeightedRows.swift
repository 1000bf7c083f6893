/// The loop in which nearly all time of a network in floating point goes: `sum += weight * row`,
/// over rows of equally many numbers.
///
/// A product with a matrix is such a sum of the matrix's rows, and so are attention over the values
/// and the auto-encoder across heads. The compiler makes vectors of the loop over a row, since its
/// numbers are independent; each of them adds its products one after the other, in the order of
/// the rows.
enum WeightedRows {
  /// Adds `count` rows, four at a time, so that a sum is loaded and stored once for four products.
  ///
  /// - Parameters:
  ///   - sums: `length` numbers, which no row overlaps.
  ///   - weight: the factor of a row, by its number from 0.
  ///   - row: where the `length` numbers of a row are.
  @inline(__always)
  static func add(
    _ count: Int, to sums: UnsafeMutablePointer<Float>, length: Int,
    weight: (Int) -> Float, row: (Int) -> UnsafePointer<Float>
  ) {
    var next = 0
    while next + 4 <= count {
      addFour(
        to: sums, length: length,
        (weight(next), row(next)), (weight(next + 1), row(next + 1)),
        (weight(next + 2), row(next + 2)), (weight(next + 3), row(next + 3)))
      next += 4
    }
    while next < count {
      addOne(to: sums, length: length, weight(next), row(next))
      next += 1
    }
  }

  private typealias Term = (weight: Float, row: UnsafePointer<Float>)

  @inline(__always)
  private static func addFour(
    to sums: UnsafeMutablePointer<Float>, length: Int, _ a: Term, _ b: Term, _ c: Term, _ d: Term
  ) {
    for index in 0..<length {
      sums[index] =
        sums[index] + a.weight * a.row[index] + b.weight * b.row[index]
        + c.weight * c.row[index] + d.weight * d.row[index]
    }
  }

  @inline(__always)
  private static func addOne(
    to sums: UnsafeMutablePointer<Float>, length: Int, _ weight: Float, _ row: UnsafePointer<Float>
  ) {
    for index in 0..<length { sums[index] += weight * row[index] }
  }
}
