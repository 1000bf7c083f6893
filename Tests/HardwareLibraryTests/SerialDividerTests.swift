import BenchSupport
import HardwareLibrary
import TestSupport
import Testing

@Suite("Serial divider", .simulated)
struct SerialDividerTests {
  struct Division {
    var dividend: Int
    var divisor: Int
  }

  /// Runs divisions one right after the other; noise on the operands while one runs.
  ///
  /// - Returns: the quotients, with the cycles from each start.
  static func run(
    _ divisions: [Division], quotientBits: Int, divisorBits: Int
  ) async throws -> [Event] {
    let bench = try await Bench(
      SerialDivider(quotientBits: quotientBits, divisorBits: divisorBits), pulses: ["start"],
      taps: ["done": ["quotient"]])
    let spacing = quotientBits / 2 + 1
    let begin = bench.cycle
    for division in divisions {
      try bench.step(["start": 1, "dividend": division.dividend, "divisor": division.divisor])
      // A start is ignored while one runs.
      for _ in 1..<spacing { try bench.step(["start": 1]) }
    }
    try bench.idle(1)
    return try bench.recorded("done").map {
      Event(cycle: $0.cycle - begin, values: $0.values)
    }
  }

  static func expected(_ divisions: [Division], quotientBits: Int) -> [Event] {
    divisions.enumerated().map { index, division in
      Event(
        cycle: (index + 1) * (quotientBits / 2 + 1),
        values: [division.dividend / division.divisor])
    }
  }

  @Test("All quotients of 4 bits by divisors of 4 bits", .simulatedInAll)
  func exhaustive() async throws {
    let divisions = (1..<16).flatMap { divisor in
      (0..<divisor << 4).map { Division(dividend: $0, divisor: divisor) }
    }
    let got = try await Self.run(divisions, quotientBits: 4, divisorBits: 4)
    #expect(difference(got, Self.expected(divisions, quotientBits: 4)) == nil)
  }

  @Test(
    "The divider of the reciprocals, at its limits and at random", arguments: [1, 2] as [UInt64])
  func wide(seed: UInt64) async throws {
    var noise = TestRandom(seed: seed)
    var divisions: [Division] = []
    for divisor in [1, 2, 3, 255, 1 << 15, (1 << 16) - 1] {
      let limit = divisor << 18
      for dividend in [0, 1, divisor - 1, divisor, limit / 2, limit - divisor, limit - 1] {
        divisions.append(Division(dividend: dividend, divisor: divisor))
      }
    }
    for _ in 0..<1000 {
      let divisor = noise.integer(1...(1 << 16) - 1)
      let dividend = noise.integer(0...(divisor << 18) - 1)
      divisions.append(Division(dividend: dividend, divisor: divisor))
    }
    let got = try await Self.run(divisions, quotientBits: 18, divisorBits: 16)
    #expect(difference(got, Self.expected(divisions, quotientBits: 18)) == nil)
  }
}
