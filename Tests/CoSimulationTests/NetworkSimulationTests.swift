import AttentionCompiler
import AttentionSpec
import CircuitInterpreter
import NetworkPipeline
import NetworkSpec
import ReferenceModel
import SimulationInterface
import Testing

@testable import CoSimulation

/// Whole networks whose attention runs in the hardware, in the interpreter.
@Suite("Network in the hardware") struct NetworkSimulationTests {
  private let network: IntegerNetwork
  private let images: ImageSet

  /// 4 x 4 patches and a class token, two blocks of two heads of eight features.
  init() throws {
    let shape = try NetworkShape(
      channels: 1, imageSide: 8, patchSide: 2, width: 16, heads: 2, blocks: 2, hidden: 24,
      classes: 3)
    let weights = try NetworkWeights.random(shape: shape, seed: 4, autoEncoderHiddenHeads: 1)
    var generator = SplitMix64(seed: 4)
    images = try ImageSet(
      count: 2, channels: 1, side: 8,
      values: .bytes(
        (0..<128).map { _ in UInt8(generator.integer(in: 0...255)) },
        PixelNormalization(mean: [0.5], deviation: [0.5])))
    let grid = try PatchGrid(rows: 4, columns: 4)
    let masks = try NetworkMasks(
      blocks: 2, heads: 2,
      masks: [
        SyntheticMask.head(grid: grid, seed: 1), .random(tokens: 17, perMille: 100, seed: 2),
        .random(tokens: 17, perMille: 600, seed: 3), .dense(tokens: 17),
      ])
    network = IntegerNetwork(
      try NetworkAnalysis(weights, masks: masks, images: images).quantized())
  }

  private func pixels(_ image: Int) throws -> [Int8] {
    try network.network.pixels.quantized(images, image)
  }

  private func engine() throws -> SimulatedAccelerator<InterpretedSimulation> {
    try SimulatedAccelerator(interpreting: try GeneratedAccelerator(Configurations.small))
  }

  @Test("Every head and every logit is exact, image after image")
  func exact() throws {
    let simulation = try NetworkSimulation(network, in: engine())
    var told: [String] = []
    for image in 0..<2 {
      let run = try simulation.run(pixels(image), name: "image \(image)") { told.append($0.name) }
      #expect(run.isExact)
      #expect(run.logits == run.expected)
      #expect(try run.logits == network.run(pixels(image)))
      #expect(
        run.heads.map(\.name) == [
          "image \(image) block 0 head 0", "image \(image) block 0 head 1",
          "image \(image) block 1 head 0", "image \(image) block 1 head 1",
        ])
      #expect(run.heads.map(\.keptEntries) == network.network.masks.masks.map(\.keptCount))
      // Scores and weights of the kept entries, row sums, outputs.
      #expect(run.heads.map(\.valuesCompared) == run.heads.map { 2 * $0.keptEntries + 17 + 17 * 8 })
    }
    #expect(told.count == 8 && told.last == "image 1 block 1 head 1")
  }

  @Test("The sums of heads are their cycles, and the MACs' use follows from them")
  func summary() throws {
    let run = try NetworkSimulation(network, in: engine()).run(pixels(0), name: "image 0")
    let summary = CycleSummary(run.heads, Configurations.small)
    #expect(summary.heads == 4 && summary.exactHeads == 4)
    #expect(summary.keptEntries == run.heads.map(\.keptEntries).reduce(0, +))
    #expect(
      summary.whole.cycles
        == run.heads.map { $0.loadCycles + $0.computeCycles + $0.readCycles }.reduce(0, +))
    // One multiplication an entry and feature in each phase, on eight MACs.
    #expect(summary.sddmm.macOperations == 8 * summary.keptEntries)
    #expect(summary.whole.macOperations == 16 * summary.keptEntries)
    #expect(
      summary.whole.utilization
        == Double(summary.whole.macOperations) / Double(8 * summary.whole.cycles))
    let none = CycleSummary([], Configurations.small)
    #expect(none.heads == 0 && none.whole.utilization == 0)
  }

  @Test("One wrong word is named, goes on through the network, and blames no other head")
  func corrupted() throws {
    let engine = CorruptedSimulator(
      try InterpretedSimulation(of: try GeneratedAccelerator(Configurations.small).circuit),
      afterReads: 1)
    let simulation = try NetworkSimulation(
      network, in: SimulatedAccelerator(Configurations.small, in: engine))
    let run = try simulation.run(pixels(0), name: "image 0")
    #expect(!run.isExact)
    #expect(run.heads.map(\.isExact) == [true, false, true, true])
    let divergence = try #require(run.heads[1].divergence)
    #expect(divergence.checkpoint == .output)
    #expect(divergence.index.hasPrefix("query ") && divergence.cycle != nil)
    #expect(divergence.differing == 1 && divergence.compared == 17 * 8)
    // The head after it had other operands than in the reference alone, and was right about them.
    #expect(run.logits != run.expected)
    #expect(CycleSummary(run.heads, Configurations.small).exactHeads == 3)
    // The fault is over: the next image is exact.
    #expect(try simulation.run(pixels(1), name: "image 1").isExact)
  }

  @Test("A network that the configuration does not hold is refused with the head's place")
  func tooLarge() throws {
    func refusal(_ change: (inout AcceleratorConfiguration) -> Void) throws -> String {
      var configuration = Configurations.small
      change(&configuration)
      let engine = try SimulatedAccelerator(
        interpreting: try GeneratedAccelerator(configuration))
      return (#expect(throws: Refusal.self) { try NetworkSimulation(network, in: engine) })?
        .description ?? ""
    }
    let sentence = try refusal { $0.capacity.slots = 120 }
    let slots = try #require(sentence.firstMatch(of: /raise capacity.slots to (\d+)/)?.1)
    #expect(
      sentence
        == "block 1 head 1: The schedule of the head takes \(slots) slots but engine_2x4_e2 holds "
        + "120; raise capacity.slots to \(slots), or use sparser masks.")
    #expect(
      try refusal {
        $0.capacity.tokens = 16
        $0.capacity.tokensPerBank = 8
      }
        == "block 0 head 0: The mask has 17 tokens but engine_2x4_e2 holds 16; raise "
        + "capacity.tokens to at least 17.")
    #expect(
      try refusal { $0.capacity.headDimension = 4 }
        == "block 0 head 0: The head dimension is 8 but engine_2x4_e2 takes 1 to 4; raise "
        + "capacity.headDimension or give another head.")
  }

  @Test("An image of another size is refused")
  func otherImage() throws {
    let simulation = try NetworkSimulation(network, in: engine())
    let refusal = #expect(throws: Refusal.self) { try simulation.run([1], name: "image 0") }
    #expect(
      refusal?.description == "An image of 1 number does not fit a network that takes 64; give "
        + "1 x 8 x 8.")
  }
}
