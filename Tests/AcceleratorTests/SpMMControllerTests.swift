import AttentionCompiler
import AttentionSpec
import BenchSupport
import TestSupport
import Testing

@testable import Accelerator

/// What the controller sees of the elements: their entries, and when numerators and reciprocals
/// come.
struct Elements {
  struct Entry {
    var row: Int
    var isLast: Bool
  }

  /// For each element its slots; nil is idle.
  var slots: [[Entry?]]
  /// For each element the cycles, from the start, at which its numerators are ready, in order.
  var numeratorCycles: [[Int]]
  /// For each element the cycles at which the reciprocals of its rows are ready.
  var reciprocalCycles: [[Int]]

  /// The elements of a schedule; everything is ready at once.
  init(_ schedule: Schedule) {
    slots = schedule.slots.indices.map { element in
      var slots: [Entry?] = Array(repeating: nil, count: schedule.slotCount)
      for entry in schedule.entries(of: element) {
        slots[entry.slot] = Entry(row: entry.localRow, isLast: entry.isLast)
      }
      return slots
    }
    numeratorCycles = slots.map { Array(repeating: 0, count: $0.count { $0 != nil }) }
    reciprocalCycles = schedule.rowEnds.map { Array(repeating: 0, count: $0.count) }
  }

  /// Lets numerators come one by one, at most every cycle, and each row's reciprocal a while after
  /// its last numerator.
  mutating func delay(gap: ClosedRange<Int>, division: Int, _ noise: inout TestRandom) {
    for element in slots.indices {
      var cycle = 0
      var index = 0
      var divided = 0
      for entry in slots[element].compactMap({ $0 }) {
        cycle += 1 + noise.integer(gap)
        numeratorCycles[element][index] = cycle
        index += 1
        if entry.isLast {
          divided = max(divided, cycle) + division
          reciprocalCycles[element][entry.row] = divided
        }
      }
    }
  }

  /// The cycles of all issues, pass after pass, if every slot is issued as soon as it may be.
  func expected(passes: Int, spacing: Int) -> [[Int]] {
    var mayEnd = slots.map { _ in 0 }
    var cycle = 1
    return (0..<passes).map { pass in
      // The index buffers go back to their first slot.
      if pass > 0 { cycle += 1 }
      var entries = slots.map { _ in 0 }
      return slots[0].indices.map { slot in
        for element in slots.indices {
          guard let entry = slots[element][slot] else { continue }
          cycle = max(cycle, numeratorCycles[element][entries[element]])
          entries[element] += 1
          guard entry.isLast else { continue }
          cycle = max(cycle, reciprocalCycles[element][entry.row], mayEnd[element])
        }
        for element in slots.indices where slots[element][slot]?.isLast == true {
          mayEnd[element] = cycle + spacing
        }
        defer { cycle += 1 }
        return cycle
      }
    }
  }
}

@Suite("SpMM controller", .simulated)
struct SpMMControllerTests {
  static func bench(_ configuration: AcceleratorConfiguration) async throws -> Bench {
    try await Bench(SpMMController(configuration), pulses: ["head_start"])
  }

  /// The inputs of one cycle.
  private static func inputs(
    _ elements: Elements, slot: Int, entries: [Int], cycle: Int
  ) -> [String: Int] {
    var inputs: [String: Int] = [:]
    for element in elements.slots.indices {
      let entry = slot < elements.slots[element].count ? elements.slots[element][slot] : nil
      inputs["entry_\(element)_valid"] = entry == nil ? 0 : 1
      // Of an idle slot nothing else counts.
      guard let entry else { continue }
      inputs["entry_\(element)_last"] = entry.isLast ? 1 : 0
      let numerator = elements.numeratorCycles[element][entries[element]]
      inputs["entry_\(element)_numerator_ready"] = cycle >= numerator ? 1 : 0
      let reciprocal = elements.reciprocalCycles[element][entry.row]
      inputs["entry_\(element)_reciprocal_ready"] = cycle >= reciprocal ? 1 : 0
    }
    return inputs
  }

  /// Plays the index buffers of the elements.
  ///
  /// - Returns: for each pass the cycles, from the start, in which its slots were issued.
  static func run(_ elements: Elements, passes: Int, on bench: Bench) throws -> [[Int]] {
    let slotCount = elements.slots[0].count
    try bench.hold(["head_slots": slotCount, "head_chunks": passes])
    var issues: [[Int]] = Array(repeating: [], count: passes)
    var slot = 0
    var entries = elements.slots.map { _ in 0 }
    var isDone = false
    let start = bench.cycle
    let limit = 1000 + 20 * slotCount * passes
    while !isDone && bench.cycle - start < limit {
      let cycle = bench.cycle - start
      var inputs = inputs(elements, slot: slot, entries: entries, cycle: cycle)
      if cycle == 0 { inputs["head_start"] = 1 }
      try bench.set(inputs)
      let (issue, restart) = (bench["step_issue"] == 1, bench["step_walk_restart"] == 1)
      isDone = bench["done"] == 1
      #expect(!(issue && restart))
      if restart {
        slot = 0
        entries = entries.map { _ in 0 }
      }
      if issue {
        try #require(slot < slotCount && bench["step_chunk"] < passes)
        issues[bench["step_chunk"]].append(cycle)
        for element in entries.indices where elements.slots[element][slot] != nil {
          entries[element] += 1
        }
        slot += 1
      }
      try bench.simulation.step()
    }
    #expect(isDone)
    for _ in 0..<12 {
      try bench.set(["entry_0_valid": 0])
      #expect(bench["step_issue"] == 0 && bench["done"] == 0 && bench["step_walk_restart"] == 0)
      try bench.simulation.step()
    }
    return issues
  }

  static func elements(
    _ configuration: AcceleratorConfiguration, perMille: Int, seed: UInt64, headDimension: Int
  ) throws -> (elements: Elements, estimate: CycleEstimate) {
    let mask = try AttentionMask.random(tokens: 16, perMille: perMille, seed: seed)
    let schedule = try Scheduler(configuration).schedule(
      Workload(mask), headDimension: headDimension)
    let estimate = CycleEstimate(
      schedule, configuration: configuration, headDimension: headDimension)
    return (Elements(schedule), estimate)
  }

  /// Three elements with a spacing of 4, and one with a spacing of 8.
  static let shapes = [(elements: 3, macs: 3), (elements: 1, macs: 8)]

  @Test("Nothing to wait for but outputs: as many cycles as estimated", arguments: shapes)
  func estimate(shape: (elements: Int, macs: Int)) async throws {
    let configuration = try configuration(
      elements: shape.elements, macs: shape.macs, headDimension: 8 * shape.macs)
    let bench = try await Self.bench(configuration)
    var stalls = 0
    for (seed, perMille) in [(1, 0), (2, 60), (3, 150), (4, 400), (5, 1000)] as [(UInt64, Int)] {
      for passes in 1...configuration.chunksMax {
        let (elements, estimate) = try Self.elements(
          configuration, perMille: perMille, seed: seed,
          headDimension: passes * configuration.featuresPerCycle)
        let issues = try Self.run(elements, passes: passes, on: bench)
        let expected = elements.expected(passes: passes, spacing: configuration.rowSpacing)
        #expect(difference(issues, expected) == nil, "seed \(seed), \(passes) passes")
        stalls += estimate.stalls
        let last = try #require(issues.last?.last)
        #expect(last == estimate.spmm, "\(estimate)")
      }
    }
    #expect(stalls > 20)
  }

  @Test(
    "Numerators and reciprocals that come late hold exactly the entries that need them",
    arguments: shapes, [(0...0, 12), (0...3, 12), (0...0, 80), (0...20, 0)])
  func late(
    shape: (elements: Int, macs: Int), delay: (gap: ClosedRange<Int>, division: Int)
  ) async throws {
    let configuration = try configuration(
      elements: shape.elements, macs: shape.macs, headDimension: 8 * shape.macs)
    let bench = try await Self.bench(configuration)
    for seed: UInt64 in 1...6 {
      var noise = TestRandom(seed: seed)
      var (elements, _) = try Self.elements(
        configuration, perMille: [0, 100, 400][Int(seed) % 3], seed: seed, headDimension: 8)
      elements.delay(gap: delay.gap, division: delay.division, &noise)
      let passes = 1 + Int(seed) % configuration.chunksMax
      let issues = try Self.run(elements, passes: passes, on: bench)
      let expected = elements.expected(passes: passes, spacing: configuration.rowSpacing)
      #expect(difference(issues, expected) == nil, "seed \(seed), \(passes) passes")
    }
  }

  @Test("A cycle lies between two passes", .simulatedInAll)
  func betweenPasses() async throws {
    let configuration = try configuration(elements: 3, macs: 3)
    let bench = try await Self.bench(configuration)
    let (elements, _) = try Self.elements(
      configuration, perMille: 1000, seed: 1, headDimension: 24)
    let issues = try Self.run(elements, passes: 2, on: bench)
    #expect(try #require(issues[1].first) - #require(issues[0].last) == 2)
  }
}
