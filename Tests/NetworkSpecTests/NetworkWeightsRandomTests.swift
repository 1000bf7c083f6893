import AttentionSpec
import NetworkSpec
import Testing

@Suite("Random network")
struct NetworkWeightsRandomTests {
  private func shape(classTokens: Int = 1) throws -> NetworkShape {
    try NetworkShape(
      channels: 3, imageSide: 8, patchSide: 4, classTokens: classTokens, width: 64, heads: 4,
      blocks: 2, hidden: 128, classes: 10)
  }

  @Test("A seed gives one network, another seed another")
  func seeds() throws {
    let network = try NetworkWeights.random(shape: shape(), seed: 1)
    #expect(try network == .random(shape: shape(), seed: 1))
    #expect(try network != .random(shape: shape(), seed: 2))
    #expect(!network.hasAutoEncoders)
  }

  @Test("Weights have a deviation of 1 / sqrt(inputs), norms are near 1")
  func scales() throws {
    let network = try NetworkWeights.random(shape: shape(), seed: 3, autoEncoderHiddenHeads: 2)
    let weight = network.blocks[1].queriesKeysValues.weight
    let square = weight.reduce(0) { $0 + $1 * $1 } / Float(weight.count)
    #expect(abs(square * 64 - 1) < 0.05)
    #expect(network.norm.gain.allSatisfy { abs($0 - 1) < 0.6 })
    #expect(network.blocks[0].keyAutoEncoder?.hiddenHeads == 2)
  }

  @Test("Every readout has its classifiers")
  func readouts() throws {
    let two = try NetworkWeights.random(
      shape: shape(classTokens: 2), seed: 4, readout: .averageOfTwo)
    #expect(two.classifiers.count == 2)
    let wide = try NetworkWeights.random(
      shape: shape(), seed: 4, readout: .classTokenAndPatchMean)
    #expect(wide.classifiers.map(\.inputs) == [128])
    #expect(throws: Refusal.self) {
      try NetworkWeights.random(shape: shape(), seed: 4, readout: .averageOfTwo)
    }
  }
}
