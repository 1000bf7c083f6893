import AttentionCompiler
import AttentionSpec
import CoSimulation
import Testing

/// Configurations with a size or a capacity of one, run in the interpreter.
@Suite struct CosimCornerTests {
  static let corners: [AcceleratorConfiguration] = [
    corner("all_one", ArrayShape(lines: 1, macsPerLine: 1, elements: 1), 1, 1, 1, 1, 1),
    corner("one_token", ArrayShape(lines: 2, macsPerLine: 4, elements: 2), 1, 12, 1, 1, 4),
    corner("one_a_bank", ArrayShape(lines: 4, macsPerLine: 2, elements: 4), 4, 2, 1, 4, 24),
    corner("one_a_bank_chunked", ArrayShape(lines: 4, macsPerLine: 2, elements: 4), 4, 7, 1, 4, 24),
    corner("one_query", ArrayShape(lines: 3, macsPerLine: 4, elements: 3), 3, 4, 3, 1, 12),
    corner("one_query_chunked", ArrayShape(lines: 3, macsPerLine: 4, elements: 3), 3, 9, 3, 1, 12),
    corner("one_mac", ArrayShape(lines: 2, macsPerLine: 1, elements: 1), 6, 5, 6, 6, 60),
    corner("long_line", ArrayShape(lines: 1, macsPerLine: 64, elements: 1), 5, 70, 5, 5, 400),
  ]

  private static func corner(
    _ name: String, _ array: ArrayShape, _ tokens: Int, _ dimension: Int, _ bank: Int,
    _ queries: Int, _ slots: Int
  ) -> AcceleratorConfiguration {
    AcceleratorConfiguration(
      name: name, array: array,
      capacity: Capacity(
        tokens: tokens, headDimension: dimension))
  }

  @Test("A size or a capacity of one is a configuration like any other", arguments: corners)
  func runs(_ configuration: AcceleratorConfiguration) throws {
    let simulation = try SimulatedAccelerator(
      interpreting: try GeneratedAccelerator(configuration))
    for seed in 0..<4 as Range<UInt64> {
      let mask = try AttentionMask.random(
        tokens: configuration.capacity.tokens, perMille: seed == 0 ? 1000 : 300, seed: seed)
      let input = try HeadInput.random(
        tokens: mask.tokens, headDimension: configuration.capacity.headDimension,
        distribution: seed == 1 ? .extremes : .uniform, seed: seed)
      let job = try HeadJob(
        name: configuration.name, input: input, mask: mask, configuration: configuration)
      let comparison = Comparison(job, try simulation.run(job))
      #expect(
        comparison.isExact,
        "\(configuration.name), seed \(seed): \(comparison.first?.description ?? "")")
    }
  }
}
