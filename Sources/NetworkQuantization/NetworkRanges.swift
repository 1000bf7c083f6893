import AttentionSpec
import NetworkSpec

/// How a scale follows from the numbers of calibration.
public enum RangeRule: String, Sendable, CaseIterable, Codable {
  /// Nothing that calibration saw is clamped.
  case maximum
  /// The clamping that loses least: the squared error of rounding and clamping is smallest.
  case leastSquares = "least-squares"

  public static let standard = RangeRule.maximum
}

/// What magnitudes the tensors of a network reach on calibration images.
public struct NetworkRanges: Sendable {
  public let shape: NetworkShape
  private var histograms: [NetworkCheckpoint: [MagnitudeHistogram]] = [:]

  public init(_ shape: NetworkShape) {
    self.shape = shape
  }

  /// Adds one tensor of one image. Tensors that need no range are ignored.
  ///
  /// - Throws: `Refusal` for a number that is not finite.
  public mutating func add(_ values: [Float], at checkpoint: NetworkCheckpoint) throws {
    guard checkpoint.tensor.needsRange else { return }
    // Of the matrices with a scale for each head, each token has a run of features a head.
    let isOfHeads = checkpoint.tensor.hasScaleOfEachHead
    let features = isOfHeads ? shape.headDimension : 1
    let groups = isOfHeads ? values.count / (shape.tokens * features) : 1
    var own =
      histograms[checkpoint]
      ?? Array(repeating: MagnitudeHistogram(), count: groups)
    histograms[checkpoint] = nil
    for (index, value) in values.enumerated() {
      guard value.isFinite else {
        throw Refusal(
          "\(checkpoint) holds \(value) for a calibration image; "
            + "look for weights or images that are far too large.")
      }
      let counted =
        checkpoint.tensor == .expanded
        ? max(value, NetworkFormats.activationInputMin) : value
      own[index / features % groups].add(counted)
    }
    histograms[checkpoint] = own
  }

  /// Adds what other images of the same network reach.
  public mutating func add(_ other: NetworkRanges) {
    histograms.merge(other.histograms) { own, theirs in
      zip(own, theirs).map { $0.merged(with: $1) }
    }
  }

  /// The limits of a tensor, one or one a head; 0 where it is always 0, and may have any scale.
  ///
  /// - Throws: `Refusal` for a tensor that no image reached.
  func limits(_ checkpoint: NetworkCheckpoint, rule: RangeRule, levels: Double) throws -> [Double] {
    guard let histograms = histograms[checkpoint] else {
      throw Refusal("\(checkpoint) has no range; calibrate with at least one image.")
    }
    return histograms.map { histogram in
      switch rule {
      case .maximum: Double(histogram.maximum)
      case .leastSquares: histogram.leastSquaresLimit(levels: levels)
      }
    }
  }
}

extension NetworkTensor {
  /// Pixels have the scale of their file, and probabilities are no tensor of the integers.
  fileprivate var needsRange: Bool { self != .pixels && self != .probabilities }

  /// Whether each head, or hidden head, has a scale of its own.
  fileprivate var hasScaleOfEachHead: Bool {
    switch self {
    case .queries, .keys, .values, .encodedQueries, .encodedKeys, .decodedQueries, .decodedKeys,
      .headOutputs:
      true
    default: false
    }
  }
}
