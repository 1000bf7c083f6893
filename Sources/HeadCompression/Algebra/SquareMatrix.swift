/// A square matrix of doubles, row after row.
struct SquareMatrix: Sendable, Equatable {
  let size: Int
  var elements: [Double]

  init(zerosOfSize size: Int) {
    self.size = size
    elements = Array(repeating: 0, count: size * size)
  }

  init(size: Int, elements: [Double]) {
    precondition(elements.count == size * size, "A square matrix of \(size) has other elements.")
    self.size = size
    self.elements = elements
  }

  static func identity(_ size: Int) -> SquareMatrix {
    var matrix = SquareMatrix(zerosOfSize: size)
    for index in 0..<size { matrix[index, index] = 1 }
    return matrix
  }

  subscript(row: Int, column: Int) -> Double {
    get { elements[row * size + column] }
    set { elements[row * size + column] = newValue }
  }

  var transposed: SquareMatrix {
    var matrix = self
    for row in 0..<size {
      for column in 0..<size { matrix[column, row] = self[row, column] }
    }
    return matrix
  }

  /// What stands right of the diagonal, on both sides of it.
  var mirrored: SquareMatrix {
    var matrix = self
    for row in 0..<size {
      for column in 0..<row { matrix[row, column] = self[column, row] }
    }
    return matrix
  }

  /// This matrix times another one of its size.
  func times(_ other: SquareMatrix) -> SquareMatrix {
    elements.withUnsafeBufferPointer { elements in
      SquareMatrix(product: elements, width: size, times: other)
    }
  }

  /// Rows of a larger matrix, `width` numbers from one to the next, times a matrix.
  init(product left: UnsafeBufferPointer<Double>, width: Int, times right: SquareMatrix) {
    self.init(zerosOfSize: right.size)
    let size = right.size
    elements.withUnsafeMutableBufferPointer { product in
      right.elements.withUnsafeBufferPointer { right in
        guard let product = product.baseAddress, let right = right.baseAddress else { return }
        for row in 0..<size {
          addWeighted(
            right, stride: size, by: { left[row * width + $0] }, rows: size,
            to: product + row * size, columns: 0..<size)
        }
      }
    }
  }

  /// The sum of the squares of all elements.
  var squaredNorm: Double { elements.reduce(0) { $0 + $1 * $1 } }

  /// The sum of the products of equal places: the trace of `transposed * other`.
  func dot(_ other: SquareMatrix) -> Double {
    zip(elements, other.elements).reduce(0) { $0 + $1.0 * $1.1 }
  }

  /// This matrix transposed, times a vector.
  func transposedTimes(_ vector: [Double]) -> [Double] {
    var result = Array(repeating: 0.0, count: size)
    for row in 0..<size {
      for column in 0..<size { result[column] += self[row, column] * vector[row] }
    }
    return result
  }

  mutating func add(_ other: SquareMatrix, times factor: Double) {
    for index in elements.indices { elements[index] += factor * other.elements[index] }
  }
}

/// Adds rows times factors to a row, one after another, so that the sum does not depend on how many
/// are taken at once: four are, since a row that is read and written for each costs more time than
/// the multiplications.
@inline(__always)
func addWeighted(
  _ matrix: UnsafePointer<Double>, stride: Int, by factor: (Int) -> Double, rows: Int,
  to sums: UnsafeMutablePointer<Double>, columns: Range<Int>
) {
  var row = 0
  while row + 4 <= rows {
    let (first, second) = (matrix + row * stride, matrix + (row + 1) * stride)
    let (third, fourth) = (matrix + (row + 2) * stride, matrix + (row + 3) * stride)
    let factors = (factor(row), factor(row + 1), factor(row + 2), factor(row + 3))
    for column in columns {
      var sum = sums[column]
      sum += factors.0 * first[column]
      sum += factors.1 * second[column]
      sum += factors.2 * third[column]
      sum += factors.3 * fourth[column]
      sums[column] = sum
    }
    row += 4
  }
  while row < rows {
    let (factor, values) = (factor(row), matrix + row * stride)
    for column in columns { sums[column] += factor * values[column] }
    row += 1
  }
}
