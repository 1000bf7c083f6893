import AttentionSpec
import BenchSupport
import TestSupport
import Testing

@testable import Accelerator

@Suite("Finished rows", .simulated)
struct FinishedRowsTests {
  private static func shape(
    macs: Int, chunks: Int, rows: Int
  ) throws -> AcceleratorConfiguration {
    var configuration = try ProcessingElementTests.shape(
      chunks: chunks, rows: 4, finishedRows: rows, macs: macs)
    // Row sums of 16 bits.
    configuration.capacity.tokens = 256
    return configuration
  }

  @Test(
    "Rows are drained in order, one right behind the other and later",
    arguments: [(1, 1, 3), (4, 1, 2), (4, 1, 1), (3, 3, 2)], [1000, 100])
  func drains(shape: (macs: Int, chunks: Int, rows: Int), pace: Int) async throws {
    let driver = try await FinishedRowsDriver(
      Self.shape(macs: shape.macs, chunks: shape.chunks, rows: shape.rows), rows: 80, pace: pace,
      seed: UInt64(shape.macs + pace))
    for _ in 0..<20_000 where !driver.isDone {
      #expect(driver.bench["has_place"] == (driver.hasPlace ? 1 : 0))
      try driver.cycle()
    }
    #expect(difference(driver.got, driver.rows.flatMap(\.expected)) == nil)
    #expect(driver.isFullSometimes)
    if shape.rows > 1, pace == 1000 { #expect(driver.distances.contains(shape.macs)) }
  }

  @Test("In every simulator", .simulatedInAll)
  func simulators() async throws { try await drains(shape: (3, 3, 2), pace: 300) }

  @Test("A drain without a row, and one too soon behind another, are reported")
  func claims() async throws {
    let driver = try await FinishedRowsDriver(
      Self.shape(macs: 4, chunks: 1, rows: 3), rows: 3, pace: 0, seed: 1)
    let bench = driver.bench
    let early = try failure { try bench.step(["drain_start": 1]) }
    #expect(early.text.contains("StartsWhenReady"))

    let other = try await FinishedRowsDriver(
      Self.shape(macs: 4, chunks: 1, rows: 3), rows: 3, pace: 0, seed: 1)
    for _ in 0..<100 { try other.cycle() }
    try other.bench.step(["drain_start": 1])
    try other.bench.idle(2)
    let late = try failure { try other.bench.step(["drain_start": 1]) }
    #expect(late.text.contains("StartsApart"))
  }
}
