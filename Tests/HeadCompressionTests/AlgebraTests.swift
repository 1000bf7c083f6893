import TestSupport
import Testing

@testable import HeadCompression

@Suite struct AlgebraTests {
  @Test("The eigenvalues of small matrices are the known ones")
  func known() {
    let two = SymmetricEigen(SquareMatrix(size: 2, elements: [2, 1, 1, 2]))
    #expect(two.values.map { ($0 * 1e12).rounded() / 1e12 } == [3, 1])
    let half = 0.5.squareRoot()
    #expect(
      zip(two.vectors.joined(), [half, half, half, -half]).allSatisfy { abs($0 - $1) < 1e-15 })
    // The second difference of 3 points: 2 - sqrt 2, 2, 2 + sqrt 2.
    let three = SymmetricEigen(
      SquareMatrix(size: 3, elements: [2, -1, 0, -1, 2, -1, 0, -1, 2]))
    let expected = [2 + 2.0.squareRoot(), 2, 2 - 2.0.squareRoot()]
    #expect(zip(three.values, expected).allSatisfy { abs($0 - $1) < 1e-14 })
    #expect(SymmetricEigen(SquareMatrix(size: 1, elements: [-7])).values == [-7])
    #expect(SymmetricEigen(SquareMatrix(zerosOfSize: 4)).values == [0, 0, 0, 0])
  }

  @Test("A matrix made of chosen eigenvalues gives them back", arguments: 0..<12 as Range<UInt64>)
  func chosen(seed: UInt64) {
    var random = TestRandom(seed: seed)
    let size = random.integer(1...24)
    // Equal, tiny, zero and negative ones among them.
    let values = (0..<size).map { _ in random.element(of: [1e6, 3, 3, 1, 1e-6, 0, -2]) }
      .sorted(by: >)
    let axes = random.rotation(size)
    var matrix = SquareMatrix(zerosOfSize: size)
    for (index, value) in values.enumerated() {
      for row in 0..<size {
        for column in 0..<size {
          matrix[row, column] += value * axes[row, index] * axes[column, index]
        }
      }
    }
    let eigen = SymmetricEigen(matrix)
    #expect(zip(eigen.values, values).allSatisfy { abs($0 - $1) < 1e-7 }, "seed \(seed)")
    for (index, vector) in eigen.vectors.enumerated() {
      let image = matrix.transposedTimes(vector)
      let residue = zip(image, vector).map { abs($0 - eigen.values[index] * $1) }
      #expect(residue.max() ?? 0 < 1e-7, "seed \(seed)")
      for (other, second) in eigen.vectors.enumerated() {
        let dot = zip(vector, second).reduce(0) { $0 + $1.0 * $1.1 }
        #expect(abs(dot - (other == index ? 1 : 0)) < 1e-12, "seed \(seed)")
      }
    }
  }

  @Test("The nearest rotation is orthogonal, and no other is nearer")
  func nearest() throws {
    var random = TestRandom(seed: 3)
    for _ in 0..<20 {
      let size = random.integer(1...12)
      let matrix = SquareMatrix(size: size, elements: random.bells(size * size))
      let rotation = try #require(matrix.nearestRotation(), "seed 3")
      for row in 0..<size {
        var unit = Array(repeating: 0.0, count: size)
        unit[row] = 1
        let image = rotation.transposed.transposedTimes(rotation.transposedTimes(unit))
        #expect(zip(image, unit).allSatisfy { abs($0 - $1) < 1e-12 }, "seed 3")
      }
      for _ in 0..<10 {
        #expect(random.rotation(size).dot(matrix) <= rotation.dot(matrix) + 1e-9, "seed 3")
      }
    }
    let rotation = random.rotation(6)
    let again = try #require(rotation.nearestRotation())
    #expect(zip(again.elements, rotation.elements).allSatisfy { abs($0 - $1) < 1e-14 })
    #expect(SquareMatrix(zerosOfSize: 3).nearestRotation() == nil)
    #expect(SquareMatrix(size: 2, elements: [1, 2, 2, 4]).nearestRotation() == nil)
  }
}
