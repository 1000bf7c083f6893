/// Count, mean and scatter of vectors that come in batches. The scatter is the sum of the products
/// of deviations from the mean; it is kept about the mean at all times (Chan, Golub and LeVeque,
/// 1983), so that a large mean does not swallow a small variance.
struct ScatterSum: Sendable, Equatable {
  private(set) var count: Int
  private(set) var mean: [Double]
  private(set) var scatter: SquareMatrix

  var size: Int { mean.count }

  init(size: Int) {
    self.init(
      count: 0, mean: Array(repeating: 0, count: size), scatter: SquareMatrix(zerosOfSize: size))
  }

  init(count: Int, mean: [Double], scatter: SquareMatrix) {
    self.count = count
    self.mean = mean
    self.scatter = scatter
  }

  /// Adds vectors, which lie one behind another.
  mutating func add(_ vectors: [Double]) {
    let batch = vectors.count / size
    guard batch > 0 else { return }
    var batchMean = Array(repeating: 0.0, count: size)
    for (index, value) in vectors.enumerated() { batchMean[index % size] += value }
    for index in 0..<size { batchMean[index] /= Double(batch) }
    for vector in 0..<batch {
      addProducts((0..<size).map { vectors[vector * size + $0] - batchMean[$0] }, times: 1)
    }
    let shift = zip(batchMean, mean).map { $0 - $1 }
    let total = Double(count + batch)
    addProducts(shift, times: Double(count) * Double(batch) / total)
    for index in 0..<size { mean[index] += shift[index] * Double(batch) / total }
    count += batch
  }

  private mutating func addProducts(_ deviation: [Double], times factor: Double) {
    let size = size
    scatter.elements.withUnsafeMutableBufferPointer { scatter in
      deviation.withUnsafeBufferPointer { deviation in
        for row in 0..<size {
          let scaled = deviation[row] * factor
          for column in 0..<size { scatter[row * size + column] += scaled * deviation[column] }
        }
      }
    }
  }
}
