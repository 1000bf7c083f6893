import AttentionSpec
import NetworkSpec
import Testing

@Suite("Fixed multiplier")
struct FixedMultiplierTests {
  @Test("A factor is met within 2^-16 of itself, with the upper bit of the multiplier set")
  func precision() throws {
    var generator = SplitMix64(seed: 11)
    for _ in 0..<10_000 {
      let exponent = generator.integer(in: -29...14)
      let fraction = 1 + Double(generator.integer(in: 0...(1 << 40) - 1)) / Double(1 << 40)
      let factor = Double(sign: .plus, exponent: exponent, significand: fraction)
      let fixed = try FixedMultiplier(factor)
      #expect((1 << 15..<1 << 16).contains(fixed.multiplier))
      let met = Double(fixed.multiplier) / Double(1 << fixed.shift)
      #expect(abs(met / factor - 1) <= 0x1p-16, "\(factor)")
    }
  }

  @Test("Values are rounded half up on the new scale")
  func rounding() throws {
    let half = try FixedMultiplier(0.5)
    #expect([-3, -2, -1, 0, 1, 2, 3].map { half($0) } == [-1, -1, 0, 0, 1, 1, 2])
    let double = try FixedMultiplier(2)
    #expect([-3, 0, 7].map { double($0) } == [-6, 0, 14])
    #expect(try FixedMultiplier(1)(Int(Int32.min)) == Int(Int32.min))
  }

  @Test("A fraction that rounds up to the next power of two takes its exponent")
  func carry() throws {
    for exponent in [-31, -8, 0, 7, 15] {
      let power = Double(sign: .plus, exponent: exponent, significand: 1)
      let expected = try FixedMultiplier(power)
      #expect(expected.multiplier == 1 << 15 && expected.shift == 15 - exponent)
      // The last fraction that is rounded down, and the first that is rounded up.
      let below = try FixedMultiplier(power * (2 - 0x1p-15 * 0.51))
      #expect(below.multiplier == (1 << 16) - 1 && below.shift == 15 - exponent)
      guard exponent < 15 else { continue }
      let above = try FixedMultiplier(power * (2 - 0x1p-15 * 0.49))
      #expect(above == (try FixedMultiplier(2 * power)))
    }
  }

  @Test("The smallest and the largest factor are met, and the next ones refused")
  func limits() throws {
    #expect(try FixedMultiplier(0x1p-31).shift == FixedMultiplier.shiftMax)
    #expect(try FixedMultiplier(65_535).shift == 0)
    #expect(throws: Refusal.self) { try FixedMultiplier(0.999 * 0x1p-31) }
    #expect(throws: Refusal.self) { try FixedMultiplier(65_535.75) }
  }

  @Test(
    "Factors out of reach are refused, and none traps",
    arguments: [
      1e-12, 1e9, .leastNonzeroMagnitude, .leastNormalMagnitude, .greatestFiniteMagnitude,
    ])
  func outOfReach(factor: Double) {
    let refusal = #expect(throws: Refusal.self) { try FixedMultiplier(factor) }
    #expect(
      refusal?.description == "A change of scale by \(factor) is outside 2^-31 to 2^16; look for a "
        + "tensor that is almost zero, or far too large, in all calibration images.")
  }

  @Test("What is no positive factor is refused", arguments: [0, -1, .nan, .infinity])
  func refusals(factor: Double) {
    let refusal = #expect(throws: Refusal.self) { try FixedMultiplier(factor) }
    #expect(
      refusal?.description == "A change of scale by \(factor) is not a positive finite number; "
        + "calibrate with images that reach every tensor.")
  }
}
