import Foundation

/// How often magnitudes occur, in bins of 1/32 octave, over the whole range of float32.
struct MagnitudeHistogram: Sendable {
  /// Mantissa bits of a float that a bin ignores.
  private static let droppedBits = 18
  private static let binCount = 1 << (31 - droppedBits)

  private var counts = [Int](repeating: 0, count: binCount)
  private(set) var maximum: Float = 0

  mutating func add(_ value: Float) {
    let magnitude = abs(value)
    counts[Int(magnitude.bitPattern >> Self.droppedBits)] += 1
    if magnitude > maximum { maximum = magnitude }
  }

  func merged(with other: MagnitudeHistogram) -> MagnitudeHistogram {
    var merged = self
    for bin in counts.indices { merged.counts[bin] += other.counts[bin] }
    merged.maximum = max(maximum, other.maximum)
    return merged
  }

  /// The limit at which a symmetric quantizer of `levels` steps a side has the least squared error.
  ///
  /// Within the limit an error is uniform over a step, beyond it the distance to the limit.
  func leastSquaresLimit(levels: Double) -> Double {
    let bins = counts.indices.filter { counts[$0] > 0 }
    let points = bins.map { bin in
      let bits = UInt32(bin) << Self.droppedBits
      let middle = Double(Float(bitPattern: bits | 1 << (Self.droppedBits - 1)))
      return (magnitude: min(middle, Double(maximum)), count: Double(counts[bin]))
    }
    var best = (limit: Double(maximum), error: Double.infinity)
    // A limit below 1/32 of the largest magnitude is never the best for 127 steps or fewer.
    for eighths in 0...40 {
      let limit = Double(maximum) * exp2(-Double(eighths) / 8)
      let stepError = limit * limit / (levels * levels * 12)
      let error = points.reduce(0) { sum, point in
        let excess = point.magnitude - limit
        return sum + point.count * (excess > 0 ? excess * excess : stepError)
      }
      if error < best.error { best = (limit, error) }
    }
    return best.limit
  }
}
