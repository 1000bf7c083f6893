import AttentionSpec
import BenchSupport
import HardwareDSL
import SimulationInterface
import TestSupport
import Testing

@testable import Accelerator

/// Runs units of work on an engine whose program and memory outside the bench plays.
struct EngineRun {
  /// How much what is around the engine pauses, from 0 to 1.
  struct Pauses {
    var arrivals = 0.0
    var index = 0.0
    var outputs = 0.0
  }

  private let simulation: any Simulator
  private let configuration: AcceleratorConfiguration
  private let units: [BenchUnit]
  private let pauses: Pauses
  private var noise: TestRandom

  private static let memories: [OperandMemory] = [.queries, .keys, .values]
  /// What is written next, by memory: of which unit, and its writes.
  private var writing: [(unit: Int, writes: ArraySlice<BenchUnit.Write>)]
  /// Tokens that have arrived, by memory and tag.
  private var counts = Array(repeating: [0, 0, 0, 0], count: 3)
  private var isValueOffered = false
  private var given = 0
  private var headsGiven = 0
  private var ended = 0
  /// Rows that have left, in words; those that are right are gone.
  private var left: Set<[Int]> = []
  /// Products of an element that were counted, of both walks.
  private var entries = 0
  private(set) var cycles = 0

  /// - Parameter engine: Of this configuration.
  init(
    _ engine: TestedSimulation, _ configuration: AcceleratorConfiguration, _ units: [BenchUnit],
    _ pauses: Pauses, seed: UInt64
  ) async throws {
    self.configuration = configuration
    self.units = units
    self.pauses = pauses
    noise = TestRandom(seed: seed)
    writing = Self.memories.map { _ in (-1, []) }
    simulation = try await engine(fill: .random(seed: seed))
    try simulation.reset()
    try simulation.pace("slots", .random(pausing: pauses.index, seed: seed))
    try simulation.pace("rows", .random(pausing: pauses.index, seed: seed &+ 1))
    try simulation.pace("outputs", .random(pausing: pauses.outputs, seed: seed &+ 2))
    try simulation.poke("clear_i", 0)
    try simulation.poke("chunks_i", PortValue(units[0].chunks))
    for unit in units {
      try simulation.send("slots", unit.slots.map { $0.map { PortValue($0) } })
      try simulation.send("rows", unit.rows.map { $0.map { PortValue($0) } })
    }
  }

  /// Runs until all units have ended.
  mutating func run(limit: Int) throws {
    while ended < units.count && cycles < limit {
      try give()
      try poke(counts)
      try write()
      entries += try simulation.peek("activity_entries_o").integer ?? 0
      try MutantRun.current?.count()
      let clears = try simulation.peek("clears_tag_valid_o") == 1
      let tag = try simulation.peek("clears_tag_data_o").integer ?? -1
      try simulation.step()
      cycles += 1
      try take()
      if clears {
        #expect(ended < given && tag == units[ended].tag, "cycle \(cycles): unit \(ended)")
        ended += 1
        for memory in counts.indices { counts[memory][tag] = 0 }
      }
    }
    #expect(ended == units.count, "after \(cycles) cycles")
    #expect(left.count == units.reduce(0) { $0 + $1.rows.count * $1.chunks })
    #expect(entries == units.reduce(0) { $0 + 2 * $1.entries * $1.chunks })
    let slots = PortValue(units.reduce(0) { $0 + $1.slots.count })
    #expect(try simulation.peek("progress_score_slots_o") == slots)
    #expect(try simulation.peek("progress_output_slots_o") == slots)
    #expect(
      try simulation.peek("progress_rows_o") == PortValue(units.reduce(0) { $0 + $1.rows.count }))
  }

  /// Compares what the elements have shown.
  func checkTaps() throws {
    for element in 0..<configuration.array.elements {
      let expected = units.map { $0.shown(by: element) }
      let got = try ["score", "numerator", "row_sum"].map { name in
        try simulation.tap("tap_element_\(element)_\(name)").map { $0.fields[0].integer ?? -1 }
      }
      for (got, expected) in zip(
        got,
        [\.scores, \.numerators, \BenchUnit.Shown.rowSums].map { path in
          expected.flatMap { $0[keyPath: path] }
        })
      {
        let mistake = difference(got, expected)
        #expect(mistake == nil, "element \(element)")
      }
    }
  }

  private mutating func pauses(_ share: Double) -> Bool {
    noise.chance(perMille: Int(share * 1000))
  }

  /// Gives the next unit, and its heads one by one.
  private mutating func give() throws {
    let isFree = try simulation.peek("is_free_o") == 1
    let giving = given > 0 && headsGiven < units[given - 1].heads.count ? given - 1 : nil
    try simulation.poke("head_valid_i", giving == nil ? 0 : 1)
    let begins = giving == nil && isFree && given < units.count && !pauses(pauses.index)
    try simulation.poke("unit_valid_i", begins ? 1 : 0)
    if let giving {
      let quantization = units[giving].heads[headsGiven].quantization
      try poke([
        "head_tag": units[giving].tag, "head_head": headsGiven,
        "head_settings_softmax_scale": quantization.softmaxScale,
        "head_settings_output_multiplier": quantization.outputMultiplier,
      ])
      headsGiven += 1
    }
    guard begins else { return }
    let unit = units[given]
    try poke([
      "unit_tag": unit.tag, "unit_tokens": unit.tokens, "unit_heads": unit.heads.count,
      "unit_stride": unit.stride, "unit_rows": unit.rows.count, "unit_key_base": unit.base(.keys),
      "unit_value_base": unit.base(.values), "unit_query_base": unit.base(.queries),
    ])
    given += 1
    headsGiven = 0
  }

  /// The unit whose loads may begin: its heads are given, and nobody needs what lies in its places.
  private func mayLoad(_ unit: Int) -> Bool {
    guard unit < given, unit < ended + 2 else { return false }
    return unit < given - 1 || headsGiven == units[unit].heads.count
  }

  private mutating func write() throws {
    for (memory, kind) in Self.memories.enumerated() {
      if writing[memory].writes.isEmpty {
        let next = writing[memory].unit + 1
        if mayLoad(next) {
          let width = kind == .values ? 1 : configuration.decoder.heads
          writing[memory] = (next, units[next].writes(kind, width: width)[...])
        }
      }
      let isOffered = kind == .values && isValueOffered
      let write = isOffered || !pauses(pauses.arrivals) ? writing[memory].writes.first : nil
      try offer(kind, write)
      guard let write else { continue }
      if kind == .values {
        isValueOffered = try simulation.peek("values_ready_o") == 0
        if isValueOffered { continue }
      }
      writing[memory].writes = writing[memory].writes.dropFirst()
      if write.endsToken { counts[memory][units[writing[memory].unit].tag] += 1 }
    }
  }

  private func offer(_ memory: OperandMemory, _ write: BenchUnit.Write?) throws {
    let ports = memory == .values ? 1 : configuration.decoder.heads
    for port in 0..<ports {
      let name = memory == .values ? "values" : "\(memory.rawValue)_\(port)"
      let isWritten = port < (write?.places.count ?? 0)
      try simulation.poke("\(name)_valid_i", isWritten ? 1 : 0)
      guard isWritten, let write else { continue }
      try poke(["\(name)_place": write.places[port]])
      if configuration.chunkBits > 0 { try poke(["\(name)_chunk": write.chunk]) }
      for (line, word) in write.words[port].enumerated() {
        try simulation.poke("\(name)_words_\(line)_i", PortValue(UInt64(bitPattern: Int64(word))))
      }
    }
  }

  private func poke(_ counts: [[Int]]) throws {
    for (memory, counts) in zip(Self.memories, counts) {
      for (tag, count) in counts.enumerated() {
        try simulation.poke("arrived_\(memory.rawValue)_count_\(tag)_i", PortValue(count))
      }
    }
  }

  private func poke(_ inputs: [String: Int]) throws {
    for (name, value) in inputs { try simulation.poke("\(name)_i", PortValue(value)) }
  }

  /// Compares the rows that have left.
  private mutating func take() throws {
    for item in try simulation.received("outputs") {
      let place = item.fields[..<4].map { $0.integer ?? -1 }
      guard let unit = units[ended...].first(where: { $0.tag == place[0] }), unit.number < given
      else {
        Issue.record("cycle \(item.cycle): a row of no unit: \(place)")
        continue
      }
      guard unit.has(head: place[1], token: place[2], chunk: place[3]) else {
        Issue.record("cycle \(item.cycle): a row that unit \(unit.number) does not have: \(place)")
        continue
      }
      let expected = unit.output(head: place[1], token: place[2], chunk: place[3])
      let words = item.fields[4].words(dividedRoundingUp(configuration.featureWordBits, by: 32))
      let got = expected.indices.map {
        Int8(truncatingIfNeeded: words[$0 / 4] >> UInt32($0 % 4 * 8))
      }
      #expect(got == expected, "unit \(unit.number), head, token, chunk \(place[1...])")
      #expect(left.insert([unit.number] + place).inserted, "\(place) leaves twice")
    }
  }
}
