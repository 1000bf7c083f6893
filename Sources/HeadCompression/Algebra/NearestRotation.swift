extension SquareMatrix {
  private static let sweepsMaximum = 64

  /// The orthogonal matrix nearest to this one: `u * v` of its singular value decomposition
  /// `u * s * v`, which maximises the trace of its transpose times this matrix (the orthogonal
  /// Procrustes problem; Schonemann, 1966). Nil for a singular matrix, which has no single one.
  ///
  /// One-sided Jacobi rotations (Hestenes, 1958): columns are turned in pairs until all are
  /// orthogonal, whatever their lengths.
  func nearestRotation() -> SquareMatrix? {
    // Rows of these are the columns of u * s and of v transposed.
    var turned = transposed
    var right = SquareMatrix.identity(size)
    for _ in 0..<Self.sweepsMaximum where !Self.orthogonalise(&turned, &right) { break }
    let lengths = (0..<size).map { turned.rowDot($0, $0).squareRoot() }
    guard let longest = lengths.max(), let shortest = lengths.min(), longest.isFinite,
      shortest > longest * .ulpOfOne * Double(size)
    else { return nil }
    var result = SquareMatrix(zerosOfSize: size)
    for index in 0..<size {
      for row in 0..<size {
        let factor = turned[index, row] / lengths[index]
        for column in 0..<size { result[row, column] += factor * right[index, column] }
      }
    }
    return result
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
        let lengths = (turned.rowDot(first, first), turned.rowDot(second, second))
        let mixed = turned.rowDot(first, second)
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

  private func rowDot(_ first: Int, _ second: Int) -> Double {
    elements.withUnsafeBufferPointer { elements in
      var sum = 0.0
      for column in 0..<size {
        sum += elements[first * size + column] * elements[second * size + column]
      }
      return sum
    }
  }
}
