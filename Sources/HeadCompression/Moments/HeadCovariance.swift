/// How the heads of a block vary together in its queries, or in its keys: what an auto-encoder
/// across heads is fitted to.
///
/// Each token and each feature of each image gives one sample, the vector of heads. Only mean and
/// covariance are kept, so any number of images can be added.
///
/// ```swift
/// var queries = HeadCovariance(heads: 12)
/// for image in images { try queries.add(image.queries, headDimension: 64) }
/// let fitted = try queries.fit(hiddenHeads: 6)
/// ```
public struct HeadCovariance: Sendable, Equatable {
  let sum: ScatterSum

  public init(heads: Int) {
    precondition(heads > 0, "Samples of \(heads) heads say nothing.")
    self.init(ScatterSum(size: heads))
  }

  init(_ sum: ScatterSum) {
    self.sum = sum
  }

  public var heads: Int { sum.size }
  /// Samples added so far: tokens times features.
  public var samples: Int { sum.count }

  /// Adds activations `[tokens, heads * headDimension]`, head after head in a token.
  ///
  /// - Throws: `Refusal` for a count that is no number of tokens, or a number that is not finite;
  ///   then nothing is added.
  public mutating func add(_ activations: [Float], headDimension: Int) throws {
    precondition(headDimension > 0, "A head of \(headDimension) features has no activations.")
    let activations = try Activations(activations, heads: heads, headDimension: headDimension)
    var sum = sum
    sum.add(activations.headVectors)
    self = HeadCovariance(sum)
  }
}
