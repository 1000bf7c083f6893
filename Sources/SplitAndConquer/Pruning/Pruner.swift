import AttentionSpec

/// Prunes attention maps: the *split* of the paper.
///
/// In each row the fewest largest entries stay whose sum reaches theta_p; of equal entries the one
/// in the lower column is taken first. Then the rows and columns of class tokens are kept whole.
/// They add to what a row keeps and do not replace any of it, as in the authors' code.
public struct Pruner: Sendable {
  public let blocks: Int
  /// Heads of each block.
  public let heads: Int
  public let tokens: Int
  public let rules: PruningRules
  private let ranked: [RankedHead]

  /// - Throws: `Refusal` for a count of class tokens that the maps cannot have.
  public init(_ maps: AttentionMaps, rules: PruningRules = PruningRules()) throws {
    guard (0...maps.tokens).contains(rules.classTokens) else {
      throw Refusal(
        "The count of class tokens is \(rules.classTokens), but the maps have "
          + "\(maps.tokens.counted("token")); give 1 for DeiT, 2 with distillation, or 0.")
    }
    blocks = maps.blocks
    heads = maps.heads
    tokens = maps.tokens
    self.rules = rules
    ranked = (0..<maps.blocks * maps.heads).map { index in
      RankedHead(
        maps.map(block: index / maps.heads, head: index % maps.heads), tokens: maps.tokens,
        rules: rules)
    }
  }

  /// The masks of all heads.
  ///
  /// For a sparsity, theta_p is the largest number at which the sparsity is at least the target, so
  /// that the kept entries miss it by less than one a row.
  ///
  /// - Throws: `Refusal` for a target out of range, or a sparsity that even one entry a row beside
  ///   the class tokens' does not reach.
  public func prune(_ target: PruningTarget) throws -> PrunedNetwork {
    let thetas: [Double]
    switch target {
    case .mass(let thetaP):
      guard thetaP > 0, thetaP <= 1 else {
        throw Refusal(
          "theta_p is \(thetaP), but a row keeps more than 0 and at most 1 of its attention; "
            + "choose a number in between, such as 0.21.")
      }
      thetas = ranked.map { _ in thetaP }
    case .sparsityOfEachHead(let sparsity):
      thetas = try ranked.enumerated().map { index, head in
        do {
          return try thetaP(for: sparsity, over: [head])
        } catch let refusal as Refusal {
          throw Refusal("In block \(index / heads), head \(index % heads): \(refusal.description)")
        }
      }
    case .sparsityOfNetwork(let sparsity):
      let common = try thetaP(for: sparsity, over: ranked)
      thetas = ranked.map { _ in common }
    }
    let pruned = try zip(ranked, thetas).map { head, thetaP in
      PrunedHead(mask: try head.mask(thetaP: thetaP), thetaP: thetaP)
    }
    return PrunedNetwork(blocks: blocks, heads: heads, prunedHeads: pruned)
  }

  /// The largest theta_p of (0, 1] whose sparsity over some heads is at least the target.
  private func thetaP(for sparsity: Double, over heads: [RankedHead]) throws -> Double {
    guard sparsity >= 0, sparsity < 1 else {
      throw Refusal(
        "The sparsity is \(sparsity), but it is the pruned fraction of all entries; "
          + "choose a number from 0 up to, but not, 1.")
    }
    let entries = heads.count * tokens * tokens
    func reaches(_ thetaP: Double) -> Bool {
      let kept = heads.reduce(0) { $0 + $1.keptCount(thetaP: thetaP) }
      return 1 - Double(kept) / Double(entries) >= sparsity
    }
    // Numbers above 0 are ordered as their bit patterns are, so bisection finds the very last one.
    var low = Double.leastNonzeroMagnitude.bitPattern
    var high = (1.0).bitPattern
    guard reaches(Double(bitPattern: low)) else {
      let kept = heads.reduce(0) { $0 + $1.keptCount(thetaP: Double(bitPattern: low)) }
      // Rounded down, so that what is advised can be reached.
      let most = ((1 - Double(kept) / Double(entries)) * 10_000).rounded(.down) / 10_000
      throw Refusal(
        "The sparsity is \(sparsity), but one entry a row beside rows and columns of class tokens "
          + "already keeps \(kept) of \(entries); choose at most \(most).")
    }
    if reaches(1) { return 1 }
    while high - low > 1 {
      let middle = low + (high - low) / 2
      if reaches(Double(bitPattern: middle)) { low = middle } else { high = middle }
    }
    return Double(bitPattern: low)
  }
}
