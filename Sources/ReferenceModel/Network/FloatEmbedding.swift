import AttentionSpec
import NetworkSpec

/// From an image to tokens, in float32: the patches go through a layer, the class tokens come
/// first, and to all of them their positions are added.
struct FloatEmbedding: Sendable {
  let shape: NetworkShape
  let layer: FloatLinear
  /// tokens x width: the positions, to which the class tokens are added already.
  let offsets: [Float]

  init(_ weights: NetworkWeights) {
    shape = weights.shape
    layer = FloatLinear(weights.patchEmbedding)
    var offsets = weights.positions
    for (index, value) in weights.classTokens.enumerated() { offsets[index] += value }
    self.offsets = offsets
  }

  /// tokens x width.
  func callAsFunction(_ image: [Float]) -> Matrix<Float> {
    let patches = layer(Self.patches(of: image, shape))
    let first = shape.classTokens * shape.width
    return Matrix(rows: shape.tokens, columns: shape.width) { tokens in
      for index in 0..<first { tokens[index] = offsets[index] }
      for (index, value) in patches.storage.enumerated() {
        tokens[first + index] = value + offsets[first + index]
      }
    }
  }

  /// patches x patch size: patches row after row, the numbers of each in the order channel, row and
  /// column. The product with a layer is then a convolution whose stride is the size of a patch.
  static func patches<Number>(of image: [Number], _ shape: NetworkShape) -> Matrix<Number> {
    let (side, patch) = (shape.imageSide, shape.patchSide)
    return Matrix(rows: shape.patches, columns: shape.patchSize) { patches in
      var next = 0
      for corner in 0..<shape.patches {
        let (top, left) = (corner / shape.grid * patch, corner % shape.grid * patch)
        for channel in 0..<shape.channels {
          for row in top..<top + patch {
            let start = (channel * side + row) * side + left
            for column in 0..<patch {
              (patches + next).initialize(to: image[start + column])
              next += 1
            }
          }
        }
      }
    }
  }
}
