import AttentionSpec
import BenchSupport
import HardwareDSL
import SimulationInterface
import TestSupport
import Testing

@testable import Accelerator

@Suite("Output writer", .simulated)
struct OutputWriterTests {
  static func configuration(chunks: Int, macs: Int = 4) -> AcceleratorConfiguration {
    AcceleratorConfiguration(
      name: "writer_c\(chunks)_m\(macs)",
      array: ArrayShape(lines: 2, macsPerLine: macs, elements: 1),
      capacity: Capacity(
        tokens: 40, headDimension: 2 * macs * chunks, heads: 5),
      port: PortShape(dataBits: 128, addressBits: 24, writes: 6))
  }

  /// Rows of units, as they come, and what has to be in the memory.
  struct Plan {
    var units: [[Int]] = []
    /// Tag, head, token, chunk; the unit; the bytes.
    var rows: [(fields: [Int], unit: Int, bytes: [UInt8])] = []
    let configuration: AcceleratorConfiguration
    let chunks: Int
    static let base = 0x4_0000

    /// - Parameter count: Of units, each with a tag of its own and outputs far from the others.
    init(_ configuration: AcceleratorConfiguration, chunks: Int, units count: Int, seed: UInt64) {
      self.configuration = configuration
      self.chunks = chunks
      var noise = TestRandom(seed: seed)
      for number in 0..<count {
        let (tokens, heads) = (noise.integer(1...40), noise.integer(1...5))
        units.append([number % 4, tokens, heads, 0x8000 * number])
        for token in 0..<tokens {
          for head in 0..<heads where noise.chance(perMille: 300) {
            for chunk in 0..<chunks {
              rows.append(
                (
                  [number % 4, head, token, chunk], number,
                  (0..<configuration.featuresPerCycle).map { _ in
                    UInt8(truncatingIfNeeded: noise.next())
                  }
                ))
            }
          }
        }
      }
    }

    func address(_ row: (fields: [Int], unit: Int, bytes: [UInt8])) -> Int {
      let unit = units[row.unit]
      let word = (row.fields[2] * unit[2] + row.fields[1]) * chunks + row.fields[3]
      return Self.base + unit[3] + word * configuration.wordBytes
    }
  }

  private static func start(
    _ plan: Plan, _ settings: MemorySettings, pausing: Double
  ) async throws -> (any Simulator, AXIMemory) {
    let simulation = try await TestedSimulation(
      elaborate(OutputWriter(plan.configuration), .strict))(fill: .random(seed: 1))
    let memory = try simulation.attachMemory(to: "bus", settings)
    try simulation.reset()
    try simulation.pace("rows", .random(pausing: pausing, seed: 4))
    for (name, value) in [
      ("base", Plan.base), ("chunks", plan.chunks), ("window_first", Plan.base),
      ("window_last", (1 << 24) - 1), ("window_is_open", 1), ("clear", 0), ("units_valid", 0),
    ] { try simulation.poke(name + "_i", PortValue(value)) }
    return (simulation, memory)
  }

  private static func give(_ unit: [Int], to simulation: any Simulator) throws {
    for (name, value) in zip(["tag", "heads", "offset"], [unit[0], unit[2], unit[3]]) {
      try simulation.poke("units_\(name)_i", PortValue(value))
    }
    try simulation.poke("units_valid_i", 1)
    try simulation.step()
    try simulation.poke("units_valid_i", 0)
  }

  @Test(
    "Every word stands where its token, head and chunk say, and nothing else is written",
    .simulatedInAll, arguments: [(1, 1, 4), (3, 3, 4), (4, 2, 3)])
  func writes(chunksMax: Int, chunks: Int, macs: Int) async throws {
    let configuration = Self.configuration(chunks: chunksMax, macs: macs)
    let plan = Plan(configuration, chunks: chunks, units: 7, seed: UInt64(chunks * macs))
    for pausing in [0, 0.4] {
      let (simulation, memory) = try await Self.start(
        plan, MemorySettings(readLatency: 5, writeLatency: 11, pauses: .all(pausing)),
        pausing: pausing)
      var expected = try memory.read(Plan.base, count: 0x8000 * 7)
      for (number, unit) in plan.units.enumerated() {
        // The tag of a unit is given away when its last row was taken.
        try Self.give(unit, to: simulation)
        let own = plan.rows.filter { $0.unit == number }
        try simulation.send(
          "rows",
          own.map { row in row.fields.map { PortValue($0) } + [PortValue(bytes: row.bytes)] }
        )
        if !own.isEmpty { _ = try simulation.receive("rows", own.count, limit: 20_000) }
        for row in own {
          let at = plan.address(row) - Plan.base
          expected.replaceSubrange(at..<at + row.bytes.count, with: row.bytes)
          // Behind the features of a word stand zeros.
          for index in row.bytes.count..<configuration.wordBytes { expected[at + index] = 0 }
        }
      }
      try simulation.run(limit: 2_000, until: .port("is_idle_o", equals: 1))
      #expect(try memory.read(Plan.base, count: expected.count) == expected)
      #expect(memory.statistics.writes.beats == plan.rows.count)
      #expect(try simulation.peek("count_o") == PortValue(plan.rows.count / chunks))
      try memory.requireIdle()
      try simulation.poke("clear_i", 1)
      try simulation.step()
      #expect(try simulation.peek("count_o") == 0)
    }
  }

  @Test("Rows of four units come in any order", arguments: [1, 3])
  func interleaved(chunksMax: Int) async throws {
    let configuration = Self.configuration(chunks: chunksMax)
    var plan = Plan(configuration, chunks: chunksMax, units: 4, seed: 31)
    var noise = TestRandom(seed: 32)
    for index in plan.rows.indices {
      plan.rows.swapAt(index, noise.integer(index...plan.rows.count - 1))
    }
    let (simulation, memory) = try await Self.start(
      plan, MemorySettings(readLatency: 5, writeLatency: 11), pausing: 0.1)
    for unit in plan.units { try Self.give(unit, to: simulation) }
    try simulation.send(
      "rows", plan.rows.map { $0.fields.map { PortValue($0) } + [PortValue(bytes: $0.bytes)] })
    _ = try simulation.receive("rows", plan.rows.count, limit: 20_000)
    try simulation.run(limit: 500, until: .port("is_idle_o", equals: 1))
    for row in plan.rows {
      #expect(try memory.read(plan.address(row), count: row.bytes.count) == row.bytes)
    }
  }

  @Test("A bus that takes addresses alone, or words alone, holds rows up", arguments: [1, 3])
  func stuck(chunksMax: Int) async throws {
    let configuration = Self.configuration(chunks: chunksMax)
    let plan = Plan(configuration, chunks: chunksMax, units: 1, seed: 6)
    for takesWords in 0...1 {
      let simulation = try await TestedSimulation(
        elaborate(OutputWriter(configuration), .strict))(fill: .random(seed: 1))
      try simulation.reset()
      for (name, value) in [
        ("base_i", 0), ("chunks_i", chunksMax), ("window_first_i", 0),
        ("window_last_i", (1 << 24) - 1), ("window_is_open_i", 1), ("clear_i", 0),
        ("units_valid_i", 0), ("m_axi_bvalid", 0), ("m_axi_awready", 1 - takesWords),
        ("m_axi_wready", takesWords),
      ] { try simulation.poke(name, PortValue(value)) }
      try Self.give(plan.units[0], to: simulation)
      let row = (0..<4).map { _ in PortValue(0) } + [PortValue(bytes: [1, 2, 3, 4, 5, 6, 7, 8])]
      try simulation.send("rows", Array(repeating: row, count: 60))
      try simulation.step(100)
      let taken = 60 - (try simulation.pending("rows"))
      #expect((8...16).contains(taken), "\(taken)")
      #expect(try simulation.peek("is_idle_o") == 0)
    }
  }

  @Test("A slow memory holds rows up, and loses none", arguments: [1, 3])
  func slow(chunksMax: Int) async throws {
    let configuration = Self.configuration(chunks: chunksMax)
    var plan = Plan(configuration, chunks: chunksMax, units: 1, seed: 6)
    // Whole rows once more, so that there are enough.
    while plan.rows.count < 60 { plan.rows += plan.rows }
    let (simulation, memory) = try await Self.start(
      plan, MemorySettings(readLatency: 1, writeLatency: 90), pausing: 0)
    try Self.give(plan.units[0], to: simulation)
    try simulation.send(
      "rows", plan.rows.map { $0.fields.map { PortValue($0) } + [PortValue(bytes: $0.bytes)] })
    _ = try simulation.receive("rows", plan.rows.count, limit: 10_000)
    try simulation.run(limit: 2_000, until: .port("is_idle_o", equals: 1))
    for row in plan.rows {
      #expect(try memory.read(plan.address(row), count: row.bytes.count) == row.bytes)
    }
  }

  @Test("A word goes every cycle, and as many wait for their answers as may", arguments: [1, 3])
  func rate(chunksMax: Int) async throws {
    let configuration = Self.configuration(chunks: chunksMax)
    let plan = Plan(configuration, chunks: 1, units: 1, seed: 2)
    let (simulation, _) = try await Self.start(
      plan, MemorySettings(readLatency: 1, writeLatency: 3), pausing: 0)
    try Self.give([0, 40, 5, 0], to: simulation)
    let word = PortValue(bytes: Array(repeating: UInt8(7), count: 8))
    try simulation.send("rows", (0..<100).map { [0, PortValue($0 % 5), 3, 0, word] })
    let rows = try simulation.receive("rows", 100, limit: 400)
    #expect(rows[99].cycle - rows[0].cycle == 99)
    #expect(try simulation.peek("is_idle_o") == 0)
    let written = try simulation.run(limit: 100, until: .port("is_idle_o", equals: 1))
    #expect(written < 20)
  }

  @Test(
    "A word that fails is reported with its address, and those behind it go on",
    arguments: [MemoryError.Response.slaveError, .decodeError], [1, 3])
  func failures(response: MemoryError.Response, chunksMax: Int) async throws {
    let configuration = Self.configuration(chunks: chunksMax)
    let plan = Plan(configuration, chunks: 1, units: 1, seed: 2)
    let bad = Plan.base + 8 * (3 * 5 + 3)
    let (simulation, memory) = try await Self.start(
      plan,
      MemorySettings(
        writeLatency: 3, errors: [MemoryError(response, at: UInt64(bad)...UInt64(bad + 7))]),
      pausing: 0)
    try Self.give([0, 40, 5, 0], to: simulation)
    let word = PortValue(bytes: Array(repeating: UInt8(7), count: 8))
    try simulation.send("rows", (0..<5).map { [0, PortValue($0), 3, 0, word] })
    try simulation.run(limit: 100, until: .port("failure_valid_o", equals: 1))
    #expect(try simulation.peek("failure_error_o") == PortValue(response == .slaveError ? 2 : 3))
    #expect(try simulation.peek("failure_address_o") == PortValue(bad))
    try simulation.run(limit: 100, until: .port("is_idle_o", equals: 1))
    #expect(try memory.read(bad + 8, count: 8) == Array(repeating: 7, count: 8))
    // A closed window lets nothing through, and words are taken and lost.
    try simulation.poke("window_is_open_i", 0)
    let writes = memory.statistics.writes.beats
    try simulation.send("rows", (0..<50).map { [0, PortValue($0 % 5), 7, 0, word] })
    try simulation.run(limit: 100, until: .port("failure_valid_o", equals: 1))
    #expect(try simulation.peek("failure_error_o") == 1)
    _ = try simulation.receive("rows", 55, limit: 300)
    try simulation.run(limit: 100, until: .port("is_idle_o", equals: 1))
    #expect(memory.statistics.writes.beats == writes)
  }

  @Test("A beat that is narrower than a word is refused where the writer is made")
  func narrow() throws {
    var configuration = Self.configuration(chunks: 1, macs: 8)
    configuration.port.dataBits = 64
    #expect(throws: DiagnosticError.self) { try elaborate(OutputWriter(configuration)) }
  }
}
