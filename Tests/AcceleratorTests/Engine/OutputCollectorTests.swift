import AttentionSpec
import BenchSupport
import SimulationInterface
import TestSupport
import Testing

@testable import Accelerator

@Suite("Output collector", .simulated)
struct OutputCollectorTests {
  private static let latency = 6

  /// Plays the elements of a collector: drains what is started, and says what is to come out.
  private struct Elements {
    let configuration: AcceleratorConfiguration
    var noise: TestRandom
    /// By element, the rows that are drained: when they were started, and their bytes by position
    /// and line.
    var drained: [[(start: Int, bytes: [[Int8]])]]
    /// By group, the rows in the order in which they were started.
    var expected: [[[Int]]]
    /// What each element offers, and since when it offers it no more.
    var offered: [[Int]?]

    init(_ configuration: AcceleratorConfiguration, seed: UInt64) {
      self.configuration = configuration
      noise = TestRandom(seed: seed)
      let elements = configuration.array.elements
      drained = Array(repeating: [], count: elements)
      expected = Array(repeating: [], count: elements)
      offered = Array(repeating: nil, count: elements)
    }

    /// The inputs of a cycle.
    mutating func inputs(cycle: Int, pausing: Int) -> [String: Int] {
      let macs = configuration.array.macsPerLine
      var inputs: [String: Int] = [:]
      for element in offered.indices {
        if offered[element] == nil && !noise.chance(perMille: pausing) {
          offered[element] = [
            noise.integer(0...3), noise.integer(0...configuration.capacity.heads - 1),
            noise.integer(0...configuration.capacity.tokens - 1),
            noise.integer(0...configuration.chunksMax - 1),
          ]
        }
        let prefix = "drain_\(element)"
        inputs["\(prefix)_is_ready"] = offered[element] == nil ? 0 : 1
        let names = ["place_tag", "place_head", "place_token", "chunk"]
        for (name, value) in zip(names, offered[element] ?? []) {
          inputs["\(prefix)_finished_\(name)"] = value
        }
        for (start, bytes) in drained[element] {
          let position = cycle - start - OutputCollectorTests.latency
          if (0..<macs).contains(position) { inputs["\(prefix)_bytes"] = word(bytes[position]) }
        }
        drained[element].removeAll { $0.start + OutputCollectorTests.latency + macs < cycle }
      }
      return inputs
    }

    /// Takes up a drain that is started.
    mutating func start(_ element: Int, cycle: Int) {
      guard let place = offered[element] else {
        Issue.record("element \(element) is started, and is not ready")
        return
      }
      let (lines, macs) = (configuration.linesPerElement, configuration.array.macsPerLine)
      if let last = drained[element].last {
        #expect(cycle - last.start >= macs, "element \(element) still drains")
      }
      let bytes = (0..<macs).map { _ in noise.bytes(lines) }
      drained[element].append((cycle, bytes))
      let inOrder = (0..<lines).flatMap { line in (0..<macs).map { bytes[$0][line] } }
      expected[element / macs].append(place + inOrder.map { Int(UInt8(bitPattern: $0)) })
      offered[element] = nil
    }
  }

  /// The fields of a row that leaves, its word byte by byte.
  private static func fields(
    _ item: StreamItem, _ configuration: AcceleratorConfiguration
  ) -> [Int] {
    let words = item.fields[4].words(dividedRoundingUp(configuration.featureWordBits, by: 32))
    let bytes = (0..<configuration.featuresPerCycle).map {
      Int(words[$0 / 4] >> UInt32($0 % 4 * 8) & 255)
    }
    return item.fields[..<4].map { $0.integer ?? -1 } + bytes
  }

  /// Runs a collector, and compares what leaves it with what went in.
  ///
  /// - Returns: How many rows have left.
  private static func run(
    _ configuration: AcceleratorConfiguration, pausing: Int, stalling: Double, seed: UInt64,
    cycles: Int = 600
  ) async throws -> Int {
    let bench = try await Bench(
      OutputCollector(configuration, latency: latency), pulses: ["rows_ready"], seed: seed)
    let pace: StreamPace = stalling > 0 ? .random(pausing: stalling, seed: seed) : .full
    try bench.simulation.pace("rows", pace)
    var elements = Elements(configuration, seed: seed)
    for cycle in 0..<cycles {
      try bench.set(elements.inputs(cycle: cycle, pausing: pausing))
      for element in elements.offered.indices where bench["drain_\(element)_start"] == 1 {
        elements.start(element, cycle: cycle)
      }
      try bench.simulation.step()
    }
    let macs = configuration.array.macsPerLine
    for cycle in cycles..<cycles + 400 {
      try bench.set(
        elements.inputs(cycle: cycle, pausing: 1001).merging(
          Dictionary(
            uniqueKeysWithValues: elements.offered.indices.map { ("drain_\($0)_is_ready", 0) })
        ) { $1 })
      try bench.simulation.step()
    }
    let rows = try bench.simulation.received("rows").map { fields($0, configuration) }
    var left = elements.expected
    for (number, row) in rows.enumerated() {
      guard let group = left.firstIndex(where: { $0.first == row }) else {
        Issue.record("seed \(seed): row \(number) is not the next of any group: \(row)")
        return number
      }
      left[group].removeFirst()
    }
    #expect(left.flatMap { $0 } == [], "seed \(seed): rows are missing")
    #expect(rows.count > cycles / 8 / macs)
    return rows.count
  }

  @Test(
    "Rows leave with their bytes, in the order of their starts", .simulatedInAll,
    arguments: [(2, 2, 4), (3, 1, 2), (5, 3, 3)])
  func rows(elements: Int, lines: Int, macs: Int) async throws {
    let configuration = try engineShape(elements: elements, lines: lines, macs: macs)
    for (seed, pausing, stalling) in [(1, 0, 0), (2, 700, 0), (3, 100, 0.8), (4, 600, 0.5)]
      as [(UInt64, Int, Double)]
    {
      _ = try await Self.run(configuration, pausing: pausing, stalling: stalling, seed: seed)
    }
  }

  @Test(
    "One MAC a line, two places for rows, and as many as is no power of two",
    arguments: [2, 5])
  func sizes(places: Int) async throws {
    for macs in [1, 4] {
      let configuration = try engineShape(elements: 2, macs: macs, headDimension: 16) {
        $0.outputs = places
      }
      _ = try await Self.run(configuration, pausing: 300, stalling: 0.3, seed: 7)
    }
  }

  @Test("As many elements as a line has MACs give a row every cycle")
  func throughput() async throws {
    let configuration = try engineShape(elements: 4, macs: 4) { $0.outputs = 16 }
    let rows = try await Self.run(configuration, pausing: 0, stalling: 0, seed: 5)
    #expect(rows == 600)
  }
}
