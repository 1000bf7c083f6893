import AttentionSpec
import Foundation

/// The errors of a softmax over many rows, against float64.
struct SoftmaxErrors: Sendable {
  private(set) var meanAbsolute = 0.0
  private(set) var worstAbsolute = 0.0
  /// Half the sum of the absolute errors of a row.
  private(set) var meanVariation = 0.0
  private(set) var worstVariation = 0.0

  /// The errors on the kept entries of masks, with bell-shaped scores of a real deviation.
  init(_ softmax: IntegerSoftmax, masks: [AttentionMask], deviation: Double, seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    let unit = 8192
    let scoreScale = deviation / Double(unit)
    var entries = 0.0
    var rows = 0.0
    for count in masks.flatMap(\.rowCounts) {
      let scores = (0..<count).map { _ in Int32(generator.bell(deviation: unit)) }
      let exact = Self.exact(scores.map { Double($0) * scoreScale })
      let errors = zip(softmax.probabilities(scores, scoreScale), exact).map { abs($0 - $1) }
      let total = errors.reduce(0, +)
      meanAbsolute += total
      worstAbsolute = errors.reduce(worstAbsolute) { max($0, $1) }
      meanVariation += total / 2
      worstVariation = max(worstVariation, total / 2)
      entries += Double(count)
      rows += 1
    }
    meanAbsolute /= entries
    meanVariation /= rows
  }

  private static func exact(_ scores: [Double]) -> [Double] {
    let maximum = scores.reduce(-Double.infinity) { max($0, $1) }
    let exponentials = scores.map { exp($0 - maximum) }
    let sum = exponentials.reduce(0, +)
    return exponentials.map { $0 / sum }
  }

  static let titles = ["mean |error|", "worst |error|", "mean variation", "worst variation"]

  var columns: [String] {
    [meanAbsolute, worstAbsolute, meanVariation, worstVariation].map {
      String(format: "%.5f", $0)
    }
  }
}
