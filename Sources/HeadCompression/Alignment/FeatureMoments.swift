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
  func covariance(_ rotations: [SquareMatrix]) -> HeadCovariance {
    let means = rotatedMeans(rotations)
    let headMeans = means.map { $0.reduce(0, +) / Double(headDimension) }
    var acrossHeads = SquareMatrix(zerosOfSize: heads)
    for second in 0..<heads {
      for first in 0...second {
        // Samples differ between the tokens, and between the features of the mean token.
        let ofTokens = rotations[first].dot(
          scatter(first, second, times: rotations[second]))
        let ofMean = zip(means[first], means[second]).reduce(0) { sum, pair in
          sum + (pair.0 - headMeans[first]) * (pair.1 - headMeans[second])
        }
        acrossHeads[first, second] = ofTokens + Double(tokens) * ofMean
        acrossHeads[second, first] = acrossHeads[first, second]
      }
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

  /// The scatter of the features of one head (rows) with those of another (columns), times a
  /// matrix.
  func scatter(_ first: Int, _ second: Int, times matrix: SquareMatrix) -> SquareMatrix {
    let (size, width) = (headDimension, sum.size)
    var product = SquareMatrix(zerosOfSize: size)
    product.elements.withUnsafeMutableBufferPointer { product in
      sum.scatter.elements.withUnsafeBufferPointer { scatter in
        matrix.elements.withUnsafeBufferPointer { matrix in
          for row in 0..<size {
            for inner in 0..<size {
              let factor = scatter[(first * size + row) * width + second * size + inner]
              for column in 0..<size {
                product[row * size + column] += factor * matrix[inner * size + column]
              }
            }
          }
        }
      }
    }
    return product
  }
}
