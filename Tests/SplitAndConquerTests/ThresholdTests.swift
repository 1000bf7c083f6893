import AttentionCompiler
import AttentionSpec
import SplitAndConquer
import Testing

@Suite struct ThresholdTests {
  @Test("The cost is that of the slower engine with the lines split best")
  func cost() throws {
    // 4 tokens, 1 global: 4 scores of the denser block; 4 kept in the rest.
    let mask = try AttentionMask(
      Matrix(
        rows: 4, columns: 4,
        storage: [1, 1, 1, 1, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1].map { $0 == 1 }))
    let cost = try SplitCost(lines: 2, macsPerLine: 4, headDimension: 8, sparserUtilisation: 0.5)
    // 4 scores of 16 products on 4 MACs: 16. The rest, 4 scores at half speed: 32.
    #expect(cost.cycles(globalTokens: 1, reordered: mask) == 32)
    // All 7 kept scores at half speed on 8 MACs.
    #expect(cost.cycles(globalTokens: 0, reordered: mask) == 28)
    // All 16 scores at full speed on 8 MACs.
    #expect(cost.cycles(globalTokens: 4, reordered: mask) == 32)
    let single = try SplitCost(lines: 1, macsPerLine: 4, headDimension: 8, sparserUtilisation: 1)
    #expect(single.cycles(globalTokens: 0, reordered: mask) == 28)
  }

  @Test("No theta_d is cheaper than the chosen one, and ties take the fewest global tokens")
  func choice() throws {
    let cost = try SplitCost(lines: 16, macsPerLine: 8, headDimension: 16, sparserUtilisation: 0.6)
    for seed in 0..<10 as Range<UInt64> {
      let mask = try SyntheticMask.head(grid: PatchGrid(rows: 6, columns: 6), seed: seed)
      let choice = try ThresholdChoice(mask, cost: cost.cycles)
      #expect(choice.reordering == Reordering(mask, thetaD: choice.thetaD))
      for thetaD in 0...37 {
        let other = Reordering(mask, thetaD: thetaD)
        let cycles = try cost.cycles(
          globalTokens: other.globalTokens, reordered: other.reorder(mask))
        let isWorse =
          cycles > choice.cycles
          || (cycles == choice.cycles && other.globalTokens >= choice.reordering.globalTokens)
        #expect(isWorse, "seed \(seed), theta_d \(thetaD)")
      }
    }
  }

  @Test("Any cost can be plugged in, such as the compiler's estimate")
  func pluggedIn() throws {
    let mask = try SyntheticMask.head(grid: PatchGrid(rows: 4, columns: 4), seed: 1)
    let most = try ThresholdChoice(mask) { globalTokens, _ in -globalTokens }
    #expect(most.thetaD == 0)
    #expect(most.reordering.globalTokens == 17)
    let none = try ThresholdChoice(mask) { _, reordered in reordered.keptCount }
    #expect(none.reordering.globalTokens == 0)
    #expect(none.cycles == mask.keptCount)
  }

  @Test("An array that computes nothing is refused with a sentence")
  func refusals() {
    #expect(
      refusal {
        _ = try SplitCost(lines: 0, macsPerLine: 8, headDimension: 64, sparserUtilisation: 1)
      }
        == "An array of 0 lines of 8 MACs and a head dimension of 64 compute nothing; "
        + "give at least 1 of each.")
    #expect(
      refusal {
        _ = try SplitCost(lines: 8, macsPerLine: 8, headDimension: 64, sparserUtilisation: 61)
      }
        == "The sparser engine's utilisation is 61.0, but it is a fraction; "
        + "give a number above 0 and at most 1.")
  }
}
