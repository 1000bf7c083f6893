import AttentionSpec
import BenchSupport
import TestSupport
import Testing

@testable import Accelerator

@Suite("Row dispatcher", .simulated)
struct RowDispatcherTests {
  private struct Row {
    let unit: Int
    let element: Int
    let head: Int
    let token: Int
    let entries: Int
    let endsUnit: Bool

    var tag: Int { unit % 4 }
    var inputs: [String: Int] {
      [
        "rows_valid": 1, "rows_element": element, "rows_head": head, "rows_token": token,
        "rows_entries": entries - 1, "rows_ends_unit": endsUnit ? 1 : 0,
      ]
    }
  }

  /// What the table of units says of a head: some function of it.
  private static func places(_ tag: Int, _ head: Int) -> [String: Int] {
    let seed = tag * 4 + head
    return [
      "places_key": seed * 5 % 128, "places_value": seed * 11 % 128, "places_query": seed * 3,
      "settings_softmax_scale": seed * 7919, "settings_output_multiplier": seed * 1009,
    ]
  }

  /// What the memory of queries holds.
  private static func word(_ place: Int, _ chunk: Int, _ line: Int) -> Int {
    (place * 8 + chunk) * 4 + line
  }

  private static func rows(
    _ configuration: AcceleratorConfiguration, units: Int, _ noise: inout TestRandom
  ) -> [Row] {
    (0..<units).flatMap { unit in
      let count = noise.integer(1...30)
      return (0..<count).map { row in
        Row(
          unit: unit, element: noise.integer(0...configuration.array.elements - 1),
          head: noise.integer(0...3), token: noise.integer(0...15), entries: noise.integer(1...16),
          endsUnit: row == count - 1)
      }
    }
  }

  /// Plays what is around a dispatcher, cycle by cycle.
  private struct Surroundings {
    let bench: Bench
    let configuration: AcceleratorConfiguration
    let chunks: Int
    let rows: [Row]
    /// In thousandths: rooms that are missing, and cycles in which no query arrives.
    let pausing: Int
    var noise: TestRandom
    /// By unit.
    var arrived: [Int]
    var written = 0
    /// Rows that were taken.
    var taken = 0
    /// Rows, and chunks of the next one, that were given.
    var given = 0
    var chunk = 0
    var room: [Bool] = []

    mutating func step() throws {
      var inputs: [String: Int] = [:]
      let roomBefore = room
      room = (0..<configuration.array.elements).map { _ in !noise.chance(perMille: pausing) }
      for (element, room) in room.enumerated() { inputs["has_room_\(element)"] = room ? 1 : 0 }
      // At most four units are known, and of these none before its rows are given.
      let oldest = given < rows.count ? rows[given].unit : arrived.count
      if written < min(arrived.count, oldest + 4) && noise.oneIn(20) { written += 1 }
      inputs["written"] = written % 8
      for unit in oldest..<max(oldest, written) where arrived[unit] < 16 {
        arrived[unit] += noise.chance(perMille: pausing) ? 0 : 1
      }
      for tag in 0..<4 {
        // Of a tag whose unit is not known yet, what the unit before had.
        let unit = (0..<written).last { $0 % 4 == tag }
        inputs["arrived_count_\(tag)"] = unit.map { arrived[$0] } ?? noise.integer(0...16)
      }
      inputs.merge(answers) { $1 }
      if taken < rows.count { inputs.merge(rows[taken].inputs) { $1 } }
      try bench.set(inputs)
      check(roomBefore)
      note()
      if taken < rows.count, given == taken, chunk == 0 {
        // Nothing is under way, so a row is taken as soon as its unit is known and its query there.
        let row = rows[taken]
        let mayGo = written > row.unit && arrived[row.unit] > row.token
        #expect((bench["rows_ready"] == 1) == mayGo, "row \(taken) waits for another")
      }
      if taken < rows.count && bench["rows_ready"] == 1 {
        let row = rows[taken]
        #expect(
          written > row.unit && arrived[row.unit] > row.token, "row \(taken) is taken too early")
        taken += 1
      }
      try bench.simulation.step()
    }

    /// What was asked of the table and of the memory in the cycle before.
    var answers: [String: Int] = [:]

    private mutating func note() {
      if bench["lookup_enable"] == 1 {
        for (name, value) in RowDispatcherTests.places(bench["lookup_tag"], bench["lookup_head"]) {
          answers["lookup_\(name)"] = value
        }
      }
      if bench["read_enable"] == 1 {
        for line in 0..<configuration.linesPerElement {
          answers["read_words_\(line)"] = RowDispatcherTests.word(
            bench["read_place"], bench["read_chunk"], line)
        }
      }
    }

    /// What is given in this cycle is the next chunk of the next row.
    private mutating func check(_ roomBefore: [Bool]) {
      let elements = 0..<configuration.array.elements
      let takers = elements.filter { bench["gives_word_\($0)"] == 1 }
      let ends = elements.filter { bench["gives_row_\($0)"] == 1 }
      #expect(bench["dispatched"] == given + (ends.isEmpty ? 0 : 1))
      guard let taker = takers.first else {
        #expect(ends == [])
        return
      }
      guard given < rows.count else {
        Issue.record("more rows are given than there are")
        return
      }
      let row = rows[given]
      #expect(takers == [row.element], "row \(given)")
      #expect(chunk > 0 || roomBefore[taker], "row \(given) is given to an element without room")
      let places = RowDispatcherTests.places(row.tag, row.head)
      let start = places["places_query", default: 0]
      #expect(bench["query_word_chunk"] == chunk)
      for line in 0..<configuration.linesPerElement {
        #expect(
          bench["query_word_words_\(line)"]
            == RowDispatcherTests.word(start + row.token, chunk, line))
      }
      chunk += 1
      #expect(ends == (chunk == chunks ? [taker] : []), "row \(given), chunk \(chunk)")
      guard chunk == chunks else { return }
      expect(row, places)
      chunk = 0
      given += 1
    }

    private func expect(_ row: Row, _ places: [String: Int]) {
      let expected = [
        "scores_tag": row.tag, "scores_start": places["places_key"], "scores_entries": row.entries,
        "settings_softmax_scale": places["settings_softmax_scale"],
        "settings_output_multiplier": places["settings_output_multiplier"],
        "value_start": places["places_value"], "place_tag": row.tag, "place_head": row.head,
        "place_token": row.token,
      ]
      for (name, value) in expected {
        #expect(bench["row_\(name)"] == value, "row \(given): \(name)")
      }
    }
  }

  private static func run(chunks: Int, pausing: Int, seed: UInt64) async throws -> Int {
    let configuration = try engineShape(elements: 3, lines: 2, macs: 4)
    var noise = TestRandom(seed: seed)
    let rows = rows(configuration, units: 12, &noise)
    let bench = try await Bench(
      RowDispatcher(configuration), pulses: ["rows_valid", "clear"], seed: seed)
    try bench.hold(["last_chunk": chunks - 1])
    var surroundings = Surroundings(
      bench: bench, configuration: configuration, chunks: chunks, rows: rows, pausing: pausing,
      noise: noise, arrived: Array(repeating: 0, count: 12))
    var cycles = 0
    while surroundings.given < rows.count && cycles < 20_000 {
      try surroundings.step()
      cycles += 1
    }
    #expect(surroundings.given == rows.count)
    try bench.step(["clear": 1])
    #expect(bench["dispatched"] == 0)
    return cycles
  }

  @Test(
    "Rows go to their elements in order, with what belongs to them", .simulatedInAll,
    arguments: [(1, 0), (1, 600), (2, 300), (3, 700)])
  func rows(chunks: Int, pausing: Int) async throws {
    _ = try await Self.run(chunks: chunks, pausing: pausing, seed: UInt64(chunks + pausing))
  }

  @Test("Where nothing waits a row is given every cycle")
  func throughput() async throws {
    let configuration = try engineShape(elements: 3, lines: 2, macs: 4)
    let bench = try await Bench(
      RowDispatcher(configuration), pulses: ["rows_valid"],
      taps: ["gives_word_1": [], "gives_row_1": []])
    try bench.hold([
      "last_chunk": 0, "written": 1, "has_room_0": 0, "has_room_1": 1, "has_room_2": 0, "clear": 0,
    ])
    try bench.hold(["arrived_count_0": 16])
    let row = Row(unit: 0, element: 1, head: 2, token: 15, entries: 16, endsUnit: false)
    for _ in 0..<50 {
      try bench.step(row.inputs)
      #expect(bench["rows_ready"] == 1)
    }
    try bench.idle(10)
    let cycles = try bench.recorded("gives_word_1").map(\.cycle)
    #expect(cycles.count == 50)
    #expect(cycles.last == (cycles.first ?? 0) + 49)
    #expect(try bench.recorded("gives_row_1").map(\.cycle) == cycles)
  }
}
