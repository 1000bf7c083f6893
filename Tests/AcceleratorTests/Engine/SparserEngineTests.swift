import AttentionSpec
import BenchSupport
import HardwareDSL
import TestSupport
import Testing

@testable import Accelerator

@Suite("Sparser engine", .simulated)
struct SparserEngineTests {
  /// Units of several heads each, of different sizes.
  private static func units(
    _ configuration: AcceleratorConfiguration, count: Int, headDimension: Int, seed: UInt64
  ) throws -> [BenchUnit] {
    var noise = TestRandom(seed: seed)
    return try (0..<count).map { number in
      // An odd number of tokens is its own stride.
      try BenchUnit(
        configuration, number: number, tokens: 2 * noise.integer(1...4) + 1,
        headDimension: headDimension, heads: noise.integer(1...3),
        perMille: [0, 300, 600, 1000][number % 4], seed: seed &* 10 &+ UInt64(number))
    }
  }

  /// Runs units of one chunk, and of as many as there may be, in different surroundings.
  static func runs(_ configuration: AcceleratorConfiguration) async throws {
    let engine = try TestedSimulation(elaborate(SparserEngine(configuration)))
    let all = EngineRun.Pauses(arrivals: 0.5, index: 0.7, outputs: 0.9)
    let (least, most) = (configuration.featuresPerCycle, configuration.capacity.headDimension)
    for (seed, pauses, headDimension) in [
      (1, EngineRun.Pauses(), least), (2, EngineRun.Pauses(arrivals: 0.8), most), (3, all, least),
      (4, all, most),
    ] as [(UInt64, EngineRun.Pauses, Int)] {
      let units = try Self.units(configuration, count: 6, headDimension: headDimension, seed: seed)
      var run = try await EngineRun(engine, configuration, units, pauses, seed: seed)
      try run.run(limit: 20_000)
      try run.checkTaps()
    }
  }

  @Test("Units of several heads are exact, whenever their operands arrive", .simulatedInAll)
  func units() async throws {
    try await Self.runs(engineShape(elements: 2, lines: 2, macs: 4))
  }

  @Test(
    "With more banks than elements, two groups of outputs, and several heads written at once",
    arguments: [(3, 1, 5, 8, 2), (4, 2, 2, 4, 4), (1, 1, 3, 2, 1)])
  func shapes(elements: Int, lines: Int, macs: Int, banks: Int, decoderHeads: Int) async throws {
    try await Self.runs(
      engineShape(
        elements: elements, lines: lines, macs: macs, banks: banks, decoderHeads: decoderHeads))
  }

  @Test("A unit takes as many cycles as both walks have chunks of slots, and few more")
  func cycles() async throws {
    let configuration = try engineShape(
      elements: 2, lines: 2, macs: 4, banks: 8, tokens: 32, headDimension: 8
    ) {
      $0.queries = 256
      $0.keys = 256
      $0.values = 256
      $0.slots = 512
      $0.scores = 64
      $0.rows = 16
    }
    let unit = try BenchUnit(
      configuration, number: 0, tokens: 32, headDimension: 8, heads: 3, perMille: 300, seed: 1)
    let engine = try TestedSimulation(elaborate(SparserEngine(configuration)))
    var run = try await EngineRun(engine, configuration, [unit], EngineRun.Pauses(), seed: 1)
    try run.run(limit: 20_000)
    try run.checkTaps()
    // The first row may need the last key, which arrives as the 96th.
    #expect(run.cycles <= 2 * unit.slots.count + 96 + 30, "\(unit.slots.count) slots")
  }
}
