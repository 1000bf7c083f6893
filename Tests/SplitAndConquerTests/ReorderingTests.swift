import AttentionCompiler
import AttentionSpec
import Foundation
import ModelImport
import SplitAndConquer
import TensorFiles
import TestSupport
import Testing

@Suite struct ReorderingTests {
  @Test("Global tokens change places with those in front")
  func order() throws {
    let mask = try AttentionMask(
      Matrix(
        rows: 5, columns: 5,
        storage: [
          1, 1, 1, 1, 1,
          1, 1, 0, 1, 0,
          1, 0, 1, 1, 0,
          1, 0, 0, 1, 1,
          1, 0, 0, 0, 1,
        ].map { $0 == 1 }))
    // Columns keep 5, 2, 2, 4, 3 entries: strictly more than 2 are tokens 0, 3 and 4.
    let reordering = Reordering(mask, thetaD: 2)
    #expect(reordering.globalTokens == 3)
    #expect(reordering.tokenAtPosition == [0, 3, 4, 1, 2])
    #expect(try reordering.reorder(mask).columnCounts == [5, 4, 3, 2, 2])
    #expect(try reordering.reorder(mask).rowCounts == [5, 3, 2, 3, 3])
    #expect(Reordering(mask, thetaD: 3).tokenAtPosition == [0, 3, 2, 1, 4])
    #expect(Reordering(mask, thetaD: 5).globalTokens == 0)
  }

  @Test("Reordering is a bijection, and restoring gives the mask back")
  func roundTrip() throws {
    var random = TestRandom(seed: 11)
    for _ in 0..<60 {
      let tokens = random.integer(1...40)
      let mask = try AttentionMask.random(
        tokens: tokens, perMille: random.integer(0...1000), seed: random.next())
      let reordering = Reordering(mask, thetaD: random.integer(0...tokens))
      #expect(reordering.tokenAtPosition.sorted() == Array(0..<tokens), "seed 11")
      let reordered = try reordering.reorder(mask)
      for position in 0..<tokens {
        let token = reordering.tokenAtPosition[position]
        #expect(reordering.positionOfToken[token] == position, "seed 11")
        let counts = (reordered.columnCounts[position], mask.columnCounts[token])
        #expect(counts.0 == counts.1, "seed 11")
      }
      #expect(try reordering.restore(reordered) == mask, "seed 11")
    }
  }

  @Test("The denser block is the columns with more than theta_d entries, and no others")
  func denseColumns() throws {
    for seed in 0..<30 as Range<UInt64> {
      let mask = try SyntheticMask.head(grid: PatchGrid(rows: 5, columns: 6), seed: seed)
      for thetaD in [0, 3, 8, 15, 31] {
        let reordering = Reordering(mask, thetaD: thetaD)
        let counts = try reordering.reorder(mask).columnCounts
        let place = "seed \(seed), theta_d \(thetaD)"
        #expect(reordering.globalTokens == mask.columnCounts.count { $0 > thetaD }, "\(place)")
        #expect(counts.prefix(reordering.globalTokens).allSatisfy { $0 > thetaD }, "\(place)")
        #expect(counts.dropFirst(reordering.globalTokens).allSatisfy { $0 <= thetaD }, "\(place)")
      }
    }
  }

  @Test("An order survives JSON, and one that is none is refused")
  func coding() throws {
    let reordering = try Reordering(SyntheticMask.head(seed: 3), thetaD: 20)
    let data = try JSONEncoder().encode(reordering)
    #expect(try JSONDecoder().decode(Reordering.self, from: data) == reordering)
    #expect(
      refusal { _ = try Reordering(tokenAtPosition: [0, 2, 2], globalTokens: 0) }
        == "The order of 3 tokens does not name each of 0 to 2 once; give a permutation.")
    #expect(
      refusal { _ = try Reordering(tokenAtPosition: [1, 0], globalTokens: 3) }
        == "There are 3 global tokens among 2; give 0 to 2.")
    #expect(
      refusal { _ = try reordering.reorder(AttentionMask.dense(tokens: 4)) }
        == "A matrix of 4 x 4 cannot take an order of 197 tokens; "
        + "give the head that the order was made for.")
  }

  @Test(
    "The published mask of DeiT-Tiny has the authors' global tokens in every head",
    .enabled(
      if: SharedData.isPresent,
      "the shared data folder is not beside the package; synthetic masks take the same path"))
  func published() throws {
    let file = try MaskFile(NpyFile(path: SharedData.maskPath).tensor, meaning: .pruned)
    let theirs = try NpyFile(path: SharedData.globalTokensPath).tensor.numbers()
    #expect(theirs.count == 36)
    var reports: [HeadReport] = []
    for (index, expected) in theirs.enumerated() {
      let (block, head) = (index / 3, index % 3)
      let mask = try file.mask(block: block, head: head)
      let reordering = Reordering(mask, thetaD: 50)
      #expect(Double(reordering.globalTokens) == expected, "block \(block), head \(head)")
      let reordered = try reordering.reorder(mask)
      #expect(try reordering.restore(reordered) == mask)
      reports.append(HeadReport(block: block, head: head, mask: mask, thetaD: 50))
    }
    let report = SplitReport(reports)
    #expect(report.kept == 74_399)
    #expect(report.computedScores == 93_869)
  }
}
