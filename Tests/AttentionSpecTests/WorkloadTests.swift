import AttentionSpec
import Testing

@Suite struct WorkloadTests {
  private static func mask() throws -> AttentionMask {
    try AttentionMask(tokens: 3, kept: [true, true, true, true, false, false, false, true, true])
  }

  @Test("Without denser columns everything is rest")
  func all() throws {
    let mask = try Self.mask()
    #expect(HeadWorkload(mask).rest == mask.keptKeys)
    #expect(try HeadWorkload(mask, denserColumns: []) == HeadWorkload(mask))
    #expect(Workload(mask).rest == mask.keptKeys)
    #expect(Workload(mask).denserScores == 0)
  }

  @Test("The rest has no entry of a denser column, and rows may be empty")
  func rest() throws {
    let head = try HeadWorkload(Self.mask(), denserColumns: [2, 0])
    #expect(head.denserColumns == [0, 2])
    #expect(head.rest == [[1], [], [1]])
    #expect(Workload([head]).denserScores == 6)
  }

  @Test("Heads that are scheduled together are numbered through")
  func together() throws {
    let first = HeadWorkload(try AttentionMask.dense(tokens: 2))
    let second = try HeadWorkload(Self.mask(), denserColumns: [0])
    let workload = Workload([first, second])
    #expect(workload.tokens == 5)
    #expect(workload.rest == [[0, 1], [0, 1], [3, 4], [], [3, 4]])
    #expect(workload.denserScores == 3)
  }

  @Test("Columns that are no keys, or are named twice, are refused")
  func refusals() throws {
    for columns in [[3], [-1], [1, 1]] {
      #expect(
        refusal { _ = try HeadWorkload(Self.mask(), denserColumns: columns) }
          == "The denser columns \(columns) are not different keys of 0 to 2; "
          + "name each global token once.")
    }
  }
}
