import AttentionSpec

/// What a head computes, at each checkpoint.
public struct HeadResult: Sendable, Equatable {
  /// Of each kept entry.
  public let scores: KeptRows<Int32>
  /// The softmax numerator of each kept entry.
  public let numerators: KeptRows<UInt8>
  /// For each query the sum of its numerators, at least 255.
  public let rowSums: [Int]
  /// tokens x head dimension: numerators times values.
  public let accumulators: Matrix<Int32>
  /// tokens x head dimension.
  public let output: Matrix<Int8>
}

/// The attention of one head under a fixed mask: the judge of every implementation.
///
/// A head prepares its mask once and then runs any number of inputs.
public struct AttentionHead: Sendable {
  /// The keys that each query keeps.
  public let keptKeys: KeptRows<Int>

  public init(_ mask: AttentionMask) {
    keptKeys = mask.keptKeys
  }

  /// The results of a head, bit for bit as `NumberFormats` states them.
  ///
  /// - Throws: `Refusal` if the mask has another number of tokens than the tensors.
  public func run(_ input: HeadInput) throws -> HeadResult {
    guard keptKeys.rows == input.tokens else {
      throw Refusal(
        "The mask has \(keptKeys.rows.counted("token")) but the tensors have \(input.tokens); "
          + "give a mask and tensors of the same head.")
    }
    let scores = SampledProduct.scores(
      queries: input.queries, keys: input.keys, keptKeys: keptKeys)
    let numerators = Softmax.numerators(
      scores: scores, softmaxScale: input.quantization.softmaxScale)
    let rowSums = numerators.map { Softmax.rowSum(numerators: $0) }
    let accumulators = SparseProduct.accumulators(
      numerators: numerators, values: input.values, keptKeys: keptKeys)
    let output = Requantization.outputs(
      accumulators: accumulators, rowSums: rowSums,
      outputMultiplier: input.quantization.outputMultiplier)
    return HeadResult(
      scores: scores, numerators: numerators, rowSums: rowSums, accumulators: accumulators,
      output: output)
  }

  /// The results of one input under a mask that no other uses.
  ///
  /// - Throws: `Refusal` if the mask has another number of tokens than the tensors.
  public static func run(input: HeadInput, mask: AttentionMask) throws -> HeadResult {
    try AttentionHead(mask).run(input)
  }
}
