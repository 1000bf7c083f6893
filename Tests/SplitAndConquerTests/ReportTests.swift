import AttentionCompiler
import AttentionSpec
import Foundation
import SplitAndConquer
import Testing

@Suite struct ReportTests {
  private func cross() throws -> AttentionMask {
    var kept = Matrix(rows: 4, columns: 4, repeating: false)
    for token in 0..<4 {
      kept[0, token] = true
      kept[token, 0] = true
    }
    kept[1, 2] = true
    return try AttentionMask(kept)
  }

  @Test("A head's report counts what its mask keeps")
  func head() throws {
    let report = try HeadReport(block: 1, head: 2, mask: cross(), thetaD: 1, thetaP: 0.25)
    #expect(report.kept == 8)
    #expect(report.sparsity == 0.5)
    #expect(report.globalTokens == 2)
    #expect(report.denserKept == 6)
    #expect(report.denserFill == 0.75)
    #expect(report.sparserSparsity == 0.75)
    #expect(report.cycles == nil)
    #expect(report.rows.bars.map { [$0.entries, $0.lines] } == [[1, 2], [2, 1], [4, 1]])
    #expect(report.columns.bars.map { [$0.entries, $0.lines] } == [[1, 2], [2, 1], [4, 1]])
    let rows = report.rows
    #expect((rows.minimum, rows.median, rows.maximum) == (1, 1, 4))
  }

  @Test("The median is the lower one of two middle lines")
  func median() {
    #expect(Histogram([5, 1, 9]).median == 5)
    #expect(Histogram([9, 2, 4, 4, 1, 9]).median == 4)
    #expect(Histogram([2, 1]).median == 1)
    #expect(Histogram([]).median == 0)
  }

  @Test("A network's report adds up its heads', and survives JSON")
  func network() throws {
    let masks = try SyntheticMask.network(
      blocks: 2, heads: 2, grid: PatchGrid(rows: 5, columns: 5), seed: 4
    ).flatMap { $0 }
    let heads = try masks.enumerated().map { index, mask in
      try HeadReport(
        block: index / 2, head: index % 2, mask: mask,
        choice: ThresholdChoice(mask) { $0.denserScores + 3 * $0.rest.storage.count })
    }
    let report = SplitReport(heads)
    #expect(report.kept == masks.reduce(0) { $0 + $1.keptCount })
    #expect(report.cycles == heads.compactMap(\.cycles).reduce(0, +))
    #expect(report.computedScores >= report.kept)
    #expect(report.computedScores == report.kept - report.denserKept + 26 * report.globalTokens)
    let data = try JSONEncoder().encode(report)
    #expect(try JSONDecoder().decode(SplitReport.self, from: data) == report)
  }

  @Test("A fill without global tokens is no number")
  func noGlobals() throws {
    let report = try HeadReport(block: 0, head: 0, mask: cross(), thetaD: 4)
    #expect(report.globalTokens == 0)
    #expect(report.denserFill == nil)
    #expect(SplitReport([report]).denserFill == nil)
    let all = try HeadReport(block: 0, head: 0, mask: cross(), thetaD: 0)
    #expect(all.sparserSparsity == nil)
    #expect(all.denserFill == 0.5)
  }
}
