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
      x.storage.withUnsafeBufferPointer { source in
        guard let x = source.baseAddress, let y = y.baseAddress else { return }
        for place in 0..<source.count / (layer.inputs * headDimension) * layer.outputs {
          let (token, output) = place.quotientAndRemainder(dividingBy: layer.outputs)
          let heads = x + token * layer.inputs * headDimension
          let sums = y + place * headDimension
          for feature in 0..<headDimension { sums[feature] = layer.bias[output] }
          WeightedRows.add(
            layer.inputs, to: sums, length: headDimension,
            weight: { layer.weight[output * layer.inputs + $0] },
            row: { heads + $0 * headDimension })
        }
      }
    }
  }
}
