import AttentionSpec
import Foundation
import ReferenceModel

/// A head straight from the formulas of `NumberFormats`, entry by entry, in `Int`: the judge of the
/// fast one.
struct NaiveHead {
  private(set) var scores: [[Int]] = []
  private(set) var numerators: [[Int]] = []
  private(set) var rowSums: [Int] = []
  private(set) var accumulators: [Int] = []
  private(set) var output: [Int] = []

  init(_ input: HeadInput, _ mask: AttentionMask) {
    for query in 0..<mask.tokens {
      let keys = (0..<mask.tokens).filter { mask[query, $0] }
      let scores = keys.map { key in
        (0..<input.headDimension).reduce(0) { sum, feature in
          sum + Int(input.queries[query, feature]) * Int(input.keys[key, feature])
        }
      }
      let maximum = scores.reduce(Int.min) { max($0, $1) }
      let numerators = scores.map { score in
        Self.numerator((maximum - score) * input.quantization.softmaxScale)
      }
      let rowSum = numerators.reduce(0, +)
      self.scores.append(scores)
      self.numerators.append(numerators)
      rowSums.append(rowSum)
      for feature in 0..<input.headDimension {
        let accumulator = zip(keys, numerators).reduce(0) { sum, pair in
          sum + pair.1 * Int(input.values[pair.0, feature])
        }
        accumulators.append(accumulator)
        output.append(
          Self.output(accumulator, rowSum, multiplier: input.quantization.outputMultiplier))
      }
    }
  }

  /// `floor(x / 2^n + 1/2)`, by division.
  private static func rounded(_ value: Int, _ shift: Int) -> Int {
    let divisor = 1 << (shift + 1)
    let sum = 2 * value + (1 << shift)
    return sum >= 0 ? sum / divisor : -((divisor - 1 - sum) / divisor)
  }

  private static func numerator(_ scaled: Int) -> Int {
    let distance = min(511, rounded(scaled, 16))
    return Int((255 * exp2(-Double(distance) / 32) + 0.5).rounded(.down))
  }

  private static func output(_ accumulator: Int, _ rowSum: Int, multiplier: Int) -> Int {
    let bits = String(rowSum, radix: 2).count
    let aligned = rounded(accumulator, bits - 8)
    let reciprocal = (multiplier * (1 << bits) + rowSum / 2) / rowSum
    return max(-128, min(127, rounded(aligned * reciprocal, 20)))
  }
}
