import AttentionSpec
import Foundation
import ModelImport
import TensorFiles
import Testing

@testable import AttentionCompiler

@Suite("Plans of units of work, and their cycles")
struct AttentionPlanTests {
  private let shape = PlanningShape(
    elements: 4, banks: 8, words: [.queries: 64, .keys: 96, .values: 72])

  /// Units of a small network, with all masks of one density.
  private func units(_ count: Int, perMille: Int, seed: UInt64) throws -> [UnitOfWork] {
    try (0..<count).map {
      work(try randomUnit(heads: 2, tokens: 15, perMille: perMille, seed: seed * 100 + UInt64($0)))
    }
  }

  private func work(_ workload: Workload, codes: Int = 2) -> UnitOfWork {
    UnitOfWork(workload, codes: codes, name: "a unit")
  }

  @Test(
    "No word is written before the word in its place is read for the last time", arguments: 1...2)
  func places(decodedHeads: Int) throws {
    var shape = shape
    shape.decoder.heads = decodedHeads
    for seed in 0..<5 as Range<UInt64> {
      let tokens = [15, 14, 9][Int(seed % 3)]
      let units = try (0..<6).map {
        work(
          try randomUnit(
            heads: 1 + $0 % 3, tokens: tokens + $0 % 2, perMille: 250,
            seed: seed * 100 + UInt64($0)))
      }
      let plan = try planAttention(units, shape, TimingParameters()).plan
      for load in plan.codes + plan.values {
        for (earlier, unit) in plan.units[..<load.unit].enumerated() {
          let last = lastUse(of: load, in: plan, unit: earlier, unit)
          #expect(load.wait.count >= last, "unit \(load.unit) over \(earlier), seed \(seed)")
        }
      }
    }
  }

  /// The progress after which an earlier unit reads nothing more of what a load writes over.
  private func lastUse(
    of load: AttentionPlan.Load, in plan: AttentionPlan, unit earlier: Int,
    _ unit: AttentionPlan.Unit
  ) -> Int {
    let base = plan.units[load.unit].base[load.memory] ?? 0
    let layout = plan.units[load.unit].layout
    let written = Set(
      (0..<layout.heads).flatMap { head in
        load.tokens.map { base + layout.place(head: head, token: $0) }
      })
    func isWritten(_ token: Int) -> Bool {
      written.contains((unit.base[load.memory] ?? 0) + unit.layout.place(ofToken: token))
    }
    let before = plan.units[..<earlier]
    if load.memory == .queries {
      let rows = before.reduce(0) { $0 + $1.schedule.rows.count }
      let last = unit.schedule.rows.lastIndex { isWritten($0.row) }
      return last.map { rows + $0 + 1 } ?? 0
    }
    let slots = before.reduce(0) { $0 + $1.schedule.slotCount }
    let last = (0..<unit.schedule.slotCount).last { slot in
      unit.schedule[slot].contains { $0 >= 0 && isWritten(Int($0)) }
    }
    return last.map { slots + $0 + 1 } ?? 0
  }

  @Test("Each token of each unit is loaded once, in order")
  func loads() throws {
    let plan = try planAttention(units(4, perMille: 200, seed: 9), shape, TimingParameters()).plan
    for memory in OperandMemory.allCases {
      let loads = (memory == .values ? plan.values : plan.codes).filter { $0.memory == memory }
      let tokens = loads.flatMap { load in load.tokens.map { [load.unit, $0] } }
      #expect(tokens == (0..<4).flatMap { unit in (0..<15).map { [unit, $0] } })
    }
  }

  @Test("Behind the first unit, loads of values bring four times as many tokens as those of codes")
  func loadSizes() {
    let shape = PlanningShape(elements: 4, banks: 8, words: [:])
    let unit = UnitLayout(heads: 2, tokens: 100, stride: 100)
    for memory in OperandMemory.allCases {
      for size in [LoadSize.groups, .units] {
        #expect(size.tokens(of: memory, unit, isFirst: true, shape) == 16)
      }
      let later = LoadSize.groups.tokens(of: memory, unit, isFirst: false, shape)
      #expect(later == (memory == .values ? 64 : 16))
      #expect(LoadSize.units.tokens(of: memory, unit, isFirst: false, shape) == 100)
    }
  }

  @Test("Long rows begin before the short ones, behind two thirds or a third of them")
  func longRows() throws {
    // Row 4 keeps all tokens, the others one.
    let kept = (0..<144).map { $0 / 12 == 4 || $0 % 12 == 0 }
    let workload = Workload(try AttentionMask(tokens: 12, kept: kept))
    let places: [RowOrder: Int] = [.byQuery: 0, .byArrival: 7, .byArrivalSooner: 3]
    for order in RowOrder.allCases {
      let rows = order.rows(of: workload, elements: 2)
      #expect(rows.sorted() == Array(0..<12))
      #expect(rows.firstIndex(of: 4) == places[order], "\(order)")
    }
  }

  @Test("Heads of 16 features fill 80 % of the array: what the trained network keeps")
  func trained() throws {
    let path = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "models/animals/masks_kept.npz").path
    let file = try MaskFile(NpzFile(path: path).tensor("sparse_90"), meaning: .kept)
    var small = TimingParameters()
    (small.wordBytes, small.slotsOfBeat, small.writeBuses, small.keyPlaces) = (16, 4, 8, 2_496)
    (small.recordBeats, small.outputs, small.decoder.heads) = (32, 32, 4)
    var planner = AttentionPlanner(
      PlanningShape(
        elements: 32, banks: 64, words: [.queries: 1_664, .keys: 2_496, .values: 1_664],
        decoder: small.decoder))
    let orders: [RowOrder] = [.byArrival, .byArrivalSooner, .byArrival, .byArrival]
    for (block, order) in orders.enumerated() {
      let heads = try (0..<file.heads).map { try file.mask(block: block, head: $0) }
      let unit = Workload(heads.map { HeadWorkload($0) })
      try planner.add(
        work(unit),
        UnitScheduler.schedule(
          unit, elements: 32, banks: 64, decoder: small.decoder, order: order))
    }
    // 62,094 entries, 16 features twice, 512 MACs: 3,881 cycles.
    #expect(try AttentionTiming.estimate(planner.plan, small).cycles <= 4_860)
  }

  @Test("A unit that does not fit is refused by its memory and its size")
  func tooLarge() throws {
    let small = PlanningShape(
      elements: 4, banks: 8, words: [.queries: 64, .keys: 24, .values: 72])
    #expect(
      refusal { _ = try planAttention(units(1, perMille: 200, seed: 1), small, TimingParameters()) }
        == "a unit: 2 heads of 15 tokens take 30 words, but the memory of keys holds 24; give it "
        + "more, or fewer heads to a unit.")
  }

  @Test(
    "A plan that stands still is refused by its unit, what is waited for and the key to raise",
    arguments: ["scores", "slots", "rows", "finishedRows"])
  func standsStill(_ key: String) throws {
    var parameters = TimingParameters()
    let awaited: String
    switch key {
    case "scores": (parameters.scoreRing, awaited) = (8, "room for its scores as a slot of scores")
    case "slots": (parameters.slotRing, awaited) = (1, "its entry of the index as a slot of scores")
    case "rows": (parameters.rowsBetween, awaited) = (1, "a row with its query as a slot of scores")
    default:
      (parameters.finishedRows, awaited) = (0, "room for a finished row as a slot of outputs")
    }
    let dense = [work(Workload([HeadWorkload(try AttentionMask.dense(tokens: 15))]))]
    let sentence = refusal { _ = try planAttention(dense, shape, parameters) }
    #expect(sentence.hasPrefix("a unit: the plan stands still: "), "\(sentence)")
    #expect(sentence.contains(" waits for \(awaited)"), "\(sentence)")
    #expect(sentence.hasSuffix("; raise memory.\(key)."), "\(sentence)")
  }

  @Test("All bytes are moved, and no plan is faster than its slots, its bytes or its decoder")
  func bounds() throws {
    for (index, decodedHeads) in [1, 2, 3].enumerated() {
      var parameters = TimingParameters()
      parameters.decoder.heads = decodedHeads
      let (plan, estimate) = try planAttention(
        units(5, perMille: 300, seed: UInt64(index)), shape, parameters)
      let slots = plan.units.reduce(0) { $0 + $1.schedule.slotCount }
      // Two heads are as long as their two codes.
      let operands = 5 * 15 * 3 * 2 * 64
      #expect(estimate.bytesWritten == 5 * 2 * 15 * 64)
      #expect(estimate.bytesRead >= operands + slots * 4)
      let bytes = estimate.bytesRead + estimate.bytesWritten
      #expect(estimate.cycles >= 2 * slots + 2 * parameters.latency)
      #expect(estimate.cycles >= bytes * 10 / parameters.bandwidthTenths)
      #expect(estimate.cycles >= 5 * 15 * 2 * 2 / decodedHeads)
      #expect(estimate.unitEnds.count == 5 && estimate.unitEnds == estimate.unitEnds.sorted())
    }
  }

  @Test("A unit of two chunks takes twice the slots' cycles, and twice the bytes")
  func chunks() throws {
    var parameters = TimingParameters()
    let units = try units(3, perMille: 300, seed: 4)
    let one = try planAttention(units, shape, parameters)
    parameters.chunks = 2
    let two = try planAttention(units, shape, parameters)
    let slots = two.plan.units.reduce(0) { $0 + $1.schedule.slotCount }
    #expect(two.estimate.cycles >= 4 * slots + 2 * parameters.latency)
    #expect(two.estimate.bytesWritten == 2 * one.estimate.bytesWritten)
    let index = two.estimate.bytesRead - 3 * 15 * 3 * 2 * 64 * 2
    #expect(index > 0 && index == one.estimate.bytesRead - 3 * 15 * 3 * 2 * 64)
  }

  @Test("Plain queries and keys are as many bytes as values, codes as many as there are")
  func codes() throws {
    func bytes(_ codes: Int) throws -> Int {
      let unit = work(try randomUnit(heads: 2, tokens: 15, perMille: 300, seed: 8), codes: codes)
      return try planAttention([unit], shape, TimingParameters()).estimate.bytesRead
    }
    #expect(try bytes(0) == bytes(2))
    #expect(try bytes(3) - bytes(1) == 2 * 2 * 15 * 64)
  }

  @Test(
    "The authors' network takes fewer than 20,000 cycles, and 20,400 without auto-encoder",
    .enabled(if: SharedData.isPresent, "the shared data folder is not beside the package"))
  func authors() throws {
    let paper = PlanningShape(
      elements: 8, banks: 16, words: [.keys: 1_776, .values: 1_184, .queries: 1_184])
    for (codes, limit) in [(2, 20_000), (0, 20_400)] {
      var planner = AttentionPlanner(paper, .units)
      for (index, unit) in try SharedData.layers().enumerated() {
        let order: RowOrder = index < 3 ? .byArrival : .byQuery
        try planner.add(
          work(unit, codes: codes),
          UnitScheduler.schedule(unit, elements: 8, banks: 16, order: order))
      }
      var parameters = TimingParameters()
      parameters.keyPlaces = 1_776
      let estimate = try AttentionTiming.estimate(planner.plan, parameters)
      #expect(estimate.cycles < limit)
    }
  }
}
