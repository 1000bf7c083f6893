import NetworkSpec

/// ViTCoD's auto-encoder in integers: for each token and feature, the vector of heads.
struct IntegerAutoEncoder: Sendable {
  let encoder: IntegerLinear
  let decoder: IntegerLinear

  init(_ weights: QuantizedAutoEncoder) {
    encoder = IntegerLinear(layer: weights.encoder)
    decoder = IntegerLinear(layer: weights.decoder)
  }

  /// tokens x (heads * features) to tokens x (hidden heads * features).
  func encoded(_ rows: [Int8], features: Int) -> [Int8] {
    Self.apply(encoder, to: rows, features: features)
  }

  /// tokens x (hidden heads * features) to tokens x (heads * features).
  func decoded(_ rows: [Int8], features: Int) -> [Int8] {
    Self.apply(decoder, to: rows, features: features)
  }

  /// Brings the heads of each token and feature side by side, and back after the layer.
  private static func apply(_ layer: IntegerLinear, to rows: [Int8], features: Int) -> [Int8] {
    let vectors = transposed(rows, rows: layer.inputs, columns: features)
    return transposed(layer.narrow(vectors), rows: features, columns: layer.outputs)
  }

  /// Transposes matrices of `rows` x `columns` that stand one after another.
  private static func transposed(_ matrices: [Int8], rows: Int, columns: Int) -> [Int8] {
    var results: [Int8] = []
    results.reserveCapacity(matrices.count)
    for start in stride(from: 0, to: matrices.count, by: rows * columns) {
      for column in 0..<columns {
        for row in 0..<rows { results.append(matrices[start + row * columns + column]) }
      }
    }
    return results
  }
}
