import AttentionSpec
import Foundation
import Testing

@Suite struct NumberFormatsTests {
  @Test("The weight table is round(255 * 128 * 2^(-i / 32))")
  func weightTable() {
    let expected = (0..<32).map { Int((255 * 128 * exp2(-Double($0) / 32)).rounded()) }
    #expect(NumberFormats.weightTable == expected)
    #expect(NumberFormats.weightTable.allSatisfy { bitLength($0) <= NumberFormats.weightTableBits })
  }

  @Test("Widths agree with the ranges they hold")
  func widths() {
    #expect(bitLength(NumberFormats.weightMaximum) == NumberFormats.weightBits)
    #expect(bitLength(NumberFormats.distanceMaximum) == NumberFormats.distanceBits)
    #expect(bitLength(NumberFormats.weightMaximum) == NumberFormats.rowSumBitsMinimum)
    #expect(bitLength(NumberFormats.outputMultiplierMaximum * 2) == NumberFormats.reciprocalBits)
    #expect(NumberFormats.weightTable.count == NumberFormats.stepsPerOctave)
    #expect(
      NumberFormats.headDimensionMaximum * NumberFormats.operandProductMaximum <= Int(Int32.max))
    #expect(NumberFormats.rowSumBits(tokens: 256) == 16)
    #expect(NumberFormats.rowSumBits(tokens: NumberFormats.tokensMaximum) == 20)
  }
}
