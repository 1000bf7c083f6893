import AttentionSpec
import NetworkSpec
import Testing

@Suite("Network shape")
struct NetworkShapeTests {
  @Test("DeiT-Tiny has 197 tokens and heads of 64 features")
  func deitTiny() throws {
    let shape = try NetworkShape(
      channels: 3, imageSide: 224, patchSide: 16, width: 192, heads: 3, blocks: 12, hidden: 768,
      classes: 1000)
    #expect(shape.tokens == 197)
    #expect(shape.headDimension == 64)
    #expect(shape.patchSize == 768)
    #expect(shape.imageSize == 150_528)
  }

  @Test(
    "Sizes that do not go together are refused",
    arguments: [
      ([1, 28, 3, 64, 4], "is not a whole number of patches of 3"),
      ([1, 28, 2, 64, 5], "is not a multiple of 5 heads"),
      ([0, 28, 2, 64, 4], "A network of 0 channels is outside"),
      ([1, 28, 2, 64, Int.max], "heads is outside"),
      ([1, 1 << 18, 1, 64, 4], "has more than 4096"),
    ])
  func refusals(sizes: [Int], sentence: String) {
    let refusal = #expect(throws: Refusal.self) {
      try NetworkShape(
        channels: sizes[0], imageSide: sizes[1], patchSide: sizes[2], width: sizes[3],
        heads: sizes[4], blocks: 1, hidden: 8, classes: 2)
    }
    #expect(refusal?.description.contains(sentence) == true)
  }
}
