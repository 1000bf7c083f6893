import AttentionCompiler
import AttentionSpec
import Testing

@testable import vitcod

@Suite("Hardware that holds a network")
struct HoldingTests {
  @Test("DeiT-Tiny has the published configuration")
  func published() throws {
    let path = repository.appending(path: "configs/vitcod_64x8.yaml").path
    let published = try ConfigurationFile(path: path).configuration
    let configuration = try AcceleratorConfiguration.holding(
      tokens: 197, headDimension: 64, heads: 3, codes: 2)
    #expect(configuration.name == published.name)
    #expect(configuration.array == published.array)
    #expect(configuration.capacity == published.capacity)
    #expect(configuration.decoder == published.decoder)
  }

  @Test(
    "Networks of all sizes have 512 MACs that hold their heads, or a sentence",
    arguments: [(1, 1, 1), (10, 8, 2), (197, 16, 4), (197, 64, 12), (257, 20, 6), (1370, 64, 6)])
  func sizes(tokens: Int, headDimension: Int, heads: Int) throws {
    let configuration = try AcceleratorConfiguration.holding(
      tokens: tokens, headDimension: headDimension, heads: heads, codes: heads / 2)
    #expect(configuration.array.macs == 512)
    #expect(configuration.capacity.tokens >= tokens)
    #expect(configuration.capacity.headDimension >= headDimension)
    let multipliers =
      configuration.featuresPerCycle * configuration.decoder.codes * configuration.decoder.heads
    #expect(multipliers <= 128)
    var generator = SplitMix64(seed: 3)
    let masks = try (0..<heads).map { _ in
      try AttentionMask.random(tokens: tokens, perMille: 10, seed: generator.next())
    }
    let layer = try LayerInput.random(
      masks, headDimension: headDimension, codes: min(1, heads / 2), &generator)
    #expect(throws: Never.self) { try AttentionProgram([layer], configuration) }
  }
}
