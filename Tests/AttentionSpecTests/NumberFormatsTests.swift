import AttentionSpec
import Foundation
import Testing

@Suite struct NumberFormatsTests {
  @Test("The numerator table is floor(255 * 2 * 2^(-i / 32))")
  func numeratorTable() {
    let expected = (0..<32).map { Int((255 * 2 * exp2(-Double($0) / 32)).rounded(.down)) }
    #expect(NumberFormats.numeratorTable == expected)
    #expect(
      NumberFormats.numeratorTable.allSatisfy { bitLength($0) <= NumberFormats.numeratorTableBits })
  }

  @Test("Widths agree with the ranges they hold")
  func widths() {
    #expect(bitLength(NumberFormats.numeratorMax) == NumberFormats.numeratorBits)
    #expect(bitLength(NumberFormats.distanceMax) == NumberFormats.distanceBits)
    #expect(bitLength(NumberFormats.numeratorMax) == NumberFormats.rowSumBitsMin)
    #expect(bitLength(NumberFormats.outputMultiplierMax * 2) == NumberFormats.reciprocalBits)
    #expect(NumberFormats.numeratorTable.count == NumberFormats.stepsPerOctave)
    #expect(
      NumberFormats.headDimensionMax * NumberFormats.operandProductMax <= Int(Int32.max))
    #expect(NumberFormats.rowSumBits(tokens: 256) == 16)
    #expect(NumberFormats.rowSumBits(tokens: NumberFormats.tokensMax) == 20)
  }
}
