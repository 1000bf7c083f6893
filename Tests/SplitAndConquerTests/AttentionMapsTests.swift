import AttentionSpec
import SplitAndConquer
import Testing

@Suite struct AttentionMapsTests {
  @Test("Images are averaged head by head")
  func average() throws {
    var sum = AttentionMapSum(blocks: 1, heads: 2, tokens: 2)
    let images: [([Float], [Float])] = [
      ([1, 0, 0.5, 0.5], [0, 1, 0, 1]), ([0, 1, 0.5, 0.5], [0, 1, 1, 0]),
    ]
    for (first, second) in images {
      sum.add(first, block: 0, head: 0)
      sum.add(second, block: 0, head: 1)
      sum.endImage()
    }
    let maps = try sum.average()
    #expect(Array(maps.map(block: 0, head: 0)) == [0.5, 0.5, 0.5, 0.5])
    #expect(Array(maps.map(block: 0, head: 1)) == [0, 1, 0.5, 0.5])
  }

  @Test("What is not averaged attention is refused with a sentence")
  func refusals() {
    #expect(
      refusal { _ = try AttentionMapSum(blocks: 1, heads: 1, tokens: 2).average() }
        == "The attention of 0 images has no average; add at least one image.")
    #expect(
      refusal { _ = try AttentionMaps(blocks: 1, heads: 0, tokens: 2, values: []) }
        == "Attention maps of 1 block, 0 heads and 2 tokens cannot be; give at least one of each "
        + "and at most 4096 tokens.")
    #expect(
      refusal { _ = try AttentionMaps(blocks: 1, heads: Int.max, tokens: 2, values: [1]) }
        == "Attention maps of 1 block, 9223372036854775807 heads and 2 tokens cannot be made of 1 "
        + "number; give blocks * heads * tokens * tokens of them.")
    #expect(
      refusal { _ = try AttentionMaps.head([[1, 0], [1.5, -0.5]]) }
        == "Attention of block 0, head 0, query 1, key 1 is -0.5, but attention is a finite number "
        + "and not negative; give softmax outputs, not scores.")
    #expect(
      refusal { _ = try AttentionMaps.head([[1, .nan], [1, 0]]) }
        == "Attention of block 0, head 0, query 0, key 1 is nan, but attention is a finite number "
        + "and not negative; give softmax outputs, not scores.")
    #expect(
      refusal { _ = try AttentionMaps.head([[1, 0], [0.5, 0.25]]) }
        == "Attention of block 0, head 0, query 1 sums to 0.75, but a row of averaged attention "
        + "sums to 1; average softmax outputs over images, not over rows.")
  }
}
