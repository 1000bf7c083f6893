import AttentionSpec

/// What a head computes, at each checkpoint.
public struct HeadResult: Sendable, Equatable {
  /// For each query the scores of its kept keys, in ascending key order.
  public let scores: [[Int32]]
  /// For each query the softmax weights of its kept keys, in ascending key order.
  public let weights: [[UInt8]]
  /// For each query the sum of its weights, at least 255.
  public let rowSums: [Int]
  /// tokens x head dimension: weights times values.
  public let accumulators: Matrix<Int32>
  /// tokens x head dimension.
  public let output: Matrix<Int8>
}

/// The attention of one head under a fixed mask: the judge of every implementation.
public struct AttentionHead: Sendable {
  let mask: AttentionMask

  public init(_ mask: AttentionMask) { self.mask = mask }

  public func run(_ input: HeadInput) throws -> HeadResult {
    try Self.run(input: input, mask: mask)
  }

  /// The results of a head, bit for bit as `NumberFormats` states them.
  ///
  /// - Throws: `Refusal` if the mask has another number of tokens than the tensors.
  public static func run(input: HeadInput, mask: AttentionMask) throws -> HeadResult {
    guard mask.tokens == input.tokens else {
      throw Refusal(
        "The mask has \(mask.tokens) tokens but the tensors have \(input.tokens); "
          + "give a mask and tensors of the same head.")
    }
    let scores = SampledProduct.scores(queries: input.queries, keys: input.keys, mask: mask)
    let weights = scores.map {
      Softmax.weights(scores: $0, softmaxScale: input.quantization.softmaxScale)
    }
    let rowSums = weights.map(Softmax.rowSum)
    let accumulators = SparseProduct.accumulators(
      weights: weights, values: input.values, mask: mask)
    var output = Matrix<Int8>(rows: input.tokens, columns: input.headDimension, repeating: 0)
    for query in 0..<input.tokens {
      for feature in 0..<input.headDimension {
        output[query, feature] = Requantization.output(
          accumulator: Int(accumulators[query, feature]), rowSum: rowSums[query],
          outputMultiplier: input.quantization.outputMultiplier)
      }
    }
    return HeadResult(
      scores: scores, weights: weights, rowSums: rowSums, accumulators: accumulators,
      output: output)
  }
}
