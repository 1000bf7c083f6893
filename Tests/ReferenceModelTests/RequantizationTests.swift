import AttentionSpec
import Foundation
import ReferenceModel
import Testing

@Suite struct RequantizationTests {
  @Test("The shortest row sum, 8 bits: no alignment shift")
  func shortest() {
    #expect(Requantization.aligned(accumulator: -32_640, rowSum: 255) == -32_640)
    // (4096 * 256 + 127) / 255 = 4112.5...
    #expect(Requantization.reciprocal(rowSum: 255, outputMultiplier: 4096) == 4112)
    #expect(output(accumulator: -32_640, rowSum: 255) == -128)
    #expect(output(accumulator: 32_385, rowSum: 255) == 127)
    #expect(output(accumulator: 255, rowSum: 255) == 1)
    #expect(output(accumulator: 0, rowSum: 255) == 0)
  }

  @Test("A power of two as row sum gives the largest reciprocal")
  func powerOfTwo() {
    #expect(Requantization.aligned(accumulator: 3, rowSum: 256) == 2)
    #expect(Requantization.aligned(accumulator: -3, rowSum: 256) == -1)
    #expect(Requantization.reciprocal(rowSum: 256, outputMultiplier: 65_535) == 131_070)
    #expect(output(accumulator: 256 * 100, rowSum: 256) == 100)
  }

  @Test("Outputs beyond int8 are clamped")
  func clamping() {
    #expect(output(accumulator: 255 * 127, rowSum: 255, multiplier: 65_535) == 127)
    #expect(output(accumulator: -255 * 128, rowSum: 255, multiplier: 65_535) == -128)
    #expect(output(accumulator: 255 * 127, rowSum: 255, multiplier: 1) == 0)
  }

  @Test("Everything fits its width for every accumulator that a row sum allows")
  func widths() {
    let seed: UInt64 = 9
    var generator = SplitMix64(seed: seed)
    for _ in 0..<20_000 {
      let rowSum = generator.integer(in: 255...4096 * 255)
      let multiplier = generator.integer(in: 1...NumberFormats.outputMultiplierMax)
      let reciprocal = Requantization.reciprocal(rowSum: rowSum, outputMultiplier: multiplier)
      #expect(bitLength(reciprocal) <= NumberFormats.reciprocalBits, "seed \(seed), \(rowSum)")
      for accumulator in [-128 * rowSum, 127 * rowSum] {
        let aligned = Requantization.aligned(accumulator: accumulator, rowSum: rowSum)
        #expect(Int16(exactly: aligned) != nil, "seed \(seed), \(rowSum)")
      }
    }
  }

  @Test("The output is within one of the exact quotient")
  func accuracy() {
    let seed: UInt64 = 10
    var generator = SplitMix64(seed: seed)
    for _ in 0..<20_000 {
      let rowSum = generator.integer(in: 255...50_235)
      let accumulator = generator.integer(in: -128 * rowSum...127 * rowSum)
      let multiplier = generator.integer(in: 256...8192)
      let exact = Double(accumulator) / Double(rowSum) * Double(multiplier) / 4096
      let clamped = min(127, max(-128, exact))
      let output = Requantization.output(
        accumulator: accumulator, rowSum: rowSum, outputMultiplier: multiplier)
      #expect(
        abs(Double(output) - clamped) <= 0.6,
        "seed \(seed): \(accumulator) / \(rowSum) * \(multiplier)")
    }
  }

  private func output(accumulator: Int, rowSum: Int, multiplier: Int = 4096) -> Int8 {
    Requantization.output(
      accumulator: accumulator, rowSum: rowSum, outputMultiplier: multiplier)
  }
}
