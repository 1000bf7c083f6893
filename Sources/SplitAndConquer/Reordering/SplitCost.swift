import AttentionSpec

/// A simple cost of a head on two engines that share the MAC lines and run side by side.
///
/// Each score takes `headDimension` products for Q K^T and as many for S V. The denser engine
/// computes all `tokens * globalTokens` scores of its block, kept or not, and keeps every MAC busy;
/// the sparser one computes only the kept scores of the rest, with a fraction of its MACs busy on
/// average. A head takes as long as the slower engine, with the lines split in the best way.
/// Loading, softmax and filling of the pipeline are not counted.
public struct SplitCost: Sendable, Equatable {
  public let lines: Int
  public let macsPerLine: Int
  public let headDimension: Int
  /// The fraction of the sparser engine's MACs that are busy, above 0 and at most 1. At 1 a denser
  /// block never pays.
  public let sparserUtilisation: Double

  /// - Throws: `Refusal` for a size below 1, or a utilisation out of range.
  public init(
    lines: Int, macsPerLine: Int, headDimension: Int, sparserUtilisation: Double
  ) throws {
    guard lines > 0, macsPerLine > 0, headDimension > 0 else {
      throw Refusal(
        "An array of \(lines) lines of \(macsPerLine) MACs and a head dimension of "
          + "\(headDimension) compute nothing; give at least 1 of each.")
    }
    guard sparserUtilisation > 0, sparserUtilisation <= 1 else {
      throw Refusal(
        "The sparser engine's utilisation is \(sparserUtilisation), but it is a fraction; "
          + "give a number above 0 and at most 1.")
    }
    self.lines = lines
    self.macsPerLine = macsPerLine
    self.headDimension = headDimension
    self.sparserUtilisation = sparserUtilisation
  }

  /// The cycles of a head in its new order.
  public func cycles(globalTokens: Int, reordered: AttentionMask) -> Int {
    let products = Double(2 * headDimension)
    let denser = Double(reordered.tokens * globalTokens) * products
    let rest = reordered.keptCount - reordered.keptCount(inFirstColumns: globalTokens)
    let sparser = Double(rest) * products / sparserUtilisation
    let cycles = (0...lines).map { denserLines in
      max(
        time(work: denser, lines: denserLines), time(work: sparser, lines: lines - denserLines))
    }
    return Int(cycles.reduce(.infinity, min).rounded(.up))
  }

  /// Infinite for work without lines.
  private func time(work: Double, lines: Int) -> Double {
    work == 0 ? 0 : work / Double(lines * macsPerLine)
  }
}

extension AttentionMask {
  /// The number of kept entries in the first so many columns.
  func keptCount(inFirstColumns columns: Int) -> Int {
    columnCounts.prefix(columns).reduce(0, +)
  }
}
