import Basics
import Foundation
import Testing

@Suite struct RoundingTests {
  @Test(
    "A rounding shift rounds halves up",
    arguments: [
      (5, 1, 3), (-5, 1, -2), (4, 1, 2), (-4, 1, -2), (3, 2, 1), (2, 2, 1), (-2, 2, 0), (-3, 2, -1),
      (1, 2, 0), (7, 0, 7), (-7, 0, -7), (0, 5, 0), (1, 1, 1), (-1, 1, 0), (255, 8, 1), (127, 8, 0),
      (128, 8, 1), (-128, 8, 0), (-129, 8, -1),
    ])
  func halvesUp(value: Int, count: Int, expected: Int) {
    #expect(roundingShift(value, by: count) == expected)
  }

  @Test("A rounding shift of the extremes does not overflow")
  func extremes() {
    #expect(roundingShift(Int.max, by: 1) == 1 << 62)
    #expect(roundingShift(Int.min, by: 1) == -(1 << 62))
    #expect(roundingShift(Int.max, by: 62) == 2)
    #expect(roundingShift(Int.min, by: 62) == -2)
    #expect(roundingShift(Int.max, by: 63) == 0)
    #expect(roundingShift(Int.min, by: 1000) == 0)
  }

  @Test("A rounding shift is floor(x / 2^n + 1/2)")
  func formula() {
    let seed: UInt64 = 11
    var generator = SplitMix64(seed: seed)
    for _ in 0..<5000 {
      let value = generator.integer(in: -(1 << 40)...(1 << 40))
      let count = generator.integer(in: 0...20)
      let expected = Int((Double(value) / Double(1 << count) + 0.5).rounded(.down))
      #expect(roundingShift(value, by: count) == expected, "seed \(seed), \(value) by \(count)")
    }
  }

  @Test(
    "Division rounds up", arguments: [(1, 8, 1), (8, 8, 1), (9, 8, 2), (64, 64, 1), (65, 64, 2)])
  func division(dividend: Int, divisor: Int, expected: Int) {
    #expect(dividedRoundingUp(dividend, by: divisor) == expected)
  }
}
