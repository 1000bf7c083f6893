import AttentionCompiler
import AttentionSpec
import Testing

@Suite struct SplitEstimatorTests {
  /// Elements of one line of 4 MACs; heads of 4 features, so an entry takes a cycle a phase.
  private func estimator(_ elements: Int, tokens: Int) throws -> SplitEstimator {
    try SplitEstimator(
      .fitting(
        tokens: tokens, elements: elements, linesPerElement: 1, macsPerLine: 4, headDimension: 4),
      headDimension: 4)
  }

  /// A full column of token 0, and the diagonal.
  private func mask(tokens: Int) throws -> AttentionMask {
    var kept = Matrix(rows: tokens, columns: tokens, repeating: false)
    for token in 0..<tokens {
      kept[token, 0] = true
      kept[token, token] = true
    }
    return try AttentionMask(kept)
  }

  /// The first columns are denser.
  private func workload(_ mask: AttentionMask, _ globalTokens: Int) throws -> Workload {
    Workload([try HeadWorkload(mask, denserColumns: 0..<globalTokens)])
  }

  @Test("Without global tokens it is the estimate of the compiler's schedule")
  func whole() throws {
    let scheduler = try Scheduler(.standard)
    let estimator = try SplitEstimator(.standard, headDimension: 64)
    for seed in 0..<6 as Range<UInt64> {
      let mask = try SyntheticMask.head(seed: seed)
      let schedule = try scheduler.schedule(Workload(mask), headDimension: 64)
      let estimate = CycleEstimate(schedule, configuration: .standard, headDimension: 64)
      #expect(try estimator.cycles(Workload(mask)) == estimate.total)
    }
  }

  @Test("A denser block of all entries takes all elements and is never idle")
  func dense() throws {
    let mask = try AttentionMask.dense(tokens: 12)
    #expect(try estimator(4, tokens: 12).cycles(workload(mask, 12)) == 2 * 144 / 4)
    #expect(try estimator(5, tokens: 12).cycles(workload(mask, 12)) == 58)
  }

  @Test("One element does one after the other")
  func single() throws {
    // 8 scores of the block; 7 of the rest, whose rows end 4 cycles apart.
    let cycles = try estimator(1, tokens: 8).cycles(workload(mask(tokens: 8), 1))
    #expect(cycles == 2 * 8 + 7 + (6 * 4 + 1))
  }

  @Test("Two elements take one engine each, and the slower one counts")
  func pair() throws {
    let estimator = try estimator(2, tokens: 8)
    #expect(try estimator.cycles(workload(mask(tokens: 8), 1)) == 7 + (6 * 4 + 1))
    // 7 global columns of 8 scores; one entry of the rest.
    #expect(try estimator.cycles(workload(mask(tokens: 8), 7)) == 2 * 56)
  }

  @Test("The best share is that of all shares, and never below the bound")
  func best() throws {
    for seed in 0..<8 as Range<UInt64> {
      let mask = try SyntheticMask.head(grid: PatchGrid(rows: 6, columns: 6), seed: seed)
      let estimator = try estimator(6, tokens: 37)
      for globalTokens in [1, 2, 5, 12, 30] {
        let cycles = try estimator.cycles(workload(mask, globalTokens))
        let least = try estimator.leastCycles(workload(mask, globalTokens))
        let denser = 2 * 37 * globalTokens
        #expect(cycles >= least, "seed \(seed), \(globalTokens) global tokens")
        // With five elements, the denser engine is at its fastest.
        #expect(cycles >= (denser + 4) / 5, "seed \(seed), \(globalTokens) global tokens")
        // An engine alone on one element, the other on five: no worse than either way round.
        let rest = mask.columnCounts.dropFirst(globalTokens).reduce(0, +)
        #expect(cycles <= max(denser, 10 * rest + 10 * 37), "seed \(seed)")
      }
    }
  }

  @Test("A head that the configuration does not take is refused")
  func refusals() throws {
    let wide = try AttentionMask.random(tokens: 300, perMille: 10, seed: 1)
    for headDimension in [0, 65] {
      #expect(
        refusal { _ = try SplitEstimator(.standard, headDimension: headDimension) }
          == "The head dimension is \(headDimension) but vitcod_64x8 takes 1 to 64; "
          + "raise capacity.headDimension or give another head.")
    }
    let estimator = try SplitEstimator(.standard, headDimension: 64)
    for globalTokens in [0, 3] {
      #expect(
        refusal { _ = try estimator.cycles(workload(wide, globalTokens)) }
          == "The mask has 300 tokens but vitcod_64x8 holds 256; "
          + "raise capacity.tokens to at least 300.")
    }
  }
}
