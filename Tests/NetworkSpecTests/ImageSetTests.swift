import AttentionSpec
import NetworkSpec
import Testing

@Suite("Image set")
struct ImageSetTests {
  @Test("Bytes are normalised channel by channel")
  func bytes() throws {
    let normalization = try PixelNormalization(mean: [0.5, 0], deviation: [0.5, 2])
    let images = try ImageSet(
      count: 2, channels: 2, side: 1, values: .bytes([0, 0, 255, 255], normalization))
    #expect(images.normalized(0) == [-1, 0])
    #expect(images.normalized(1) == [1, 0.5])
    #expect(try images.prefix(1).normalized(0) == [-1, 0])
  }

  @Test("Images that do not fit are refused")
  func refusals() throws {
    let shape = try NetworkShape(
      channels: 3, imageSide: 4, patchSide: 2, width: 4, heads: 1, blocks: 1, hidden: 4, classes: 2)
    let images = try ImageSet(
      count: 1, channels: 1, side: 2, values: .normalized([1, 2, 3, 4]))
    #expect(throws: Refusal.self) { try images.check(shape) }
    #expect(throws: Refusal.self) {
      try ImageSet(count: 2, channels: 1, side: 2, values: .normalized([1, 2, 3, 4]))
    }
    #expect(throws: Refusal.self) { try PixelNormalization(mean: [0], deviation: [0]) }
    #expect(throws: Refusal.self) { try PixelNormalization(mean: [0, 1], deviation: [1]) }
  }
}
