import AttentionSpec
import BenchSupport
import HardwareDSL
import TestSupport
import Testing

@testable import Accelerator

@Suite("Attention element", .simulated)
struct ProcessingElementTests {
  /// - Parameter chunks: Of a head.
  static func shape(
    chunks: Int, scores: Int = 32, rows: Int = 8, finishedRows: Int = 3, macs: Int = 4
  ) throws -> AcceleratorConfiguration {
    var configuration = try configuration(macs: macs, headDimension: 2 * macs * chunks)
    configuration.memory = MemoryShape(
      banks: 4, queries: 32, keys: 32, values: 32, scores: scores, rows: rows,
      finishedRows: finishedRows)
    return configuration
  }

  struct Case: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var kept = [300, 700]
    var idle = 200
    var scores = 32
    var rows = 8
    var finishedRows = 3
    var macs = 4
    var pace = ElementPace()
  }

  static let cases = [
    Case(testDescription: "whatever comes is there"),
    Case(
      testDescription: "everything waits now and then",
      pace: ElementPace(
        slots: 700, others: 700, rows: 500, arrivals: 300, division: 500, drain: 400,
        divisionLatency: 9)),
    Case(testDescription: "rows of one entry, one right behind the other", kept: [0, 0], idle: 0),
    Case(
      testDescription: "rows of as many entries as the rings hold", kept: [1000, 1000], idle: 0,
      scores: 16),
    Case(
      testDescription: "a slow drain, so that the queue of finished rows is full", kept: [0, 300],
      finishedRows: 1, pace: ElementPace(drain: 30)),
    Case(
      testDescription: "a slow divider, so that row sums wait", kept: [0, 100], idle: 0,
      pace: ElementPace(division: 50)),
    Case(
      testDescription: "late operands", kept: [500, 0], pace: ElementPace(rows: 100, arrivals: 40)),
    Case(
      testDescription: "two rows under way at most", kept: [100, 0], rows: 2, finishedRows: 1),
    Case(testDescription: "lines of one MAC", kept: [0, 200], idle: 0, macs: 1),
    Case(
      testDescription: "mostly idle slots", kept: [200, 0], idle: 800,
      pace: ElementPace(others: 500)),
  ]

  @Test("Nothing of an element is idle", arguments: [1, 3], [1, 4])
  func strict(chunks: Int, macs: Int) throws {
    #expect(throws: Never.self) {
      try elaborate(ProcessingElement(Self.shape(chunks: chunks, macs: macs)), .strict)
    }
  }

  @Test("An element is exact in every simulator", .simulatedInAll, arguments: [1, 3])
  func simulators(chunks: Int) async throws { try await exact(chunks: chunks, one: Self.cases[1]) }

  @Test("An element is exact", arguments: [1, 3], cases)
  func exact(chunks: Int, one: Case) async throws {
    let seed = UInt64(1 + one.testDescription.count)
    var noise = TestRandom(seed: seed)
    let configuration = try Self.shape(
      chunks: chunks, scores: one.scores, rows: one.rows, finishedRows: one.finishedRows,
      macs: one.macs)
    let work = try ElementWork(configuration, kept: one.kept, idle: one.idle, &noise)
    let driver = try await ElementDriver(work, one.pace, seed: seed)
    try driver.run()
    try Self.expectExact(driver, "seed \(seed)")
  }

  static func expectExact(_ driver: ElementDriver, _ comment: Comment) throws {
    let got = try ["score", "numerator", "row_sum"].map {
      try driver.bench.recorded("tap_\($0)_valid").map { $0.values[0] }
    }
    #expect(difference(got[0], driver.work.scores) == nil, comment)
    #expect(difference(got[1], driver.work.numerators) == nil, comment)
    #expect(difference(got[2], driver.work.rowSums) == nil, comment)
    #expect(difference(driver.outputs, driver.work.outputs) == nil, comment)
  }

  @Test("A program may use fewer chunks than the most", arguments: [1, 2])
  func fewer(chunks: Int) async throws {
    var noise = TestRandom(seed: 6)
    let work = try ElementWork(
      Self.shape(chunks: 3), chunks: chunks, kept: [300, 100], idle: 100, &noise)
    let driver = try await ElementDriver(work, ElementPace(drain: 500), seed: 6)
    try driver.run()
    try Self.expectExact(driver, "")
  }

  @Test("After a reset at any moment it is as new", arguments: [1, 3])
  func resets(chunks: Int) async throws {
    var noise = TestRandom(seed: 9)
    let configuration = try Self.shape(chunks: chunks)
    let pace = ElementPace(slots: 900, arrivals: 700, division: 700, drain: 500)
    let bench = try await ElementDriver.bench(configuration, seed: 9)
    for seed in 1...12 as ClosedRange<UInt64> {
      let work = try ElementWork(configuration, kept: [200, 100], idle: 100, &noise)
      try ElementDriver(work, pace, seed: seed, on: bench).run(cycles: noise.integer(1...300))
      try bench.set()
      try bench.simulation.reset()
      for tap in ["score", "numerator", "row_sum"] { _ = try bench.recorded("tap_\(tap)_valid") }
      let again = ElementDriver(work, pace, seed: seed, on: bench)
      try again.run()
      try Self.expectExact(again, "seed \(seed)")
    }
  }

  @Test("Both walks go on at full rate where nothing is late", arguments: [1, 3])
  func rate(chunks: Int) async throws {
    var noise = TestRandom(seed: 5)
    let work = try ElementWork(
      Self.shape(chunks: chunks, scores: 64, rows: 16), kept: [400, 600], idle: 100, &noise)
    let driver = try await ElementDriver(work, seed: 5)
    try driver.run()
    try Self.expectExact(driver, "")
    // Each slot twice, and what the first row takes until its first numerator.
    let issues = 2 * work.slots.count * chunks
    #expect(driver.walkCycles <= issues + 60, "\(driver.walkCycles) for \(issues)")
  }
}
