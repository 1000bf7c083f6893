import AttentionCompiler
import AttentionSpec
import CoSimulation
import NetworkSpec
import Testing

@testable import vitcod

@Suite("Hardware that holds a network")
struct HoldingTests {
  /// The configuration for heads of one mask.
  private func configuration(
    _ mask: AttentionMask, headDimension: Int
  ) throws -> AcceleratorConfiguration {
    // One row of patches is no image, but the memories ask for tokens only.
    let side = Int(Double(mask.tokens - 1).squareRoot())
    let shape = try NetworkShape(
      channels: 1, imageSide: side, patchSide: 1, width: headDimension, heads: 1, blocks: 1,
      hidden: 1, classes: 1)
    return try .holding(shape, NetworkMasks(blocks: 1, heads: 1, masks: [mask]))
  }

  @Test("The published sizes have the published configuration")
  func published() throws {
    let mask = try SyntheticMask.head(seed: 1)
    let path = repository.appending(path: "configs/vitcod_64x8.yaml").path
    var published = try ConfigurationFile(path: path).accelerator.configuration
    published.capacity.tokens = 256
    let configuration = try configuration(mask, headDimension: 64)
    #expect(configuration.array == published.array)
    #expect(configuration.capacity.slots == published.capacity.slots)
  }

  @Test("Every mask has a schedule, whatever its entries", arguments: [2, 17, 65, 257])
  func schedules(tokens: Int) throws {
    func mask(_ keeps: (_ query: Int, _ key: Int) -> Bool) throws -> AttentionMask {
      try AttentionMask(
        tokens: tokens,
        kept: (0..<tokens * tokens).map { keeps($0 / tokens, $0 % tokens) })
    }
    let masks = try [
      .dense(tokens: tokens), mask { $0 == $1 }, mask { $0 == $1 || $0 == 0 || $1 == 0 },
      mask { $0 == $1 || $1 % 8 == 0 }, mask { $1 <= $0 }, mask { _, key in key < 2 },
      .random(tokens: tokens, perMille: 100, seed: 3),
    ]
    for (index, mask) in masks.enumerated() {
      let configuration = try configuration(mask, headDimension: 80)
      #expect(throws: Never.self, "mask \(index)") {
        try HeadJob.schedule(mask, headDimension: 80, configuration: configuration)
      }
    }
  }
}
