import AttentionSpec
import BenchSupport
import ReferenceModel
import TestSupport
import Testing

@testable import Accelerator

@Suite("Reciprocal unit", .simulated)
struct ReciprocalUnitTests {
  static let rows = 64

  static func unit(tokens: Int) throws -> ReciprocalUnit {
    ReciprocalUnit(
      try configuration(
        macs: 4, tokens: tokens, queriesPerElement: max(rows, tokens), slots: 1024,
        accumulatorBits: 32))
  }

  static func bench(tokens: Int, seed: UInt64 = 1) async throws -> Bench {
    try await Bench(
      try unit(tokens: tokens), pulses: ["control_clear", "row_sum_valid", "read_valid"], seed: seed
    )
  }

  /// Sends the row sums of one head, a row at a time or all at once, and reads all results back.
  ///
  /// - Returns: the row sums with a wrong reciprocal or alignment.
  static func wrong(
    _ rowSums: some Collection<Int>, outputMultiplier: Int, on bench: Bench
  ) throws -> [Int] {
    try bench.hold(["control_output_multiplier": outputMultiplier])
    try bench.step(["control_clear": 1])
    for rowSum in rowSums { try bench.step(["row_sum_valid": 1, "row_sum_data": rowSum]) }
    try bench.wait(for: "rows_done", toBe: rowSums.count, limit: 20 * rowSums.count + 40)
    return try rowSums.enumerated().filter { row, rowSum in
      try bench.step(["read_valid": 1, "read_row": row])
      let expected = Requantization.reciprocal(
        rowSum: rowSum, outputMultiplier: outputMultiplier)
      return bench["scale_reciprocal"] != expected
        || bench["scale_alignment"] != Expected.alignment(rowSum: rowSum)
    }.map(\.1)
  }

  @Test(
    "Every row sum of 64 tokens",
    arguments: TestExtent.current.choose(daily: [1, 65_535], all: [1, 4096, 51_234, 65_535]))
  func every(outputMultiplier: Int) async throws {
    let bench = try await Self.bench(tokens: 64)
    var wrong: [Int] = []
    for start in stride(from: 255, through: 64 * 255, by: Self.rows) {
      let rowSums = start...min(start + Self.rows - 1, 64 * 255)
      wrong += try Self.wrong(rowSums, outputMultiplier: outputMultiplier, on: bench)
    }
    #expect(wrong == [])
  }

  @Test("Row sums of up to 4096 tokens, and of one", arguments: [4096, 1])
  func sizes(tokens: Int) async throws {
    var noise = TestRandom(seed: UInt64(tokens))
    let bench = try await Self.bench(tokens: tokens)
    let most = tokens * 255
    var rowSums = [255, most]
    for bits in 8..<20 {
      rowSums += [(1 << bits) - 1, 1 << bits, (1 << bits) + 1].filter { 255...most ~= $0 }
    }
    rowSums += (0..<200).map { _ in noise.integer(255...most) }
    for multiplier in [1, 3, 4096, 65_535] {
      for start in stride(from: 0, to: rowSums.count, by: Self.rows) {
        let part = rowSums[start..<min(start + Self.rows, rowSums.count)]
        #expect(try Self.wrong(part, outputMultiplier: multiplier, on: bench) == [])
      }
    }
  }

  @Test("Results can be read while later rows are divided, and stay", .simulatedInAll)
  func overlap() async throws {
    var noise = TestRandom(seed: 5)
    let bench = try await Self.bench(tokens: 64, seed: 5)
    let multiplier = 7777
    try bench.hold(["control_output_multiplier": multiplier])
    try bench.step(["control_clear": 1])
    var sent: [Int] = []
    for cycle in 0..<2000 {
      var inputs: [String: Int] = [:]
      let rowsDone = bench["rows_done"]
      try #require(rowsDone <= sent.count)
      if sent.count < Self.rows && noise.chance(perMille: 60) {
        sent.append(noise.integer(255...64 * 255))
        inputs.merge(["row_sum_valid": 1, "row_sum_data": sent[sent.count - 1]]) { $1 }
      }
      let row =
        rowsDone > 0 && noise.chance(perMille: 700) ? noise.integer(0...rowsDone - 1) : nil
      if let row { inputs.merge(["read_valid": 1, "read_row": row]) { $1 } }
      try bench.step(inputs)
      guard let row else { continue }
      // The result of the last read stays while nothing is read.
      try bench.idle(noise.integer(0...1))
      let expected = Requantization.reciprocal(rowSum: sent[row], outputMultiplier: multiplier)
      guard bench["scale_reciprocal"] == expected,
        bench["scale_alignment"] == Expected.alignment(rowSum: sent[row])
      else {
        Issue.record("cycle \(cycle): row sum \(sent[row]): got \(bench["scale_reciprocal"])")
        return
      }
    }
    #expect(bench["rows_done"] == Self.rows)
  }

  @Test("A new head while a row sum waits is reported with its cycle")
  func claim() async throws {
    let bench = try await Self.bench(tokens: 64)
    try bench.hold(["control_output_multiplier": 1])
    try bench.step(["row_sum_valid": 1, "row_sum_data": 1000])
    try bench.idle(5)
    let cycle = bench.cycle
    let failure = try failure { try bench.step(["control_clear": 1]) }
    #expect(failure.cycle == cycle)
    #expect(failure.text.contains("ClearWhenAllFound"))
  }
}
