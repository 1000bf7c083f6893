import AttentionCompiler
import AttentionSpec
import SplitAndConquer
import Testing

@Suite struct ThresholdTests {
  /// A denser block is cheap for each entry, but is computed in full.
  private static func cost(_ workload: Workload) -> Int {
    2 * workload.denserScores + 5 * workload.rest.storage.count
  }

  @Test("No theta_d is cheaper than the chosen one, and ties take the fewest global tokens")
  func choice() throws {
    for seed in 0..<10 as Range<UInt64> {
      let mask = try SyntheticMask.head(grid: PatchGrid(rows: 6, columns: 6), seed: seed)
      let choice = try ThresholdChoice(mask, cost: Self.cost)
      #expect(choice.reordering == Reordering(mask, thetaD: choice.thetaD))
      for thetaD in 0...37 {
        let other = Reordering(mask, thetaD: thetaD)
        let cycles = Self.cost(Workload([try other.workload(mask)]))
        #expect(try ThresholdChoice(mask, thetaD: thetaD, cost: Self.cost).cycles == cycles)
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
    let most = try ThresholdChoice(mask) { -$0.denserScores }
    #expect(most.thetaD == 0)
    #expect(most.reordering.globalTokens == 17)
    let none = try ThresholdChoice(mask) { $0.heads[0].mask.keptCount }
    #expect(none.reordering.globalTokens == 0)
    #expect(none.cycles == mask.keptCount)
  }
}
