import Basics

/// How all features of all heads of a block vary together in its queries, or in its keys: what the
/// alignment of heads is found from.
///
/// It holds `(heads * headDimension)^2` numbers and takes as many multiplications a token; some
/// thousand tokens are enough. The covariance across heads follows from it, aligned or not, so
/// that one pass over the images serves the alignment and the auto-encoder.
public struct FeatureMoments: Sendable, Equatable {
  public let heads: Int
  public let headDimension: Int
  private(set) var sum: ScatterSum

  public init(heads: Int, headDimension: Int) {
    precondition(heads > 0 && headDimension > 0, "There is no head of \(headDimension) features.")
    self.heads = heads
    self.headDimension = headDimension
    sum = ScatterSum(size: heads * headDimension)
  }

  /// Tokens added so far.
  public var tokens: Int { sum.count }

  /// Adds activations `[tokens, heads * headDimension]`, head after head in a token.
  ///
  /// - Throws: `Refusal` for a count that is no number of tokens, or a number that is not finite;
  ///   then nothing is added.
  public mutating func add(_ activations: [Float]) throws {
    let activations = try Activations(activations, heads: heads, headDimension: headDimension)
    sum.add(activations.values.map { Double($0) })
  }

  /// The covariance across heads of the activations as they are.
  public func covariance() -> HeadCovariance {
    covariance(Array(repeating: .identity(headDimension), count: heads))
  }

  /// The covariance across heads of the activations after an alignment of their heads.
  public func covariance(aligned alignment: HeadAlignment) -> HeadCovariance {
    precondition(
      alignment.heads == heads && alignment.headDimension == headDimension,
      "The alignment is one of other heads.")
    return covariance(alignment.rotations)
  }

  /// The covariance across heads after a rotation of the features of each.
  private func covariance(_ rotations: [SquareMatrix]) -> HeadCovariance {
    covariance(rotations, products: products(rotations))
  }

  /// The same, with `products` of these rotations.
  func covariance(_ rotations: [SquareMatrix], products: [SquareMatrix]) -> HeadCovariance {
    let means = rotatedMeans(rotations)
    let headMeans = means.map { $0.reduce(0, +) / Double(headDimension) }
    var acrossHeads = SquareMatrix(zerosOfSize: heads)
    for (pair, product) in zip(HeadPair.all(heads), products) {
      // Samples differ between the tokens, and between the features of the mean token.
      let ofTokens = rotations[pair.first].dot(product)
      let ofMean = zip(means[pair.first], means[pair.second]).reduce(0) { sum, features in
        sum + (features.0 - headMeans[pair.first]) * (features.1 - headMeans[pair.second])
      }
      acrossHeads[pair.first, pair.second] = ofTokens + Double(tokens) * ofMean
      acrossHeads[pair.second, pair.first] = acrossHeads[pair.first, pair.second]
    }
    return HeadCovariance(
      ScatterSum(count: tokens * headDimension, mean: headMeans, scatter: acrossHeads))
  }

  /// The mean of each feature of each head after a rotation.
  func rotatedMeans(_ rotations: [SquareMatrix]) -> [[Double]] {
    rotations.enumerated().map { head, rotation in rotation.transposedTimes(mean(head)) }
  }

  /// The mean of each feature of a head.
  func mean(_ head: Int) -> [Double] {
    Array(sum.mean[head * headDimension..<(head + 1) * headDimension])
  }

  /// The scatter of `HeadPair.all` times the rotation of their second heads, made on all cores.
  func products(_ rotations: [SquareMatrix]) -> [SquareMatrix] {
    let pairs = HeadPair.all(heads)
    return parallelMap(pairs.count) { scatter(pairs[$0], times: rotations) }
  }

  /// The scatter of the features of one head (rows) with those of another (columns), times the
  /// rotation of the other.
  func scatter(_ pair: HeadPair, times rotations: [SquareMatrix]) -> SquareMatrix {
    let first = pair.first * headDimension * sum.size + pair.second * headDimension
    return sum.scatter.elements.withUnsafeBufferPointer { scatter in
      SquareMatrix(
        product: UnsafeBufferPointer(rebasing: scatter[first...]), width: sum.size,
        times: rotations[pair.second])
    }
  }
}

/// Two heads, or one twice.
struct HeadPair: Sendable, Hashable {
  let first: Int
  let second: Int

  /// All pairs whose first head is not behind the second.
  static func all(_ heads: Int) -> [HeadPair] {
    (0..<heads).flatMap { second in (0...second).map { HeadPair(first: $0, second: second) } }
  }
}
