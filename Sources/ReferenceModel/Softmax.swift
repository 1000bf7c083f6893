import AttentionSpec

/// The integer softmax of `NumberFormats`: weights relative to the maximum of a row.
public enum Softmax {
  /// The distance of a score below the maximum, in 1/32 octave, 0...511.
  public static func distance(maximum: Int32, score: Int32, softmaxScale: Int) -> Int {
    let below = Int(maximum) - Int(score)
    let octaves = roundingShift(below * softmaxScale, by: NumberFormats.distanceShift)
    return min(NumberFormats.distanceMaximum, octaves)
  }

  /// The weight of an entry at a distance: `255 * 2^(-distance / 32)`, rounded.
  public static func weight(distance: Int) -> UInt8 {
    let step = distance % NumberFormats.stepsPerOctave
    let octaves = distance / NumberFormats.stepsPerOctave
    let entry = NumberFormats.weightTable[step]
    return UInt8(roundingShift(entry, by: NumberFormats.weightTableShift + octaves))
  }

  /// The weights of one row of kept scores, in the same order. The row is not empty.
  public static func weights(scores: [Int32], softmaxScale: Int) -> [UInt8] {
    let maximum = scores.reduce(Int32.min) { max($0, $1) }
    return scores.map { score in
      weight(distance: distance(maximum: maximum, score: score, softmaxScale: softmaxScale))
    }
  }

  /// The sum of the weights of a row, at least 255.
  public static func rowSum(weights: [UInt8]) -> Int {
    weights.reduce(0) { $0 + Int($1) }
  }
}
