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
