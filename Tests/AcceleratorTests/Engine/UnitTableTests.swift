import AttentionSpec
import BenchSupport
import TestSupport
import Testing

@testable import Accelerator

@Suite("Unit table", .simulated)
struct UnitTableTests {
  private struct Unit {
    let number: Int
    let tokens: Int
    let heads: Int
    let stride: Int
    let base: [Int]
    let settings: [[Int]]
    var rowsLeft: Int
    /// Tokens of queries, keys and values.
    var arrived = [0, 0, 0]

    var tag: Int { number % 4 }
    var isOver: Bool { rowsLeft == 0 && arrived.allSatisfy { $0 == tokens } }
  }

  private static func unit(_ number: Int, _ noise: inout TestRandom) -> Unit {
    let tokens = noise.integer(1...16)
    let heads = noise.integer(1...4)
    return Unit(
      number: number, tokens: tokens, heads: heads, stride: tokens + noise.integer(0...1),
      base: [noise.integer(0...63), noise.integer(0...63), noise.integer(0...15)],
      settings: (0..<heads).map { _ in [noise.integer(0...1 << 20 - 1), noise.integer(0...65_535)]
      }, rowsLeft: noise.integer(1...20))
  }

  /// The units that the table has, and what it does in a cycle.
  private struct Trial {
    let bench: Bench
    var noise: TestRandom
    var units: [Unit] = []
    var given = 0
    /// Heads of the youngest unit whose settings are not written.
    var headsLeft = 0
    /// What was asked in the cycle before: its unit and head.
    var asked: (unit: Unit, head: Int)?
    var sinceGiven = 0

    /// Units that can be asked for.
    var written: Int { bench["written"] }

    mutating func step(cycle: Int) throws {
      var inputs: [String: Int] = [:]
      if headsLeft > 0, let unit = units.last {
        headsLeft -= 1
        inputs.merge([
          "head_valid": 1, "head_tag": unit.tag, "head_head": headsLeft,
          "head_settings_softmax_scale": unit.settings[headsLeft][0],
          "head_settings_output_multiplier": unit.settings[headsLeft][1],
        ]) { $1 }
      } else if bench["is_free"] == 1 && noise.oneIn(3) {
        give(&inputs)
      }
      arrive(&inputs)
      endRow(&inputs)
      let answered = asked
      ask(&inputs)
      try bench.set(inputs)
      if let answered { check(answered.unit, head: answered.head, cycle: cycle) }
      if bench["clear_valid"] == 1 { clear(cycle: cycle) }
      try bench.simulation.step()
    }

    private mutating func give(_ inputs: inout [String: Int]) {
      #expect(units.count < 4, "a unit is wanted while four are under way")
      let unit = UnitTableTests.unit(given, &noise)
      inputs.merge([
        "unit_valid": 1, "unit_tag": unit.tag, "unit_tokens": unit.tokens, "unit_heads": unit.heads,
        "unit_stride": unit.stride, "unit_rows": unit.rowsLeft, "unit_key_base": unit.base[0],
        "unit_value_base": unit.base[1], "unit_query_base": unit.base[2],
      ]) { $1 }
      units.append(unit)
      given += 1
      headsLeft = unit.heads
    }

    private mutating func arrive(_ inputs: inout [String: Int]) {
      for index in units.indices.dropLast(headsLeft > 0 ? 1 : 0) {
        for kind in 0..<3 where units[index].arrived[kind] < units[index].tokens && noise.oneIn(3) {
          units[index].arrived[kind] += 1
        }
      }
      for (kind, name) in ["queries", "keys", "values"].enumerated() {
        for tag in 0..<4 {
          let unit = units.first { $0.tag == tag }
          inputs["arrived_\(name)_count_\(tag)"] = unit?.arrived[kind] ?? 0
        }
      }
    }

    private mutating func endRow(_ inputs: inout [String: Int]) {
      let open = units.indices.dropLast(headsLeft > 0 ? 1 : 0).filter { units[$0].rowsLeft > 0 }
      guard !open.isEmpty, noise.oneIn(2) else { return }
      let index = open[noise.integer(0...open.count - 1)]
      units[index].rowsLeft -= 1
      inputs.merge(["row_end_valid": 1, "row_end_data": units[index].tag]) { $1 }
    }

    private mutating func ask(_ inputs: inout [String: Int]) {
      let known = units.filter { unit in
        unit.number % 8 != written && (unit.number != given - 1 || headsLeft == 0)
      }
      asked = nil
      guard !known.isEmpty, noise.oneIn(2) else { return }
      let unit = known[noise.integer(0...known.count - 1)]
      // The unit that is given next has the number at which none is known.
      guard unit.number < given - 1 || written == given % 8 else { return }
      let head = noise.integer(0...unit.heads - 1)
      asked = (unit, head)
      inputs.merge(["lookup_enable": 1, "lookup_tag": unit.tag, "lookup_head": head]) { $1 }
    }

    private func check(_ unit: Unit, head: Int, cycle: Int) {
      let names = ["places_key", "places_value", "places_query"]
      for (name, base) in zip(names, unit.base) {
        #expect(bench["lookup_\(name)"] == base + head * unit.stride, "cycle \(cycle): \(name)")
      }
      #expect(bench["lookup_settings_softmax_scale"] == unit.settings[head][0], "cycle \(cycle)")
      #expect(
        bench["lookup_settings_output_multiplier"] == unit.settings[head][1], "cycle \(cycle)")
    }

    private mutating func clear(cycle: Int) {
      guard let oldest = units.first, oldest.isOver, bench["clear_data"] == oldest.tag else {
        Issue.record("cycle \(cycle): unit \(units.first?.number ?? -1) is not over")
        return
      }
      units.removeFirst()
    }
  }

  @Test(
    "Heads have their places and settings, and units end in order when all of them is over",
    .simulatedInAll, arguments: [1, 2])
  func units(seed: UInt64) async throws {
    let bench = try await Bench(
      UnitTable(engineShape()),
      pulses: ["unit_valid", "head_valid", "lookup_enable", "row_end_valid"], seed: seed)
    var trial = Trial(bench: bench, noise: TestRandom(seed: seed))
    for cycle in 0..<3000 { try trial.step(cycle: cycle) }
    #expect(trial.given > 40)
  }

  @Test("Four units are under way at most, and the first ends without them")
  func full() async throws {
    let bench = try await Bench(
      UnitTable(engineShape()),
      pulses: ["unit_valid", "head_valid", "lookup_enable", "row_end_valid"])
    try bench.hold([
      "unit_tokens": 1, "unit_heads": 1, "unit_stride": 1, "unit_rows": 1, "unit_key_base": 0,
      "unit_value_base": 0, "unit_query_base": 0, "unit_codes": 0, "unit_outputs": 0,
    ])
    for name in ["queries", "keys", "values"] {
      try bench.hold(
        Dictionary(uniqueKeysWithValues: (0..<4).map { ("arrived_\(name)_count_\($0)", 0) }))
    }
    for tag in 0..<4 {
      try bench.wait(for: "is_free", toBe: 1, limit: 4)
      try bench.step(["unit_valid": 1, "unit_tag": tag])
      #expect(bench["is_free"] == 0)
    }
    try bench.idle(10)
    #expect(bench["is_free"] == 0)
    try bench.step(["row_end_valid": 1, "row_end_data": 0])
    try bench.idle(5)
    #expect(bench["is_free"] == 0)
    for name in ["queries", "keys", "values"] {
      #expect(bench["clear_valid"] == 0)
      try bench.hold(["arrived_\(name)_count_0": 1])
      try bench.idle(name == "values" ? 0 : 5)
    }
    try bench.wait(for: "clear_valid", toBe: 1, limit: 4)
    #expect(bench["clear_data"] == 0)
    try bench.hold(["arrived_queries_count_0": 0])
    try bench.idle(1)
    #expect(bench["is_free"] == 1)
    #expect(bench["clear_valid"] == 0)
  }

  @Test("A unit under a wrong tag, and one without rows, are reported")
  func claims() async throws {
    for (tag, rows, claim) in [(1, 1, "UnitIsNext"), (0, 0, "UnitHasHeads")] {
      let bench = try await Bench(
        UnitTable(engineShape()),
        pulses: ["unit_valid", "head_valid", "lookup_enable", "row_end_valid"])
      let failure = try failure {
        try bench.step(["unit_valid": 1, "unit_tag": tag, "unit_heads": 1, "unit_rows": rows])
      }
      #expect(failure.text.contains(claim))
    }
  }
}
