import AttentionSpec
import BenchSupport
import TestSupport
import Testing

@testable import Accelerator

@Suite("Row walk", .simulated)
struct RowWalkTests {
  struct Row {
    var tag: Int
    var start: Int
    var tokens: [Int]
  }

  static func bench(_ configuration: AcceleratorConfiguration, seed: UInt64) async throws -> Bench {
    try await Bench(
      RowWalk(configuration), pulses: ["row_valid", "shown_slot_valid", "shown_passes"], seed: seed)
  }

  static func shape(tokens: Int) throws -> AcceleratorConfiguration {
    var configuration = try configuration(macs: 4, tokens: tokens)
    configuration.memory = MemoryShape(banks: 4, queries: 32, keys: 32, values: 32)
    return configuration
  }

  @Test(
    "A slot passes where its row, its operand and room for it are there", .simulatedInAll,
    arguments: [(1...1, 1000, 16), (1...1, 500, 16), (1...16, 1000, 16), (1...5, 500, 256)])
  func random(entries: ClosedRange<Int>, pace: Int, tokens: Int) async throws {
    let configuration = try Self.shape(tokens: tokens)
    let seed = UInt64(entries.upperBound + pace)
    var noise = TestRandom(seed: seed)
    let rows = (0..<80).map { _ in
      Row(
        tag: noise.integer(0...3), start: noise.integer(0...63),
        tokens: (0..<noise.integer(entries)).map { _ in noise.integer(0...tokens - 1) })
    }
    var player = RowWalkPlayer(
      bench: try await Self.bench(configuration, seed: seed), configuration: configuration,
      rows: rows, pace: pace, noise: noise)
    for _ in 0..<8000 where !player.isDone { try player.cycle() }
    #expect(player.passed == rows.reduce(0) { $0 + $1.tokens.count })
    #expect(player.waited > 0)
  }

  @Test("A slot that passes without all that it needs is reported")
  func claim() async throws {
    let bench = try await Self.bench(Self.shape(tokens: 16), seed: 1)
    let failure = try failure {
      try bench.step(["shown_slot_valid": 1, "shown_slot_token": 3, "shown_passes": 1])
    }
    #expect(failure.text.contains("PassesWhenReady"))
  }
}

/// Shows slots to a walk, and knows in each cycle what it must say.
struct RowWalkPlayer {
  let bench: Bench
  let configuration: AcceleratorConfiguration
  let rows: [RowWalkTests.Row]
  let pace: Int
  var noise: TestRandom
  /// Entries that have passed, and cycles in which a slot did not.
  private(set) var (passed, waited) = (0, 0)

  /// The row that is offered, the one that is walked, its next entry, the token of the slot that is
  /// shown, and what has passed last.
  private var (offered, isOffered) = (0, false)
  private var walked: Int?
  private var entry = 0
  private var slot: Int?
  private var pending: [Int]?

  init(
    bench: Bench, configuration: AcceleratorConfiguration, rows: [RowWalkTests.Row], pace: Int,
    noise: TestRandom
  ) {
    self.bench = bench
    self.configuration = configuration
    self.rows = rows
    self.pace = pace
    self.noise = noise
  }

  var isDone: Bool { offered == rows.count && walked == nil }
  private var idle: Int { (1 << configuration.indexEntryBits) - 1 }
  private var isLast: Bool { walked.map { entry == rows[$0].tokens.count - 1 } ?? false }

  mutating func cycle() throws {
    let token = show()
    var inputs = ["shown_slot_valid": 1, "shown_slot_token": token]
    let arrivals = (0..<4).map { _ in noise.integer(0...configuration.capacity.tokens) }
    for (tag, count) in arrivals.enumerated() { inputs["shown_arrived_count_\(tag)"] = count }
    let (forEntry, forRowEnd) = (noise.chance(perMille: 800), noise.chance(perMille: 800))
    inputs["shown_room_for_entry"] = forEntry ? 1 : 0
    inputs["shown_room_for_row_end"] = forRowEnd ? 1 : 0
    offer(&inputs)
    try bench.set(inputs)
    let hasAll =
      walked.map { token < arrivals[rows[$0].tag] && forEntry && (forRowEnd || !isLast) } ?? false
    let ready = token == idle || hasAll
    try expect("ready", ready)
    try expect("pending_valid", pending != nil)
    if let pending {
      let got = ["place", "first", "last"].map { bench["pending_\($0)"] }
      try #require(got == pending, "cycle \(bench.cycle)")
    }

    let passes = ready && noise.chance(perMille: pace)
    if passes { inputs["shown_passes"] = 1 }
    try bench.set(inputs)
    let takes = passes && token != idle && walked != nil
    let takesRow = walked == nil || (takes && isLast)
    try expect("takes", takes)
    try expect("ends_row", takes && isLast)
    try expect("row_ready", takesRow)
    try bench.simulation.step()
    advance(token, passes: passes, takes: takes)
    if takesRow {
      (walked, entry) = (isOffered ? offered : nil, 0)
      if isOffered { (offered, isOffered) = (offered + 1, false) }
    }
  }

  private func expect(_ output: String, _ flag: Bool) throws {
    try #require(bench[output] == (flag ? 1 : 0), "\(output) in cycle \(bench.cycle)")
  }

  /// The token of the slot that is shown: that of the next entry, or none.
  private mutating func show() -> Int {
    let next =
      walked.map { rows[$0].tokens[entry] } ?? noise.integer(0...configuration.capacity.tokens - 1)
    if slot == nil || (slot != idle && walked != nil) { slot = noise.oneIn(4) ? idle : next }
    return slot ?? idle
  }

  private mutating func offer(_ inputs: inout [String: Int]) {
    if offered < rows.count, noise.chance(perMille: pace) { isOffered = true }
    guard isOffered else { return }
    let row = rows[offered]
    inputs.merge([
      "row_valid": 1, "row_tag": row.tag, "row_start": row.start, "row_entries": row.tokens.count,
    ]) { $1 }
  }

  private mutating func advance(_ token: Int, passes: Bool, takes: Bool) {
    guard passes else {
      waited += 1
      return
    }
    slot = nil
    pending = nil
    guard takes, let walked else { return }
    let place = (rows[walked].start + token) & ((1 << configuration.keyValueBits) - 1)
    pending = [place, entry == 0 ? 1 : 0, isLast ? 1 : 0]
    (entry, passed) = (entry + 1, passed + 1)
  }
}
