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
  /// Heads that the auto-encoders leave, 0 without them.
  private let hiddenHeads: Int
  private var histograms: [NetworkCheckpoint: [MagnitudeHistogram]] = [:]

  public init(_ weights: NetworkWeights) {
    shape = weights.shape
    hiddenHeads = weights.blocks.compactMap(\.queryAutoEncoder?.hiddenHeads).max() ?? 0
  }

  /// Adds one tensor of one image. Tensors that need no range are ignored.
  ///
  /// - Throws: `Refusal` for a number that is not finite.
  public mutating func add(_ values: [Float], at checkpoint: NetworkCheckpoint) throws {
    let groups = groups(checkpoint.tensor)
    guard groups > 0 else { return }
    let features =
      groups == 1 ? 1 : values.count / (shape.tokens * groups)
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
        ? max(value, NetworkFormats.activationInputMinimum) : value
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

  /// How many scales a tensor has.
  private func groups(_ tensor: NetworkTensor) -> Int {
    switch tensor {
    case .queries, .keys, .values, .decodedQueries, .decodedKeys, .headOutputs: shape.heads
    case .encodedQueries, .encodedKeys: hiddenHeads
    case .probabilities: 0
    default: 1
    }
  }

  /// The limits of a tensor, one or one a head, all above 0.
  ///
  /// - Throws: `Refusal` for a tensor that no image reached.
  func limits(_ checkpoint: NetworkCheckpoint, rule: RangeRule, levels: Double) throws -> [Double] {
    guard let histograms = histograms[checkpoint] else {
      throw Refusal("\(checkpoint) has no range; calibrate with at least one image.")
    }
    return histograms.map { histogram in
      // A tensor that is always 0 may have any scale.
      guard histogram.maximum > 0 else { return 1 }
      return switch rule {
      case .maximum: Double(histogram.maximum)
      case .leastSquares: histogram.leastSquaresLimit(levels: levels)
      }
    }
  }
}
