import AttentionCompiler
import AttentionSpec
import BenchSupport
import CircuitInterpreter
import HardwareIR
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

  private static let configuration = AttentionRunTests.small

  private func accelerator(
    _ change: (inout AcceleratorConfiguration) -> Void = { _ in }
  ) throws -> SimulatedAttention<InterpretedSimulation> {
    var configuration = Self.configuration
    change(&configuration)
    return try SimulatedAttention(
      interpreting: GeneratedAccelerator(configuration),
      MemorySettings(readLatency: 30, writeLatency: 30))
  }

  @Test("Every value and every logit is exact, image after image, decoded in the hardware")
  func exact() throws {
    var simulation = NetworkSimulation(network, in: try accelerator())
    for image in 0..<2 {
      let run = try simulation.run(pixels(image))
      #expect(run.isExact)
      #expect(try run.logits == network.run(pixels(image)))
      #expect(run.attention.codes == 1)
      let kept = network.network.masks.masks.map(\.keptCount)
      #expect(run.attention.layers.map(\.keptEntries) == [kept[0] + kept[1], kept[2] + kept[3]])
    }
  }

  @Test("A plan that serves other operands gives the image that a new one would")
  func reuse() throws {
    let operands = try (0..<2).map { try NetworkOperands(network, pixels($0)).layers }
    let first = try AttentionProgram(operands[0], Self.configuration)
    let reused = try AttentionProgram(operands[1], Self.configuration, like: first)
    let fresh = try AttentionProgram(operands[1], Self.configuration)
    #expect(reused.image == fresh.image)
    #expect(first.image != fresh.image)
  }

  @Test("A wrong bit of the outputs is named, and goes on through the network")
  func corrupted() throws {
    let circuit = try GeneratedAccelerator(Self.configuration).circuit.changing("quotient") {
      .literal(BitPattern(0, width: $0.type.width), $0.type)
    }
    let engine = try SimulatedAttention(
      Self.configuration, in: InterpretedSimulation(of: circuit),
      MemorySettings(readLatency: 30, writeLatency: 30))
    var simulation = NetworkSimulation(network, in: engine)
    let run = try simulation.run(pixels(0))
    #expect(!run.isExact)
    #expect(run.attention.divergence?.checkpoint == .output)
    #expect(run.logits != run.expected)
  }

  @Test("A network that the configuration does not hold is refused with the layer")
  func tooLarge() throws {
    func refusal(_ change: (inout AcceleratorConfiguration) -> Void) throws -> String {
      var simulation = NetworkSimulation(network, in: try accelerator(change))
      return (#expect(throws: Refusal.self) { try simulation.run(pixels(0)) })?.description ?? ""
    }
    #expect(
      try refusal { $0.capacity.tokens = 16 }
        == "layer 0: a head has 17 tokens but capacity.tokens is 16; raise it.")
    #expect(
      try refusal { $0.capacity.headDimension = 4 }
        == "layer 0: a head has 8 features but capacity.headDimension is 4; raise it.")
  }

  @Test("An image of another size is refused")
  func otherImage() throws {
    var simulation = NetworkSimulation(network, in: try accelerator())
    let refusal = #expect(throws: Refusal.self) { try simulation.run([1]) }
    #expect(
      refusal?.description == "An image of 1 number does not fit a network that takes 64; give "
        + "1 x 8 x 8.")
  }
}
