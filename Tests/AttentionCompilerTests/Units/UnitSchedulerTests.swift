import AttentionSpec
import ModelImport
import TensorFiles
import Testing

@testable import AttentionCompiler

@Suite("Schedules of units of work")
struct UnitSchedulerTests {
  @Test(
    "Schedules of random units keep all laws",
    arguments: [(1, 1), (1, 4), (2, 4), (5, 8), (8, 8), (8, 16), (16, 16), (3, 7)])
  func laws(elements: Int, banks: Int) throws {
    for seed in 0..<6 as Range<UInt64> {
      let workload = try randomUnit(
        heads: Int(seed % 3) + 1, tokens: [5, 17, 30][Int(seed) % 3],
        perMille: seed < 3 ? 150 : 600, seed: seed)
      for order in RowOrder.allCases {
        for decoder in [DecoderShape(), DecoderShape(heads: 2)] {
          let schedule = UnitScheduler.schedule(
            workload, elements: elements, banks: banks, decoder: decoder, order: order)
          try schedule.validate(for: workload)
          let again = UnitScheduler.schedule(
            workload, elements: elements, banks: banks, decoder: decoder, order: order)
          #expect(schedule == again)
        }
      }
    }
  }

  @Test("A schedule that is broken in one place breaks a law")
  func broken() throws {
    let workload = try randomUnit(heads: 2, tokens: 12, perMille: 300, seed: 1)
    let schedule = UnitScheduler.schedule(workload, elements: 3, banks: 4, order: .byQuery)
    for place in schedule.tokens.indices {
      var tokens = schedule.tokens
      tokens[place] = tokens[place] == UnitSchedule.idle ? 0 : UnitSchedule.idle
      let broken = UnitSchedule(
        elements: 3, banks: 4, layout: schedule.layout, rows: schedule.rows, tokens: tokens)
      #expect(throws: Refusal.self) { try broken.validate(for: workload) }
    }
    for place in schedule.rows.indices.dropLast() {
      var rows = schedule.rows
      rows.swapAt(place, place + 1)
      let broken = UnitSchedule(
        elements: 3, banks: 4, layout: schedule.layout, rows: rows, tokens: schedule.tokens)
      #expect(throws: Refusal.self) { try broken.validate(for: workload) }
    }
  }

  @Test("Heads that are decoded at once have a token in banks of their own")
  func stride() {
    for tokens in 1...40 {
      for heads in [1, 2, 4, 8] {
        let stride = DecoderShape(heads: heads).stride(tokens: tokens)
        #expect(stride == (heads > 1 ? tokens | 1 : tokens))
        let layout = UnitLayout(heads: heads, tokens: tokens, stride: stride)
        for banks in [8, 16] {
          let taken = Set((0..<heads).map { layout.place(head: $0, token: tokens - 1) % banks })
          #expect(heads == 1 || taken.count == heads, "\(heads) heads of \(tokens)")
        }
      }
    }
  }

  @Test("A schedule for another layout breaks the law of banks, or of its heads")
  func layout() throws {
    let workload = try randomUnit(heads: 2, tokens: 12, perMille: 500, seed: 2)
    let schedule = UnitScheduler.schedule(
      workload, elements: 4, banks: 4, decoder: DecoderShape(heads: 2), order: .byQuery)
    for layout in [
      UnitLayout(heads: 2, tokens: 12, stride: 12), UnitLayout(heads: 1, tokens: 24, stride: 24),
    ] {
      let broken = UnitSchedule(
        elements: 4, banks: 4, layout: layout, rows: schedule.rows, tokens: schedule.tokens)
      #expect(throws: Refusal.self) { try broken.validate(for: workload) }
    }
  }

  @Test("A long row is not kept waiting by short ones")
  func patience() throws {
    // One row keeps all tokens, the others four of them.
    let tokens = 64
    var kept = Array(repeating: false, count: tokens * tokens)
    for row in 0..<tokens {
      for key in 0..<tokens where row == 0 || (row + key) % 16 == 0 {
        kept[row * tokens + key] = true
      }
    }
    let workload = Workload(try AttentionMask(tokens: tokens, kept: kept))
    let schedule = UnitScheduler.schedule(workload, elements: 8, banks: 2, order: .byQuery)
    try schedule.validate(for: workload)
    let long = try #require(schedule.rows.first { $0.row == 0 })
    let last = (0..<schedule.slotCount).last { slot in
      let token = schedule[slot][slot * 8 + long.element]
      return token >= 0
        && schedule.rows.last { $0.element == long.element && $0.firstSlot <= slot }
          == long
    }
    #expect(try #require(last) - long.firstSlot < 64 + 17)
  }

  @Test("Rows of unlike banks share a slot, and equal tokens one read")
  func sharing() throws {
    // Two rows of the same two tokens in one bank: each read serves both.
    let masks = [HeadWorkload(try AttentionMask.dense(tokens: 2))]
    let schedule = UnitScheduler.schedule(
      Workload(masks), elements: 2, banks: 1, order: .byQuery)
    #expect(schedule.slotCount == 2)
  }

  @Test(
    "The authors' layers take at most 1.5 % more slots than there is work",
    .enabled(if: SharedData.isPresent, "the shared data folder is not beside the package"))
  func authors() throws {
    var slots = 0
    var least = 0
    for workload in try SharedData.layers() {
      let schedule = UnitScheduler.schedule(workload, elements: 8, banks: 16, order: .byQuery)
      try schedule.validate(for: workload)
      slots += schedule.slotCount
      least += dividedRoundingUp(workload.rest.storage.count, by: 8)
    }
    #expect(Double(slots) <= 1.015 * Double(least), "\(slots) slots for \(least)")
  }
}
