import AttentionSpec
import NetworkSpec

/// An affine layer in float32: `y = weight x + bias` for each row of a matrix.
struct FloatLinear: Sendable {
  let inputs: Int
  let outputs: Int
  /// inputs x outputs, the output fastest: one row for each input.
  private let rowOfInput: [Float]
  private let bias: [Float]

  init(_ weights: LinearWeights) {
    self.init(weights, outputs: 0..<weights.outputs)
  }

  /// A part of a layer: some of its outputs.
  init(_ weights: LinearWeights, outputs range: Range<Int>) {
    inputs = weights.inputs
    outputs = range.count
    bias = Array(weights.bias[range])
    var transposed = [Float](repeating: 0, count: inputs * outputs)
    for (column, output) in range.enumerated() {
      for input in 0..<inputs {
        transposed[input * outputs + column] = weights.weight[output * inputs + input]
      }
    }
    rowOfInput = transposed
  }

  /// tokens x inputs to tokens x outputs.
  func callAsFunction(_ x: Matrix<Float>) -> Matrix<Float> {
    precondition(x.columns == inputs, "A layer of \(inputs) inputs got \(x.columns).")
    return Matrix(rows: x.rows, columns: outputs) { y in
      x.storage.withUnsafeBufferPointer { x in
        multiply(x, into: y)
      }
    }
  }

  private func multiply(
    _ x: UnsafeBufferPointer<Float>, into y: UnsafeMutableBufferPointer<Float>
  ) {
    rowOfInput.withUnsafeBufferPointer { rows in
      guard let x = x.baseAddress, let row = rows.baseAddress, let sums = y.baseAddress else {
        return
      }
      for token in 0..<y.count / outputs {
        let (x, sums) = (x + token * inputs, sums + token * outputs)
        for output in 0..<outputs { sums[output] = bias[output] }
        WeightedRows.add(
          inputs, to: sums, length: outputs, weight: { x[$0] }, row: { row + $0 * outputs })
      }
    }
  }
}
