import AttentionSpec
import NetworkSpec

/// LayerNorm in float32: `(x - mean) / sqrt(variance + epsilon) * gain + offset` for each row.
///
/// The variance is the biased one, the mean of the squares. Both means are taken in float64, which
/// costs nothing here.
struct FloatNorm: Sendable {
  let weights: NormWeights
  let epsilon: Float

  /// tokens x width to the same.
  func callAsFunction(_ x: Matrix<Float>) -> Matrix<Float> {
    let width = weights.gain.count
    precondition(x.columns == width, "A norm of \(width) features got \(x.columns).")
    return Matrix(rows: x.rows, columns: width) { y in
      x.storage.withUnsafeBufferPointer { x in
        for start in stride(from: 0, to: x.count, by: width) {
          normalize(
            UnsafeBufferPointer(rebasing: x[start..<start + width]),
            into: UnsafeMutableBufferPointer(rebasing: y[start..<start + width]))
        }
      }
    }
  }

  private func normalize(
    _ x: UnsafeBufferPointer<Float>, into y: UnsafeMutableBufferPointer<Float>
  ) {
    let count = Double(x.count)
    let mean = x.reduce(0.0) { $0 + Double($1) } / count
    let variance = x.reduce(0.0) { $0 + (Double($1) - mean) * (Double($1) - mean) } / count
    let center = Float(mean)
    let inverse = Float(1 / (variance + Double(epsilon)).squareRoot())
    for index in x.indices {
      y[index] = (x[index] - center) * inverse * weights.gain[index] + weights.offset[index]
    }
  }
}
