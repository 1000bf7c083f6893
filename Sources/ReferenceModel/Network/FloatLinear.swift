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
      for token in 0..<x.rows {
        apply(x.storage, token: token, rowOfInput: rowOfInput, bias: bias, into: y)
      }
    }
  }

  /// One row. Arrays become pointers on the way into this function.
  private func apply(
    _ x: UnsafePointer<Float>, token: Int, rowOfInput: UnsafePointer<Float>,
    bias: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>
  ) {
    let (x, sums) = (x + token * inputs, y + token * outputs)
    sums.initialize(from: bias, count: outputs)
    WeightedRows.add(
      inputs, to: sums, length: outputs,
      weight: { x[$0] }, row: { rowOfInput + $0 * outputs })
  }
}
