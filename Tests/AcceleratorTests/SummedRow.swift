import AttentionSpec
import BenchSupport
import ReferenceModel
import TestSupport

/// The sums of two lines at the end of a row, with what they are divided by.
struct SummedRow {
  static let lines = 2

  var rowSum: Int
  var outputMultiplier: Int
  /// By line, then by position.
  var accumulators: [[Int]]

  init(macs: Int, _ noise: inout TestRandom) {
    self.init(
      macs: macs, rowSum: noise.integer(255...65_280), outputMultiplier: noise.integer(1...65_535),
      &noise)
  }

  init(macs: Int, rowSum: Int, outputMultiplier: Int, _ noise: inout TestRandom) {
    self.rowSum = rowSum
    self.outputMultiplier = outputMultiplier
    let range = -128 * rowSum...127 * rowSum
    accumulators = (0..<Self.lines).map { _ in
      (0..<macs).map { _ in
        noise.chance(perMille: 200) ? range.lowerBound : noise.integer(range)
      }
    }
  }

  /// The outputs at each position.
  var words: [Int] {
    accumulators[0].indices.map { position in
      word(
        accumulators.map {
          Requantization.output(
            accumulator: $0[position], rowSum: rowSum, outputMultiplier: outputMultiplier)
        })
    }
  }
}
