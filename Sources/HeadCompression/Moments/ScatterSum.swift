import Basics

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
    let shift = zip(batchMean, mean).map { $0 - $1 }
    let total = Double(count + batch)
    let deviations = Self.deviations(vectors, from: batchMean)
    let shiftWeight = Double(count) * Double(batch) / total
    let (size, before) = (size, scatter.elements)
    // The scatter is symmetric, so what is right of the diagonal is enough.
    let rows = parallelMap(strips.count) { [strips] strip in
      let first = strips[strip].lowerBound
      var sums = Array(before[first * size..<strips[strip].upperBound * size])
      Self.addProducts(deviations, times: 1, to: &sums, rows: strips[strip], size: size)
      Self.addProducts(shift, times: shiftWeight, to: &sums, rows: strips[strip], size: size)
      return sums
    }
    scatter = SquareMatrix(size: size, elements: Array(rows.joined())).mirrored
    for index in 0..<size { mean[index] += shift[index] * Double(batch) / total }
    count += batch
  }

  /// The rows that one core sums up: few enough to stay near it, and enough strips for all cores.
  private var strips: [Range<Int>] {
    let count = max(1, size / 8)
    return (0..<count).map { $0 * size / count..<($0 + 1) * size / count }
  }

  private static func deviations(_ vectors: [Double], from mean: [Double]) -> [Double] {
    let size = mean.count
    return vectors.enumerated().map { index, value in value - mean[index % size] }
  }

  /// Adds `vector vector' factor` of each vector to some rows of a matrix, from the diagonal on.
  private static func addProducts(
    _ vectors: [Double], times factor: Double, to sums: inout [Double], rows: Range<Int>, size: Int
  ) {
    sums.withUnsafeMutableBufferPointer { sums in
      vectors.withUnsafeBufferPointer { vectors in
        guard let sums = sums.baseAddress, let matrix = vectors.baseAddress else { return }
        for row in rows {
          addWeighted(
            matrix, stride: size, by: { vectors[$0 * size + row] * factor },
            rows: vectors.count / size, to: sums + (row - rows.lowerBound) * size,
            columns: row..<size)
        }
      }
    }
  }
}
