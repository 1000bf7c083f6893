import AttentionSpec
import SplitAndConquer
import TestSupport
import Testing

@Suite struct PrunerTests {
  /// One head; in row 2 three entries are equal.
  private static let rows: [[Float]] = [
    [0.25, 0.25, 0.25, 0.25],
    [0.0625, 0.5, 0.3125, 0.125],
    [0.25, 0.125, 0.3125, 0.3125],
    [0, 0.125, 0.375, 0.5],
  ]

  private func mask(_ thetaP: Double, _ rules: PruningRules = PruningRules()) throws -> [String] {
    let mask = try Pruner(.head(Self.rows), rules: rules).prune(.mass(thetaP))[0, 0].mask
    return (0..<4).map { query in (0..<4).map { mask[query, $0] ? "#" : "." }.joined() }
  }

  @Test("A row keeps the fewest largest entries that reach theta_p, and the class token")
  func fewest() throws {
    #expect(try mask(0.5) == ["####", "##..", "#.##", "#..#"])
    #expect(try mask(0.501) == ["####", "###.", "#.##", "#.##"])
    // A row's zero adds nothing and is kept for the class token only.
    #expect(try mask(1) == ["####", "####", "####", "####"])
  }

  @Test("Of equal entries the lower column is kept")
  func ties() throws {
    let rules = PruningRules(classTokens: 0)
    #expect(try mask(0.3, rules) == ["##..", ".#..", "..#.", "...#"])
  }

  @Test("The authors' one extra entry comes on request")
  func oneMore() throws {
    let rules = PruningRules(classTokens: 0, entries: .oneMore)
    #expect(try mask(0.3, rules) == ["###.", ".##.", "..##", "..##"])
    #expect(try mask(1, rules) == ["####", "####", "####", "####"])
  }

  @Test("A model may have no class token, or a distillation token too")
  func classTokens() throws {
    #expect(try mask(1, PruningRules(classTokens: 0)) == ["####", "####", "####", ".###"])
    #expect(try mask(0.5, PruningRules(classTokens: 2)) == ["####", "####", "####", "##.#"])
  }

  @Test("More theta_p keeps what less keeps", arguments: 0..<8 as Range<UInt64>)
  func monotone(seed: UInt64) throws {
    let maps = try AttentionMaps.random(tokens: 40, seed: seed)
    for entries in PruningRules.Entries.allCases {
      let pruner = try Pruner(maps, rules: PruningRules(entries: entries))
      var before: AttentionMask?
      for step in 1...25 {
        let mask = try pruner.prune(.mass(Double(step) / 25))[0, 0].mask
        if let before {
          #expect(
            zip(before.kept, mask.kept).allSatisfy { !$0 || $1 }, "seed \(seed), step \(step)")
        }
        before = mask
      }
    }
  }

  @Test("Each row reaches theta_p, with no entry too many", arguments: 0..<8 as Range<UInt64>)
  func minimal(seed: UInt64) throws {
    let maps = try AttentionMaps.random(tokens: 40, seed: seed)
    let pruner = try Pruner(maps, rules: PruningRules(classTokens: 0))
    let map = Array(maps.map(block: 0, head: 0))
    for thetaP in [0.05, 0.21, 0.31, 0.58, 0.9, 0.99] {
      let mask = try pruner.prune(.mass(thetaP))[0, 0].mask
      for query in 0..<40 {
        let keys = mask.keys(ofQuery: query)
        let kept = keys.map { Double(map[query * 40 + $0]) }.sorted(by: >)
        let pruned = (0..<40).filter { !keys.contains($0) }.map { Double(map[query * 40 + $0]) }
        let place = "seed \(seed), theta_p \(thetaP), query \(query)"
        #expect(kept.reduce(0, +) >= thetaP, "\(place)")
        #expect(kept.dropLast().reduce(0, +) < thetaP, "\(place)")
        #expect(kept.last ?? 0 >= pruned.max() ?? 0, "\(place)")
      }
    }
  }

  @Test("The class token's row and column stay whole", arguments: 0..<4 as Range<UInt64>)
  func classToken(seed: UInt64) throws {
    let maps = try AttentionMaps.random(blocks: 2, heads: 2, tokens: 25, seed: seed)
    for classTokens in 1...2 {
      let pruner = try Pruner(maps, rules: PruningRules(classTokens: classTokens))
      for target in [PruningTarget.mass(0.1), .sparsityOfNetwork(0.7), .sparsityOfEachHead(0.7)] {
        for head in try pruner.prune(target).prunedHeads {
          #expect(head.mask.rowCounts.prefix(classTokens).allSatisfy { $0 == 25 }, "seed \(seed)")
          #expect(
            head.mask.columnCounts.prefix(classTokens).allSatisfy { $0 == 25 }, "seed \(seed)")
        }
      }
    }
  }

  @Test("A sparsity is reached, and missed by at most one entry a row", arguments: [1, 2, 3])
  func sparsity(seed: UInt64) throws {
    let maps = try AttentionMaps.random(blocks: 2, heads: 3, tokens: 50, seed: seed)
    for entries in PruningRules.Entries.allCases {
      let pruner = try Pruner(maps, rules: PruningRules(entries: entries))
      for sparsity in [0.5, 0.8, 0.9] {
        let place = "seed \(seed), sparsity \(sparsity), \(entries)"
        let network = try pruner.prune(.sparsityOfNetwork(sparsity))
        #expect(Set(network.prunedHeads.map(\.thetaP)).count == 1)
        #expect(network.sparsity >= sparsity, "\(place)")
        let budget = Int((1 - sparsity) * 6 * 2500)
        #expect(budget - network.keptCount <= 6 * 50, "\(place)")
        for head in try pruner.prune(.sparsityOfEachHead(sparsity)).prunedHeads {
          #expect(head.mask.sparsity >= sparsity, "\(place)")
          #expect(Int((1 - sparsity) * 2500) - head.mask.keptCount <= 50, "\(place)")
        }
      }
    }
  }

  @Test("Any more theta_p would miss the sparsity")
  func lastTheta() throws {
    let pruner = try Pruner(.random(blocks: 1, heads: 2, tokens: 30, seed: 5))
    let network = try pruner.prune(.sparsityOfNetwork(0.8))
    let thetaP = network[0, 0].thetaP
    #expect(try pruner.prune(.mass(thetaP)) == network)
    #expect(try pruner.prune(.mass(thetaP.nextUp)).sparsity < 0.8)
    #expect(try pruner.prune(.sparsityOfNetwork(0))[0, 0].thetaP == 1)
  }

  @Test("Targets out of reach are refused with a sentence")
  func refusals() throws {
    let pruner = try Pruner(.head(Self.rows))
    #expect(
      refusal { _ = try pruner.prune(.mass(1.5)) }
        == "theta_p is 1.5, but a row keeps more than 0 and at most 1 of its attention; choose a "
        + "number in between, such as 0.21.")
    #expect(refusal { _ = try pruner.prune(.mass(.nan)) }.hasPrefix("theta_p is nan"))
    #expect(
      refusal { _ = try pruner.prune(.sparsityOfNetwork(95)) }
        == "The sparsity is 95.0, but it is the pruned fraction of all entries; choose a number "
        + "from 0 up to, but not, 1.")
    #expect(
      refusal { _ = try pruner.prune(.sparsityOfEachHead(0.5)) }
        == "In block 0, head 0: The sparsity is 0.5, but one entry a row beside rows and columns "
        + "of class tokens already keeps 10 of 16; choose at most 0.375.")
    #expect(
      refusal { _ = try Pruner(.head(Self.rows), rules: PruningRules(classTokens: 5)) }
        == "The count of class tokens is 5, but the maps have 4 tokens; give 1 for DeiT, 2 with "
        + "distillation, or 0.")
  }
}
