import AttentionSpec
import NetworkSpec
import Testing

@Suite("Fixed multiplier")
struct FixedMultiplierTests {
  @Test("A factor is met within 2^-16 of itself, with the upper bit of the multiplier set")
  func precision() throws {
    var generator = SeededGenerator(seed: 11)
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
    let almostOne = try FixedMultiplier(1 - 0x1p-30)
    #expect(almostOne == (try FixedMultiplier(1)))
  }

  @Test("Factors out of reach are refused", arguments: [0, -1, .nan, .infinity, 1e-12, 1e9])
  func refusals(factor: Double) {
    #expect(throws: Refusal.self) { try FixedMultiplier(factor) }
  }
}
