import AttentionSpec
import Testing

@Suite struct ScheduleTests {
  private static let configuration = AcceleratorConfiguration(
    name: "two", array: ArrayShape(lines: 2, macsPerLine: 1, elements: 2),
    capacity: Capacity(
      tokens: 3, headDimension: 4, tokensPerBank: 2, queriesPerElement: 2, slots: 4),
    accumulatorBits: 24)

  private static func token(_ token: Int) -> Slot { .entry(token: token) }

  /// Query 0 keeps 0 and 1 on element 0; queries 1 and 2 keep 0 and 2 on element 1.
  private static func schedule(
    slots: [[Slot]] = [
      [.entry(token: 0), .entry(token: 1), .idle], [.entry(token: 0), .idle, .entry(token: 2)],
    ],
    rowEnds: [[Int]] = [[2], [1, 3]], queries: [[Int]] = [[0], [1, 2]],
    banks: [Int] = [0, 1, 0]
  ) -> Schedule {
    let addresses = [0, 0, 1]
    let placements = zip(banks, addresses).map { TokenPlacement(bank: $0, address: $1) }
    return Schedule(
      slotCount: 3, rowsOfElement: queries, placements: placements, slots: slots,
      rowEnds: rowEnds)
  }

  private func broken(_ schedule: Schedule) throws -> String {
    let mask = try AttentionMask(
      tokens: 3, kept: [true, true, false, true, false, false, false, false, true])
    return refusal { try schedule.validate(for: Workload(mask), configuration: Self.configuration) }
  }

  private func law(_ law: String) -> String {
    "The schedule breaks the law that \(law); schedule the mask again."
  }

  @Test("A correct schedule keeps every law, multicast included")
  func correct() throws {
    #expect(try broken(Self.schedule()) == "nothing was refused")
  }

  @Test("A schedule that breaks a law is refused with the law")
  func laws() throws {
    let (zero, one, two) = (Self.token(0), Self.token(1), Self.token(2))
    #expect(
      try broken(Self.schedule(slots: [[zero, zero, .idle], [zero, .idle, two]]))
        == law("row 0 of element 0 has each kept entry exactly once and no other"))
    #expect(
      try broken(Self.schedule(slots: [[zero, one, .idle], [zero, two, .idle]]))
        == law("the last slot of row 2 of element 1 is an entry"))
    #expect(
      try broken(Self.schedule(slots: [[zero, one, one], [zero, .idle, two]]))
        == law("element 0 is idle after its last row"))
    #expect(
      try broken(
        Self.schedule(slots: [[one, .idle, zero], [zero, .idle, two]], rowEnds: [[3], [1, 3]]))
        == law("elements that read bank 0 in slot 2 read the same token"))
    #expect(
      try broken(Self.schedule(queries: [[1], [1, 2]]))
        == law("each row that keeps something belongs to exactly one element"))
    #expect(
      try broken(Self.schedule(banks: [0, 0, 0])) == law("no two tokens share a place in a bank"))
    #expect(try broken(Self.schedule(banks: [0, 2, 0])) == law("token 1 lies inside a bank"))
    #expect(
      try broken(Self.schedule(rowEnds: [[2], [1]])) == law("each local row has one end"))
    #expect(
      try broken(Self.schedule(rowEnds: [[4], [1, 3]]))
        == law("row 0 of element 0 has its own slots"))
    #expect(
      try broken(Self.schedule(slots: [[zero, one], [zero, .idle, two]]))
        == law("each element has 3 slots"))
  }

  @Test("Entries come slot after slot, each with its row")
  func entries() {
    let schedule = Schedule(
      slotCount: 6, rowsOfElement: [[7, 3], []], placements: [],
      slots: [
        [.entry(token: 4), .idle, .entry(token: 1), .idle, .entry(token: 4), .entry(token: 9)],
        Array(repeating: .idle, count: 6),
      ],
      rowEnds: [[3, 5], []])
    func entry(_ slot: Int, _ localRow: Int, _ row: Int, _ token: Int, _ isLast: Bool) -> [Int] {
      [slot, localRow, row, token, isLast ? 1 : 0]
    }
    // What stands behind the last row is left out.
    #expect(
      schedule.entries(of: 0).map { entry($0.slot, $0.localRow, $0.row, $0.token, $0.isLast) }
        == [entry(0, 0, 7, 4, false), entry(2, 0, 7, 1, true), entry(4, 1, 3, 4, true)])
    #expect(schedule.entries(of: 1).map(\.slot) == [])
    #expect(schedule.entries(of: 2).map(\.slot) == [])
  }

  @Test("A row whose end is below the one before is empty, and its entries are the next one's")
  func fallingEnds() {
    let schedule = Schedule(
      slotCount: 4, rowsOfElement: [[0, 1, 2]], placements: [],
      slots: [(0..<4).map { .entry(token: $0) }], rowEnds: [[3, 2, 4]])
    #expect(schedule.entries(of: 0).map(\.row) == [0, 0, 0, 2])
    #expect(schedule.entries(of: 0).map(\.isLast) == [false, false, true, true])
  }

  @Test("Checkpoints have stable names")
  func checkpoints() {
    #expect(
      Checkpoint.allCases.map(\.rawValue) == ["scores", "numerators", "rowSums", "output"])
  }
}
