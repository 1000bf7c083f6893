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
    #expect(bitLength(NumberFormats.weightMax) == NumberFormats.weightBits)
    #expect(bitLength(NumberFormats.distanceMax) == NumberFormats.distanceBits)
    #expect(bitLength(NumberFormats.weightMax) == NumberFormats.rowSumBitsMin)
    #expect(bitLength(NumberFormats.outputMultiplierMax * 2) == NumberFormats.reciprocalBits)
    #expect(NumberFormats.weightTable.count == NumberFormats.stepsPerOctave)
    #expect(
      NumberFormats.headDimensionMax * NumberFormats.operandProductMax <= Int(Int32.max))
    #expect(NumberFormats.rowSumBits(tokens: 256) == 16)
    #expect(NumberFormats.rowSumBits(tokens: NumberFormats.tokensMax) == 20)
  }
}
