import AttentionSpec
import CoSimulation
import SystemVerilog
import TestSupport
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
  private static func random(macs: Int, _ generator: inout SplitMix64) -> AcceleratorConfiguration {
    let elements = size(min(64, macs), &generator)
    let macsPerLine = size(min(64, max(1, macs / elements)), &generator)
    let lines = size(max(1, macs / elements / macsPerLine), &generator) * elements
    var configuration = AcceleratorConfiguration(
      name: "random", array: ArrayShape(lines: lines, macsPerLine: macsPerLine, elements: elements),
      capacity: Capacity(
        tokens: size(4096, &generator),
        headDimension: size(generator.chance(perMille: 500) ? 64 : 131_071, &generator),
        heads: size(31, &generator)))
    configuration.decoder.codes = 1 << generator.integer(in: 0...3)
    configuration.decoder.heads = 1 << generator.integer(in: 0...3)
    configuration.decoder.codesMax = size(15, &generator)
    configuration.port.dataBits = 128 << generator.integer(in: 0...3)
    configuration.port.addressBits = generator.integer(in: 32...64)
    configuration.memory.rows = size(200, &generator)
    configuration.memory.finishedRows = size(20, &generator)
    configuration.memory.outputs = size(20, &generator)
    return configuration
  }

  @Test(
    "What passes the check generates",
    arguments: 0..<TestExtent.current.choose(daily: 1 as UInt64, all: 14))
  func generates(seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    var generated = 0
    for _ in 0..<40 {
      let configuration = Self.random(macs: 6, &generator)
      guard (try? configuration.validate()) != nil else { continue }
      generated += 1
      #expect(throws: Never.self, "seed \(seed): \(configuration)") {
        for form in ArrayForm.allCases { _ = try GeneratedAccelerator(configuration).printed(form) }
      }
    }
    #expect(generated > 1, "seed \(seed): \(generated)")
  }

  @Test("The smallest configuration generates")
  func smallest() throws {
    let configuration = AcceleratorConfiguration(
      name: "smallest", array: ArrayShape(lines: 1, macsPerLine: 1, elements: 1),
      capacity: Capacity(tokens: 1, headDimension: 1, heads: 1))
    _ = try GeneratedAccelerator(configuration).printed()
  }
}
