import Basics
import NetworkSpec

extension HeadAlignment {
  /// A block whose queries and keys come out aligned. Its scores are the same, but for rounding.
  ///
  /// - Throws: `Refusal` for a block of another size, or with auto-encoders.
  public func rotated(_ block: BlockWeights) throws -> BlockWeights {
    let layer = block.queriesKeysValues
    let width = heads * headDimension
    guard layer.outputs == 3 * width else {
      throw Refusal(
        "The queries, keys and values are \(layer.outputs.counted("feature")), but the alignment "
          + "is of "
          + "\(heads.counted("head")) of \(headDimension), which need \(3 * width); give the "
          + "block that its "
          + "activations came from.")
    }
    guard block.queryAutoEncoder == nil, block.keyAutoEncoder == nil else {
      throw Refusal(
        "The block has auto-encoders, which were fitted to heads as they are; align the heads "
          + "before.")
    }
    var (weight, bias) = (layer.weight, layer.bias)
    for (part, rotation) in (rotations + rotations).enumerated() {
      let first = part * headDimension
      rotate(&weight, rotation, first: first, columns: layer.inputs)
      rotate(&bias, rotation, first: first, columns: 1)
    }
    var block = block
    block.queriesKeysValues = LinearWeights(
      outputs: layer.outputs, inputs: layer.inputs, weight: weight, bias: bias)
    return block
  }

  /// Rotates the rows of a head, which begin at row `first`.
  private func rotate(
    _ values: inout [Float], _ rotation: SquareMatrix, first: Int, columns: Int
  ) {
    for column in 0..<columns {
      let old = (0..<headDimension).map { Double(values[(first + $0) * columns + column]) }
      for (row, value) in rotation.transposedTimes(old).enumerated() {
        values[(first + row) * columns + column] = Float(value)
      }
    }
  }
}
