import AttentionSpec

/// What pruning and reordering made of one head.
public struct HeadReport: Sendable, Equatable, Codable {
  public let block: Int
  public let head: Int
  public let tokens: Int
  /// The theta_p of pruning; nil for a mask from elsewhere.
  public let thetaP: Double?
  public let thetaD: Int
  public let kept: Int
  /// The pruned fraction of `tokens * tokens` entries.
  public let sparsity: Double
  /// Columns of the denser block, N_gt.
  public let globalTokens: Int
  /// Kept entries in the denser block.
  public let denserKept: Int
  /// The kept fraction of the denser block; nil without global tokens.
  public let denserFill: Double?
  /// The pruned fraction of the sparser rest; nil if all tokens are global.
  public let sparserSparsity: Double?
  /// The estimate of the cost; nil if there is none.
  public let cycles: Int?
  public let rows: Histogram
  public let columns: Histogram

  /// The report of a mask in the order of its tokens.
  public init(block: Int, head: Int, mask: AttentionMask, thetaD: Int, thetaP: Double? = nil) {
    self.init(
      block: block, head: head, mask: mask, thetaP: thetaP, thetaD: thetaD,
      globalTokens: Reordering(mask, thetaD: thetaD).globalTokens, cycles: nil)
  }

  /// The report of a mask in the order of its tokens, with its theta_d and what that costs.
  public init(
    block: Int, head: Int, mask: AttentionMask, choice: ThresholdChoice, thetaP: Double? = nil
  ) {
    self.init(
      block: block, head: head, mask: mask, thetaP: thetaP, thetaD: choice.thetaD,
      globalTokens: choice.reordering.globalTokens, cycles: choice.cycles)
  }

  private init(
    block: Int, head: Int, mask: AttentionMask, thetaP: Double?, thetaD: Int, globalTokens: Int,
    cycles: Int?
  ) {
    self.block = block
    self.head = head
    tokens = mask.tokens
    self.thetaP = thetaP
    self.thetaD = thetaD
    kept = mask.keptCount
    sparsity = mask.sparsity
    self.globalTokens = globalTokens
    // The global tokens' columns are the fullest ones.
    denserKept = mask.columnCounts.sorted(by: >).prefix(globalTokens).reduce(0, +)
    denserFill = Self.fraction(denserKept, of: mask.tokens * globalTokens)
    sparserSparsity = Self.fraction(
      kept - denserKept, of: mask.tokens * (mask.tokens - globalTokens)
    ).map { 1 - $0 }
    self.cycles = cycles
    rows = Histogram(mask.rowCounts)
    columns = Histogram(mask.columnCounts)
  }

  static func fraction(_ part: Int, of whole: Int) -> Double? {
    whole > 0 ? Double(part) / Double(whole) : nil
  }
}

/// What pruning and reordering made of a network.
public struct SplitReport: Sendable, Equatable, Codable {
  /// Kept entries of all heads.
  public let kept: Int
  /// The pruned fraction of all entries of all heads.
  public let sparsity: Double
  /// Columns of all denser blocks.
  public let globalTokens: Int
  /// Kept entries of all denser blocks.
  public let denserKept: Int
  /// The kept fraction of all denser blocks; nil without global tokens.
  public let denserFill: Double?
  /// Scores if denser blocks are computed in full and only kept entries of the rest.
  public let computedScores: Int
  /// The sum of the estimates; nil unless every head has one.
  public let cycles: Int?
  public let heads: [HeadReport]

  public init(_ heads: [HeadReport]) {
    self.heads = heads
    kept = heads.reduce(0) { $0 + $1.kept }
    let entries = heads.reduce(0) { $0 + $1.tokens * $1.tokens }
    sparsity = HeadReport.fraction(entries - kept, of: entries) ?? 0
    globalTokens = heads.reduce(0) { $0 + $1.globalTokens }
    denserKept = heads.reduce(0) { $0 + $1.denserKept }
    let denser = heads.reduce(0) { $0 + $1.tokens * $1.globalTokens }
    denserFill = HeadReport.fraction(denserKept, of: denser)
    computedScores = kept - denserKept + denser
    let estimates = heads.compactMap(\.cycles)
    cycles = estimates.count == heads.count ? estimates.reduce(0, +) : nil
  }
}
