import AttentionSpec
import CoSimulation
import SystemVerilog
import Testing

/// Configurations that pass the check, drawn at random: what passes must generate.
@Suite("Generated configurations")
struct GeneratedConfigurationTests {
  /// Sizes at which widths, depths and counts change, of 1 to `limit`.
  private static func size(_ limit: Int, _ generator: inout SplitMix64) -> Int {
    let exponent = generator.integer(in: 0...bitLength(limit) - 1)
    let edge = (1 << exponent) + generator.integer(in: -1...1)
    return min(limit, max(1, generator.chance(perMille: 250) ? limit : edge))
  }

  /// A configuration of at most `macs` multiply-accumulate units, which may break a rule.
  static func random(macs: Int, _ generator: inout SplitMix64) -> AcceleratorConfiguration {
    let elements = size(min(64, macs), &generator)
    let macsPerLine = size(min(64, max(1, macs / elements)), &generator)
    let lines = size(max(1, macs / elements / macsPerLine), &generator) * elements
    let tokens = size(4096, &generator)
    let share = dividedRoundingUp(tokens, by: elements)
    let headDimension = size(generator.chance(perMille: 500) ? 64 : 131_071, &generator)
    let sums = max(
      tokens * NumberFormats.numeratorMax * 128,
      headDimension * NumberFormats.operandProductMax)
    return AcceleratorConfiguration(
      name: "random", array: ArrayShape(lines: lines, macsPerLine: macsPerLine, elements: elements),
      capacity: Capacity(
        tokens: tokens, headDimension: headDimension,
        tokensPerBank: max(share, size(4096, &generator)),
        queriesPerElement: max(share, size(4096, &generator)), slots: size(65_535, &generator)),
      accumulatorBits: min(32, 1 + bitLength(sums) + generator.integer(in: 0...2)))
  }

  @Test("What passes the check generates", arguments: 0..<2 as Range<UInt64>)
  func generates(seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    var generated = 0
    for _ in 0..<24 {
      let configuration = Self.random(macs: 6, &generator)
      guard (try? configuration.validate()) != nil else { continue }
      generated += 1
      #expect(throws: Never.self, "seed \(seed): \(configuration)") {
        for form in ArrayForm.allCases { _ = try GeneratedAccelerator(configuration).printed(form) }
      }
    }
    #expect(generated > 8, "seed \(seed): \(generated)")
  }

  private static func refusal(
    lines: Int, macsPerLine: Int, elements: Int, accumulatorBits: Int = 32
  ) -> String? {
    let configuration = AcceleratorConfiguration(
      name: "large",
      array: ArrayShape(lines: lines, macsPerLine: macsPerLine, elements: elements),
      capacity: Capacity(
        tokens: 1, headDimension: 1, tokensPerBank: 1, queriesPerElement: 1, slots: 1),
      accumulatorBits: accumulatorBits)
    do {
      try configuration.validate()
      return nil
    } catch { return "\(error)" }
  }

  @Test("An element whose words are wider than a signal may be is refused")
  func wideWords() {
    let rule = "features in a cycle, its share of array.lines times array.macsPerLine, but a bus "
    #expect(
      Self.refusal(lines: 256, macsPerLine: 64, elements: 1)
        == "An element multiplies 16384 \(rule)takes at most 8192; raise array.elements to 2, or "
        + "lower array.lines.")
    #expect(
      Self.refusal(lines: 131, macsPerLine: 64, elements: 1)
        == "An element multiplies 8384 \(rule)takes at most 8192; lower array.lines.")
  }

  @Test("The smallest head asks for the accumulator that its alignment needs, and generates")
  func smallest() throws {
    #expect(
      Self.refusal(lines: 1, macsPerLine: 1, elements: 1, accumulatorBits: 16)
        == "accumulatorBits is 16, but the largest sum of 1 token and a head dimension of 1 needs "
        + "17; raise it to at least 17.")
    let configuration = AcceleratorConfiguration(
      name: "smallest", array: ArrayShape(lines: 1, macsPerLine: 1, elements: 1),
      capacity: Capacity(
        tokens: 1, headDimension: 1, tokensPerBank: 1, queriesPerElement: 1, slots: 1),
      accumulatorBits: 17)
    _ = try GeneratedAccelerator(configuration).printed()
  }
}
