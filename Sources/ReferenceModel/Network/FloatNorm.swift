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
      for token in 0..<x.rows {
        normalize(
          x.row(token), gain: weights.gain, offset: weights.offset, into: y + token * width)
      }
    }
  }

  /// One row. Arrays become pointers on the way into this function.
  private func normalize(
    _ x: ArraySlice<Float>, gain: UnsafePointer<Float>, offset: UnsafePointer<Float>,
    into y: UnsafeMutablePointer<Float>
  ) {
    let count = Double(x.count)
    let mean = x.reduce(0.0) { $0 + Double($1) } / count
    let variance = x.reduce(0.0) { $0 + (Double($1) - mean) * (Double($1) - mean) } / count
    let center = Float(mean)
    let inverse = Float(1 / (variance + Double(epsilon)).squareRoot())
    for (feature, value) in x.enumerated() {
      y[feature] = (value - center) * inverse * gain[feature] + offset[feature]
    }
  }
}
