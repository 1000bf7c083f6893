import AttentionSpec
import NetworkSpec

/// LayerNorm in integers, as `NetworkFormats` states it.
struct IntegerNorm: Sendable {
  let norm: QuantizedNorm

  /// Rows of as many int16 features as there are gains, to int8.
  func callAsFunction(_ rows: [Int16]) -> [Int8] {
    let width = norm.gain.count
    var results: [Int8] = []
    results.reserveCapacity(rows.count)
    for start in stride(from: 0, to: rows.count, by: width) {
      let row = rows[start..<start + width]
      let sum = row.reduce(0) { $0 + Int($1) }
      let squares = row.reduce(0) { $0 + Int($1) * Int($1) }
      let reciprocal = Self.reciprocal(of: Self.root(width * squares - sum * sum + norm.epsilon))
      for (feature, value) in row.enumerated() {
        let normalized = reciprocal.times(width * Int(value) - sum)
        let scaled = normalized * Int(norm.gain[feature]) + norm.offset[feature]
        results.append(Int8(clamping: roundingShift(scaled, by: norm.shift)))
      }
    }
    return results
  }

  /// `max(1, floor(sqrt(value)))`, bit by bit from the top.
  static func root(_ value: Int) -> Int {
    var root = 0
    var bit = 1 << ((bitLength(value) + 1) / 2)
    while bit > 0 {
      let candidate = root | bit
      if candidate * candidate <= value { root = candidate }
      bit >>= 1
    }
    return max(1, root)
  }

  /// One over a deviation.
  struct Reciprocal: Equatable {
    /// `r`, 17 unsigned bits.
    let mantissa: Int
    /// `b + 15 - 12`.
    let shift: Int

    /// A deviation from the mean, normalised, with `normFractionBits` fraction bits.
    func times(_ value: Int) -> Int { roundingShift(value * mantissa, by: shift) }
  }

  static func reciprocal(of deviation: Int) -> Reciprocal {
    let fraction = bitLength(deviation) + NetworkFormats.normReciprocalBits
    return Reciprocal(
      mantissa: ((1 << fraction) + deviation / 2) / deviation,
      shift: fraction - NetworkFormats.normFractionBits)
  }
}
