import AttentionCompiler
import AttentionSpec
import CoSimulation
import TestSupport
import Testing
import VerilatorSimulation

@Suite struct CosimRandomHeadsTests {
  static let headsOfConfiguration = TestExtent.current.choose(daily: 12, all: 34)

  @Test(
    "Random heads are bit-exact in every configuration",
    arguments: Configurations.varied)
  func randomHeads(_ configuration: AcceleratorConfiguration) async throws {
    let accelerator = try GeneratedAccelerator(configuration)
    let simulation = try await AcceleratorSimulation(
      accelerator, design: accelerator.quickDesign)
    print(simulation.simulation.report)
    for seed in 0..<UInt64(Self.headsOfConfiguration) {
      let job = try Self.head(seed: seed, configuration: configuration)
      try Self.pace(simulation.simulation, seed: seed)
      let comparison = Comparison(job, try simulation.run(job))
      #expect(
        comparison.isExact,
        "\(configuration.name), seed \(seed), \(job.name): \(comparison.first?.description ?? "")")
      #expect(comparison.counts[.scores] == job.mask.keptCount)
    }
  }

  /// Tokens, head dimension, density, operands and scales from the seed. Low seeds are the
  /// extremes: one entry per row, a dense mask, one token, the largest operands.
  static func head(seed: UInt64, configuration: AcceleratorConfiguration) throws -> HeadJob {
    var generator = SplitMix64(seed: seed &* 7919 &+ UInt64(configuration.array.lines))
    let capacity = configuration.capacity
    let tokens = [1: 1, 2: capacity.tokens][seed] ?? generator.integer(in: 2...capacity.tokens)
    let perMille = [0: 0, 2: 1000][seed] ?? generator.integer(in: 0...1000)
    let dimension = [16, 24, 40, 64][generator.integer(in: 0...3)]
    let distribution =
      seed < 4 ? .extremes : OperandDistribution.allCases[generator.integer(in: 0...2)]
    let mask = try AttentionMask.random(tokens: tokens, perMille: perMille, seed: seed)
    let drawn = try HeadInput.random(
      tokens: tokens, headDimension: dimension, distribution: distribution, seed: seed)
    let quantization = try HeadQuantization(
      softmaxScale: [3: NumberFormats.softmaxScaleMax, 5: 1][seed]
        ?? generator.integer(in: 1...4000),
      outputMultiplier: [4: 1, 6: NumberFormats.outputMultiplierMax][seed]
        ?? generator.integer(in: 1...20_000))
    let input = try HeadInput(
      queries: drawn.queries, keys: drawn.keys, values: drawn.values,
      quantization: seed % 2 == 0 ? drawn.quantization : quantization)
    return try HeadJob(
      name: "\(tokens) tokens, d \(dimension), \(mask.keptCount) kept, \(distribution)",
      input: input, mask: mask, configuration: configuration)
  }

  /// The host pauses on all its streams in every fourth head, and in no other.
  private static func pace(_ simulation: Simulation, seed: UInt64) throws {
    for (offset, stream) in ["write", "read_request", "read_response"].enumerated() {
      let pauses = StreamPace.random(pausing: 0.3, seed: seed + UInt64(offset))
      try simulation.pace(stream, seed % 4 == 3 ? pauses : .full)
    }
  }
}
