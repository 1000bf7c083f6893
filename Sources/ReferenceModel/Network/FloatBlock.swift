import AttentionSpec
import NetworkSpec

/// A pre-norm block in float32: attention and perceptron, each added to the residual stream.
struct FloatBlock: Sendable {
  let attentionNorm: FloatNorm
  let queries, keys, values: FloatLinear
  let queryAutoEncoder, keyAutoEncoder: FloatAutoEncoder?
  let attention: FloatAttention
  let projection: FloatLinear
  let perceptronNorm: FloatNorm
  let expansion, contraction: FloatLinear

  /// - Parameter keptKeys: of each head.
  init(_ weights: BlockWeights, _ shape: NetworkShape, keptKeys: [KeptRows<Int>]) {
    let width = shape.width
    attentionNorm = FloatNorm(weights: weights.attentionNorm, epsilon: shape.normEpsilon)
    queries = FloatLinear(weights.queriesKeysValues, outputs: 0..<width)
    keys = FloatLinear(weights.queriesKeysValues, outputs: width..<2 * width)
    values = FloatLinear(weights.queriesKeysValues, outputs: 2 * width..<3 * width)
    queryAutoEncoder = weights.queryAutoEncoder.map {
      FloatAutoEncoder($0, headDimension: shape.headDimension)
    }
    keyAutoEncoder = weights.keyAutoEncoder.map {
      FloatAutoEncoder($0, headDimension: shape.headDimension)
    }
    attention = FloatAttention(headDimension: shape.headDimension, keptKeys: keptKeys)
    projection = FloatLinear(weights.projection)
    perceptronNorm = FloatNorm(weights: weights.perceptronNorm, epsilon: shape.normEpsilon)
    expansion = FloatLinear(weights.expansion)
    contraction = FloatLinear(weights.contraction)
  }

  /// tokens x width to the same.
  func callAsFunction(_ input: Matrix<Float>, _ report: NetworkReport) -> Matrix<Float> {
    let residual = attended(input, report)
    let perceptronInput = perceptronNorm(residual)
    report(.perceptronInput, perceptronInput)
    let expanded = expansion(perceptronInput)
    report(.expanded, expanded)
    let activated = GELU.values(expanded)
    report(.activated, activated)
    let output = residual.adding(contraction(activated))
    report(.perceptronResidual, output)
    return output
  }

  /// The residual stream after attention.
  private func attended(_ input: Matrix<Float>, _ report: NetworkReport) -> Matrix<Float> {
    let attentionInput = attentionNorm(input)
    report(.attentionInput, attentionInput)
    let projected = (queries: queries(attentionInput), keys: keys(attentionInput))
    let values = values(attentionInput)
    report(.queries, projected.queries)
    report(.keys, projected.keys)
    report(.values, values)
    let operands = autoEncoded(projected.queries, projected.keys, report)
    let probabilities = attention.probabilities(queries: operands.queries, keys: operands.keys)
    report(.probabilities) { attention.dense(probabilities) }
    let headOutputs = attention.outputs(probabilities: probabilities, values: values)
    report(.headOutputs, headOutputs)
    let residual = input.adding(projection(headOutputs))
    report(.attentionResidual, residual)
    return residual
  }

  /// The operands of the scores: what the auto-encoders give back, where the block has them.
  private func autoEncoded(
    _ queries: Matrix<Float>, _ keys: Matrix<Float>, _ report: NetworkReport
  ) -> (queries: Matrix<Float>, keys: Matrix<Float>) {
    guard let queryAutoEncoder, let keyAutoEncoder else { return (queries, keys) }
    let encodedQueries = queryAutoEncoder.encoded(queries)
    let encodedKeys = keyAutoEncoder.encoded(keys)
    report(.encodedQueries, encodedQueries)
    report(.encodedKeys, encodedKeys)
    let decodedQueries = queryAutoEncoder.decoded(encodedQueries)
    let decodedKeys = keyAutoEncoder.decoded(encodedKeys)
    report(.decodedQueries, decodedQueries)
    report(.decodedKeys, decodedKeys)
    return (decodedQueries, decodedKeys)
  }
}

extension Matrix<Float> {
  /// The sum with a matrix of the same shape, element by element.
  func adding(_ other: Matrix<Float>) -> Matrix<Float> {
    precondition(
      rows == other.rows && columns == other.columns,
      "A matrix of \(rows) x \(columns) has no sum with one of \(other.rows) x \(other.columns).")
    let (left, right) = (storage, other.storage)
    return Matrix(rows: rows, columns: columns) { sums in
      for index in left.indices { sums[index] = left[index] + right[index] }
    }
  }
}
