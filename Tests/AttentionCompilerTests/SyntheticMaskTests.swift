import AttentionCompiler
import AttentionSpec
import Testing

@Suite struct SyntheticMaskTests {
  @Test("A synthetic network has the statistics of the published masks")
  func statistics() throws {
    let seed: UInt64 = 1
    let masks = try SyntheticMask.network(blocks: 12, heads: 3, seed: seed).flatMap { $0 }
    let counts = masks.map(\.keptCount)
    #expect(masks.allSatisfy { $0.tokens == 197 }, "seed \(seed)")
    #expect((50_000...95_000).contains(counts.reduce(0, +)), "seed \(seed)")
    #expect(counts.allSatisfy { (575...9000).contains($0) }, "seed \(seed)")
    #expect(Set(counts).count > 20, "seed \(seed)")
  }

  @Test("The class token's row and column are full on any grid")
  func classToken() throws {
    for (rows, columns) in [(1, 1), (2, 3), (4, 4), (7, 7), (14, 14)] {
      let grid = try PatchGrid(rows: rows, columns: columns)
      for seed in 0..<20 as Range<UInt64> {
        let mask = try SyntheticMask.head(grid: grid, seed: seed)
        #expect(mask.tokens == rows * columns + 1)
        #expect(mask.rowCounts[0] == mask.tokens, "seed \(seed)")
        #expect(mask.columnCounts[0] == mask.tokens, "seed \(seed)")
      }
    }
  }

  @Test("A seed gives the same mask")
  func seeds() throws {
    #expect(try SyntheticMask.head(seed: 8) == SyntheticMask.head(seed: 8))
    #expect(try SyntheticMask.head(seed: 8) != SyntheticMask.head(seed: 9))
  }

  @Test("A grid without patches, or with too many, is refused with a sentence")
  func grids() {
    #expect(
      refusal { _ = try PatchGrid(rows: 0, columns: 3) }
        == "A grid of 0 x 3 patches is outside 1 to 4095 patches; choose a grid in that range.")
    #expect(
      refusal { _ = try PatchGrid(rows: Int.max, columns: 2) }
        == "A grid of 9223372036854775807 x 2 patches is outside 1 to 4095 patches; "
        + "choose a grid in that range.")
  }

  @Test("Random masks run from one entry in each row to dense")
  func densities() throws {
    #expect(try AttentionMask.random(tokens: 30, perMille: 0, seed: 2).keptCount == 30)
    #expect(try AttentionMask.random(tokens: 30, perMille: 1000, seed: 2).keptCount == 900)
    #expect(
      refusal { _ = try AttentionMask.random(tokens: 0, perMille: 5, seed: 2) }
        == "A mask of 0 tokens is outside 1...4096; give a mask with a token count in that range.")
  }
}
