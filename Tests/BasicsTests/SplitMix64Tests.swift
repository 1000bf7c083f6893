import Basics
import Testing

@Suite struct SplitMix64Tests {
  @Test("The generator is SplitMix64")
  func knownNumbers() {
    // The first outputs for seed 1234567, as published with the reference implementation.
    var generator = SplitMix64(seed: 1_234_567)
    let numbers = (0..<3).map { _ in generator.next() }
    #expect(
      numbers == [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423])
  }

  @Test("Draws are what they were: kept seeds, masks and results hang on them")
  func knownDraws() {
    var generator = SplitMix64(seed: 1_234_567)
    let integers = (0..<8).map { _ in generator.integer(in: -50...49) }
    #expect(integers == [-15, -33, 3, -26, 38, -8, 9, -23])
    let bells = (0..<4).map { _ in generator.bell(deviation: 100) }
    #expect(bells == [-62, -190, 142, 43])
    let thirds = (0..<8).map { _ in generator.oneIn(3) }
    #expect(thirds == [false, false, false, true, true, true, false, false])
    let letters = (0..<4).map { _ in generator.element(of: ["a", "b", "c"]) }
    #expect(letters == ["b", "c", "c", "b"])
  }

  @Test("Integers cover their range and no more", arguments: [0...0, -3...4, 0...999])
  func ranges(range: ClosedRange<Int>) {
    let seed: UInt64 = 5
    var generator = SplitMix64(seed: seed)
    let drawn = Set((0..<20_000).map { _ in generator.integer(in: range) })
    #expect(drawn == Set(range), "seed \(seed)")
  }

  @Test("The widest range does not trap")
  func widest() {
    var generator = SplitMix64(seed: 1)
    let numbers = (0..<4).map { _ in generator.integer(in: Int.min...Int.max) }
    #expect(Set(numbers).count == 4)
  }

  @Test("Bell-shaped integers have the deviation asked for")
  func bell() {
    let seed: UInt64 = 3
    var generator = SplitMix64(seed: seed)
    let numbers = (0..<20_000).map { _ in Double(generator.bell(deviation: 100)) }
    let mean = numbers.reduce(0, +) / Double(numbers.count)
    let variance = numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(numbers.count)
    #expect(abs(mean) < 3, "seed \(seed)")
    #expect(abs(variance.squareRoot() - 100) < 3, "seed \(seed)")
  }
}
