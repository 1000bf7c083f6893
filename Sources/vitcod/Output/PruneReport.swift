import Basics
import ModelImport
import SplitAndConquer

/// What `vitcod prune` made of attention maps.
struct PruneReport: TextReport, Codable, Equatable {
  struct Head: Codable, Equatable {
    var block: Int
    var head: Int
    /// The attention that every row keeps at least.
    var thetaP: Double
    var kept: Int
    /// The pruned fraction of the head's entries.
    var sparsity: Double
  }

  /// Of vitcod.
  var version: String
  /// The name of the file with the maps.
  var maps: String
  /// What was asked for: one of the two.
  var thetaP: Double?
  var sparsityTarget: Double?
  /// How the sparsity was to be reached.
  var scope: PruningScope?
  var rules: PruningRules
  /// What True means in the file that was written.
  var maskMeaning: MaskMeaning
  var tokens: Int
  /// Kept entries of all heads.
  var kept: Int
  /// The pruned fraction of all entries of all heads.
  var sparsity: Double
  var heads: [Head]

  private static let table = TextTable([
    ("head", 18), ("theta_p", 9), ("kept", 9), ("sparsity", 10),
  ])

  var text: String {
    let rows = heads.map { head in
      Self.table.row([
        "block \(head.block) head \(head.head)", TextTable.fraction(head.thetaP), "\(head.kept)",
        TextTable.percent(head.sparsity),
      ])
    }
    let total = Self.table.row(["total", "", "\(kept)", TextTable.percent(sparsity)])
    return ([Self.table.titles] + rows + [total]).joined(separator: "\n")
  }
}
