import AttentionSpec
import NetworkSpec

/// ViTCoD's auto-encoder across heads in float32: a layer from the vector of heads, which each
/// token has for each feature of a head, to fewer numbers, and one back.
struct FloatAutoEncoder: Sendable {
  let encoder: LinearWeights
  let decoder: LinearWeights
  let headDimension: Int

  init(_ weights: AutoEncoderWeights, headDimension: Int) {
    encoder = weights.encoder
    decoder = weights.decoder
    self.headDimension = headDimension
  }

  /// tokens x (heads * head dimension) to tokens x (hidden heads * head dimension).
  func encoded(_ x: Matrix<Float>) -> Matrix<Float> { mixed(x, by: encoder) }

  /// The way back.
  func decoded(_ x: Matrix<Float>) -> Matrix<Float> { mixed(x, by: decoder) }

  /// `y[token, output head, feature] = bias + sum over input heads of weight * x`.
  private func mixed(_ x: Matrix<Float>, by layer: LinearWeights) -> Matrix<Float> {
    precondition(
      x.columns == layer.inputs * headDimension,
      "A layer across \(layer.inputs) heads got \(x.columns) features.")
    return Matrix(rows: x.rows, columns: layer.outputs * headDimension) { y in
      for token in 0..<x.rows {
        for output in 0..<layer.outputs {
          mix(
            x.storage, token: token, layer: layer, output: output,
            into: y + (token * layer.outputs + output) * headDimension)
        }
      }
    }
  }

  /// One head of the result. The array of numbers becomes a pointer on the way into this function.
  private func mix(
    _ x: UnsafePointer<Float>, token: Int, layer: LinearWeights, output: Int,
    into sums: UnsafeMutablePointer<Float>
  ) {
    let heads = x + token * layer.inputs * headDimension
    sums.initialize(repeating: layer.bias[output], count: headDimension)
    WeightedRows.add(
      layer.inputs, to: sums, length: headDimension,
      weight: { layer.weight[output * layer.inputs + $0] }, row: { heads + $0 * headDimension })
  }
}
