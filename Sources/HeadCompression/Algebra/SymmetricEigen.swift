/// Eigenvalues and eigenvectors of a symmetric matrix.
///
/// Cyclic Jacobi rotations (Golub and Van Loan, *Matrix Computations*, section 8.5): slow for large
/// matrices, but the vectors are orthogonal to the last bits, and heads are few.
struct SymmetricEigen {
  /// Largest first.
  let values: [Double]
  /// One unit vector for each value. Its element of largest magnitude is positive, so that equal
  /// matrices give equal vectors.
  let vectors: [[Double]]

  /// More sweeps than convergence, which is quadratic, ever takes.
  private static let sweepsMax = 64

  /// `matrix` is symmetric and finite.
  init(_ matrix: SquareMatrix) {
    var matrix = matrix
    // Row `i` of this matrix becomes the vector of value `i`.
    var vectors = SquareMatrix.identity(matrix.size)
    for _ in 0..<Self.sweepsMax where !Self.sweep(&matrix, &vectors) { break }
    let order = (0..<matrix.size).sorted { left, right in
      let (first, second) = (matrix[left, left], matrix[right, right])
      return first != second ? first > second : left < right
    }
    values = order.map { matrix[$0, $0] }
    self.vectors = order.map { index in
      let vector = Array(vectors.elements[index * matrix.size..<(index + 1) * matrix.size])
      let largest = vector.max { abs($0) < abs($1) } ?? 0
      return largest < 0 ? vector.map { -$0 } : vector
    }
  }

  /// Turns each pair of axes once; false if there was nothing left to turn.
  private static func sweep(_ matrix: inout SquareMatrix, _ vectors: inout SquareMatrix) -> Bool {
    var isChanged = false
    for first in 0..<matrix.size {
      for second in first + 1..<max(matrix.size, first + 1) {
        let mixed = matrix[first, second]
        let scale = abs(matrix[first, first]) + abs(matrix[second, second])
        // Below the last bit of both values, nothing is gained.
        guard abs(mixed) > scale * .ulpOfOne * 0x1p-4, mixed != 0 else { continue }
        isChanged = true
        let turn = PlaneRotation(
          first: matrix[first, first], second: matrix[second, second], mixed: mixed)
        turn.applyToColumns(first, second, of: &matrix)
        turn.applyToRows(first, second, of: &matrix)
        matrix[first, second] = 0
        matrix[second, first] = 0
        turn.applyToRows(first, second, of: &vectors)
      }
    }
    return isChanged
  }
}

/// The rotation in a plane that makes a symmetric 2 x 2 matrix diagonal.
struct PlaneRotation {
  let cosine: Double
  let sine: Double

  /// The matrix is `first, mixed; mixed, second`, and `mixed` is not 0.
  init(first: Double, second: Double, mixed: Double) {
    let ratio = (second - first) / (2 * mixed)
    let size = abs(ratio) + (1 + ratio * ratio).squareRoot()
    let tangent = (ratio < 0 ? -1 : 1) / size
    cosine = 1 / (1 + tangent * tangent).squareRoot()
    sine = tangent * cosine
  }

  func applyToRows(_ first: Int, _ second: Int, of matrix: inout SquareMatrix) {
    let size = matrix.size
    matrix.elements.withUnsafeMutableBufferPointer { elements in
      for column in 0..<size {
        let (left, right) = (elements[first * size + column], elements[second * size + column])
        elements[first * size + column] = cosine * left - sine * right
        elements[second * size + column] = sine * left + cosine * right
      }
    }
  }

  func applyToColumns(_ first: Int, _ second: Int, of matrix: inout SquareMatrix) {
    for row in 0..<matrix.size {
      let (left, right) = (matrix[row, first], matrix[row, second])
      matrix[row, first] = cosine * left - sine * right
      matrix[row, second] = sine * left + cosine * right
    }
  }
}
