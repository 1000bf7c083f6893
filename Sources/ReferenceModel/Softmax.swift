import AttentionSpec

/// The integer softmax of `NumberFormats`: numerators relative to the maximum of a row.
public enum Softmax {
  /// The distance of a score below the maximum, in 1/32 octave, 0...511.
  public static func distance(maximum: Int32, score: Int32, softmaxScale: Int) -> Int {
    let below = Int(maximum) - Int(score)
    let octaves = roundingShift(below * softmaxScale, by: NumberFormats.distanceShift)
    return min(NumberFormats.distanceMax, octaves)
  }

  /// The numerator of an entry at a distance: `255 * 2^(-distance / 32)`, rounded.
  public static func numerator(distance: Int) -> UInt8 {
    let step = distance % NumberFormats.stepsPerOctave
    let octaves = distance / NumberFormats.stepsPerOctave
    let entry = NumberFormats.numeratorTable[step]
    return UInt8(roundingShift(entry, by: NumberFormats.numeratorTableShift + octaves))
  }

  /// `numerator(distance:)` of every distance.
  private static let numeratorOfDistance = (0...NumberFormats.distanceMax).map {
    numerator(distance: $0)
  }

  /// The numerators of one row of kept scores, in the same order. The row is not empty.
  public static func numerators(scores: [Int32], softmaxScale: Int) -> [UInt8] {
    numerators(scores: [scores], softmaxScale: softmaxScale).storage
  }

  /// The numerators of all kept scores. No row is empty.
  public static func numerators(scores: KeptRows<Int32>, softmaxScale: Int) -> KeptRows<UInt8> {
    precondition(softmaxScale > 0, "A softmax scale of \(softmaxScale) is not positive.")
    return KeptRows(like: scores) { numerators in
      for row in 0..<scores.rows {
        weigh(
          scores.range(ofRow: row), scores: scores.storage, softmaxScale: softmaxScale,
          numeratorOfDistance: numeratorOfDistance, into: numerators)
      }
    }
  }

  /// The numerators of one row.
  private static func weigh(
    _ entries: Range<Int>, scores: UnsafePointer<Int32>, softmaxScale: Int,
    numeratorOfDistance: UnsafePointer<UInt8>, into numerators: UnsafeMutablePointer<UInt8>
  ) {
    var maximum = Int32.min
    for entry in entries { maximum = max(maximum, scores[entry]) }
    for entry in entries {
      let distance = distance(
        maximum: maximum, score: scores[entry], softmaxScale: softmaxScale)
      numerators[entry] = numeratorOfDistance[distance]
    }
  }

  /// The sum of the numerators of a row, at least 255.
  public static func rowSum(numerators: some Sequence<UInt8>) -> Int {
    numerators.reduce(0) { $0 + Int($1) }
  }
}
