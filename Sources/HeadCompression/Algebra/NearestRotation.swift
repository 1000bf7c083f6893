extension SquareMatrix {
  private static let sweepsMax = 64

  /// The orthogonal matrix nearest to this one: `u * v` of its singular value decomposition
  /// `u * s * v`, which maximises the trace of its transpose times this matrix (the orthogonal
  /// Procrustes problem; Schonemann, 1966). Nil for a singular matrix, which has no single one.
  ///
  /// One-sided Jacobi rotations (Hestenes, 1958): columns are turned in pairs until all are
  /// orthogonal, whatever their lengths.
  func nearestRotation() -> SquareMatrix? {
    var basis = SquareMatrix.identity(size)
    return nearestRotation(basis: &basis)
  }

  /// The same, from where a similar matrix left off: few turns are left then.
  ///
  /// - Parameter basis: Orthogonal; in the end the `v` of this matrix.
  func nearestRotation(basis: inout SquareMatrix) -> SquareMatrix? {
    // Rows of these are the columns of u * s and of v transposed.
    var turned = basis.times(transposed)
    for _ in 0..<Self.sweepsMax where !Self.orthogonalise(&turned, &basis) { break }
    let lengths = (0..<size).map { turned.rowDots($0, $0).mixed.squareRoot() }
    guard let longest = lengths.max(), let shortest = lengths.min(), longest.isFinite,
      shortest > longest * .ulpOfOne * Double(size)
    else { return nil }
    for row in 0..<size {
      for column in 0..<size { turned[row, column] /= lengths[row] }
    }
    return turned.transposed.times(basis)
  }

  /// Turns each pair of rows once; false if all are orthogonal already.
  private static func orthogonalise(
    _ turned: inout SquareMatrix, _ right: inout SquareMatrix
  ) -> Bool {
    var isChanged = false
    // What rounding leaves of a sum of so many products.
    let tolerance = .ulpOfOne * Double(turned.size)
    for first in 0..<turned.size {
      for second in first + 1..<max(turned.size, first + 1) {
        let dots = turned.rowDots(first, second)
        let (lengths, mixed) = ((dots.first, dots.second), dots.mixed)
        let limit = (lengths.0 * lengths.1).squareRoot() * tolerance
        guard abs(mixed) > limit, mixed != 0 else { continue }
        isChanged = true
        let turn = PlaneRotation(first: lengths.0, second: lengths.1, mixed: mixed)
        turn.applyToRows(first, second, of: &turned)
        turn.applyToRows(first, second, of: &right)
      }
    }
    return isChanged
  }

  /// The products of two rows with themselves and with each other. Four sums of each go on side by
  /// side, which takes a processor less time than one.
  private func rowDots(_ first: Int, _ second: Int) -> (
    first: Double, second: Double, mixed: Double
  ) {
    elements.withUnsafeBufferPointer { elements in
      let (left, right) = (first * size, second * size)
      var (ofFirst, ofSecond, mixed) = (SIMD4<Double>(), SIMD4<Double>(), SIMD4<Double>())
      var column = 0
      while column + 4 <= size {
        let one = SIMD4(
          elements[left + column], elements[left + column + 1], elements[left + column + 2],
          elements[left + column + 3])
        let two = SIMD4(
          elements[right + column], elements[right + column + 1], elements[right + column + 2],
          elements[right + column + 3])
        ofFirst += one * one
        ofSecond += two * two
        mixed += one * two
        column += 4
      }
      var sums = (ofFirst.sum(), ofSecond.sum(), mixed.sum())
      while column < size {
        let (one, two) = (elements[left + column], elements[right + column])
        sums.0 += one * one
        sums.1 += two * two
        sums.2 += one * two
        column += 1
      }
      return sums
    }
  }
}
