import AttentionCompiler
import AttentionSpec
import BenchSupport
import TestSupport
import Testing

@testable import Accelerator

@Suite("Index buffer", .simulated)
struct IdxBufTests {
  /// The index of one element.
  struct Index {
    var slots: [TokenPlacement?]
    /// For each row the slot behind its last entry.
    var rowEnds: [Int]

    /// Rows of random length with idle slots anywhere but at the end of a row.
    static func random(
      slots: Int, rows: Int, idle: Int, _ configuration: AcceleratorConfiguration,
      _ noise: inout TestRandom
    ) -> Index {
      func place() -> TokenPlacement {
        TokenPlacement(
          bank: noise.integer(0...configuration.banks - 1),
          address: noise.integer(0...configuration.capacity.tokensPerBank - 1))
      }
      var index = Index(slots: [], rowEnds: [])
      for row in 0..<rows {
        let limit = slots - (rows - row)
        let most = min(limit, index.slots.count + 2 * slots / rows)
        let end = noise.integer(index.slots.count...max(index.slots.count, most))
        while index.slots.count < end {
          index.slots.append(noise.chance(perMille: idle) ? nil : place())
        }
        index.slots.append(place())
        index.rowEnds.append(index.slots.count)
      }
      while index.slots.count < slots { index.slots.append(nil) }
      return index
    }

    /// What the buffer gives in each slot: place, row, whether it is the row's first and last.
    var expected: [[Int]?] {
      var row = 0
      var isFirst = true
      return slots.enumerated().map { slot, place in
        guard let place else { return nil }
        let isLast = row < rowEnds.count && rowEnds[row] == slot + 1
        let entry = [place.bank, place.address, row, isFirst ? 1 : 0, isLast ? 1 : 0]
        isFirst = isLast
        row += isLast ? 1 : 0
        return entry
      }
    }
  }

  static func load(
    _ index: Index, _ configuration: AcceleratorConfiguration, into bench: Bench
  ) throws {
    let map = MemoryMap(configuration)
    for (slot, place) in index.slots.enumerated() {
      try bench.step([
        "write_index": 1, "write_address": slot, "write_number": Int(map.indexWord(place)),
      ])
    }
    for (row, end) in index.rowEnds.enumerated() {
      try bench.step(["write_pointer": 1, "write_address": row, "write_number": end])
    }
  }

  /// Walks through the slots, with stalls and restarts in 1000 cycles each, until the end was
  /// reached `walks` times.
  static func walk(
    _ index: Index, on bench: Bench, stalls: Int, restarts: Int, walks: Int,
    _ noise: inout TestRandom
  ) throws -> String? {
    let expected = index.expected
    try bench.step(["walk_restart": 1])
    var slot = 0
    var walks = walks
    while walks > 0 {
      try bench.set()
      let isEntry = bench["entry_valid"] == 1
      let got = isEntry ? Self.fields.map { bench["entry_\($0)"] } : nil
      if got != expected[slot] {
        return "slot \(slot): expected \(expected[slot] ?? []), got \(got ?? [])"
      }
      if noise.chance(perMille: restarts) {
        try bench.step(["walk_restart": 1, "walk_advance": noise.integer(0...1)])
        slot = 0
      } else if noise.chance(perMille: stalls) {
        try bench.step()
      } else {
        try bench.step(["walk_advance": 1])
        slot += 1
      }
      if slot == index.slots.count {
        // Behind the last slot only a restart makes sense; as often as not, after a while.
        if noise.chance(perMille: 500) { try bench.idle(3) }
        try bench.step(["walk_restart": 1])
        slot = 0
        walks -= 1
      }
    }
    return nil
  }

  typealias Drive = (stalls: Int, restarts: Int, fill: StateFill)

  static let fields = ["place_bank", "place_address", "row", "first", "last"]
  static let pulses = ["write_index", "write_pointer", "walk_restart", "walk_advance"]

  @Test(
    "Random lists with idle slots: full speed, stalls, restarts in the middle",
    arguments: [1, 3],
    [(0, 0, .ones), (500, 0, .zeros), (300, 15, .random(seed: 3))] as [Drive])
  func random(elements: Int, drive: Drive) async throws {
    var noise = TestRandom(seed: UInt64(elements + drive.stalls))
    let configuration = try configuration(elements: elements, macs: 4, slots: 64)
    let rows = configuration.capacity.queriesPerElement
    let bench = try await Bench(IdxBuf(configuration), pulses: Self.pulses, fill: drive.fill)
    for (slots, rows, idle) in [
      (64, rows, 300), (64, 1, 0), (1, 1, 0), (rows, rows, 0), (64, 2, 900), (40, 3, 500),
    ] {
      let index = Index.random(slots: slots, rows: rows, idle: idle, configuration, &noise)
      try Self.load(index, configuration, into: bench)
      let wrong = try Self.walk(
        index, on: bench, stalls: drive.stalls, restarts: drive.restarts, walks: 3, &noise)
      #expect(wrong == nil, "\(slots) slots, \(rows) rows, \(idle) of 1000 idle")
    }
  }

  @Test("Schedules of masks: every row has the keys that the mask keeps", .simulatedInAll)
  func schedules() async throws {
    let configuration = try configuration(elements: 3, macs: 4, slots: 64)
    let bench = try await Bench(IdxBuf(configuration), pulses: Self.pulses)
    for seed: UInt64 in 1...4 {
      var noise = TestRandom(seed: seed)
      let mask = try AttentionMask.random(tokens: 16, perMille: 300, seed: seed)
      let schedule = try Scheduler(configuration).schedule(Workload(mask), headDimension: 24)
      for (element, queries) in schedule.rowsOfElement.enumerated() {
        let index = Index(
          slots: schedule.slots[element].map { $0.token.map { schedule.placements[$0] } },
          rowEnds: schedule.rowEnds[element])
        try Self.load(index, configuration, into: bench)
        let wrong = try Self.walk(
          index, on: bench, stalls: 200, restarts: 10, walks: 2, &noise)
        #expect(wrong == nil, "seed \(seed), element \(element)")
        let keys = try Self.keys(of: schedule, rows: queries.count, on: bench)
        #expect(keys == queries.map(mask.keys))
      }
    }
  }

  /// The keys of each row in one walk.
  static func keys(of schedule: Schedule, rows: Int, on bench: Bench) throws -> [[Int]] {
    var keys: [[Int]] = Array(repeating: [], count: rows)
    try bench.step(["walk_restart": 1])
    for _ in 0..<schedule.slotCount {
      let place = TokenPlacement(
        bank: bench["entry_place_bank"], address: bench["entry_place_address"])
      if bench["entry_valid"] == 1, let token = schedule.placements.firstIndex(of: place) {
        keys[bench["entry_row"]].append(token)
      }
      try bench.step(["walk_advance": 1])
    }
    return keys.map { $0.sorted() }
  }

  @Test("The memory map packs index words as the index buffer reads them", arguments: [1, 3, 8])
  func layout(elements: Int) throws {
    let configuration = try configuration(elements: elements, macs: 4, tokens: 24)
    let layout = IndexWord(.wire(), configuration).layout
    #expect(layout.width == configuration.indexWordBits)
    for bank in 0..<configuration.banks {
      for address in 0..<configuration.capacity.tokensPerBank {
        let word = try layout.packed([
          "isEntry": 1, "place.bank": bank, "place.address": address,
        ])
        let place = TokenPlacement(bank: bank, address: address)
        #expect(word == [UInt64(MemoryMap(configuration).indexWord(place))])
      }
    }
  }
}
