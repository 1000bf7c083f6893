import AttentionCompiler
import AttentionSpec
import ModelImport
import SplitAndConquer

/// What `vitcod reorder` made of masks.
struct ReorderReport: TextReport, Codable, Equatable {
  /// What the cycles were estimated for.
  struct Target: Codable, Equatable {
    var configuration: AcceleratorConfiguration
    var headDimension: Int
    /// The cycles of all heads on the sparser engine alone.
    var cyclesWithoutDenserBlocks: Int
  }

  /// Of vitcod.
  var version: String
  /// The name of the file with the masks.
  var mask: String
  var maskMeaning: MaskMeaning
  /// The given theta_d; nil if it was chosen per head.
  var thetaD: Int?
  /// Nil without a configuration; then no cycles are estimated.
  var target: Target?
  var split: SplitReport

  private static let columns: [(title: String, width: Int)] = [
    ("head", 18), ("theta_d", 7), ("n_gt", 6), ("kept", 8), ("sparsity", 10), ("fill", 8),
    ("rest", 8), ("rows", 11), ("columns", 11),
  ]

  var text: String {
    let table = TextTable(Self.columns + (target == nil ? [] : [("cycles", 9)]))
    func cycles(_ count: Int?) -> [String] { count.map { ["\($0)"] } ?? [] }
    let rows = split.heads.map { head in
      table.row(
        [
          "block \(head.block) head \(head.head)", "\(head.thetaD)", "\(head.globalTokens)",
          "\(head.kept)", TextTable.percent(head.sparsity), Self.percent(head.denserFill),
          Self.percent(head.sparserSparsity), Self.range(head.rows), Self.range(head.columns),
        ] + cycles(head.cycles))
    }
    let total = table.row(
      [
        "total", "", "\(split.globalTokens)", "\(split.kept)", TextTable.percent(split.sparsity),
        Self.percent(split.denserFill), "", "", "",
      ] + cycles(split.cycles))
    let lines = [table.titles] + rows + [total, ""] + remarks
    return lines.joined(separator: "\n")
  }

  private var remarks: [String] {
    let scores =
      "Scores to compute, with denser blocks in full: \(split.computedScores), "
      + "of which \(split.kept) are kept."
    guard let target, let cycles = split.cycles else { return [scores] }
    return [
      scores,
      "Estimate on \(target.configuration.name) with heads of "
        + "\(target.headDimension.counted("feature")): \(cycles.counted("cycle")), "
        + "\(target.cyclesWithoutDenserBlocks) without denser blocks.",
    ]
  }

  private static func percent(_ share: Double?) -> String { share.map(TextTable.percent) ?? "-" }

  /// The fewest, the middle and the most entries of a row or a column.
  private static func range(_ histogram: Histogram) -> String {
    "\(histogram.minimum)/\(histogram.median)/\(histogram.maximum)"
  }
}
