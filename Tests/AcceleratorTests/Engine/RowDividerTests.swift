import AttentionSpec
import BenchSupport
import HardwareDSL
import HardwareIR
import ReferenceModel
import SimulationInterface
import TestSupport
import Testing

@testable import Accelerator

@Suite("Row divider", .simulated)
struct RowDividerTests {
  private struct Row: Equatable {
    let sum: Int
    let multiplier: Int

    var fields: [PortValue] { [PortValue(sum), PortValue(multiplier)] }
    var answer: [Int] {
      [
        Requantization.reciprocal(rowSum: sum, outputMultiplier: multiplier),
        Expected.alignment(rowSum: sum),
      ]
    }
  }

  /// Divides the rows of each element.
  ///
  /// - Returns: What is wrong; nil for nothing.
  private static func mistake(
    _ rows: [[Row]], tokens: Int, pausing: Double = 0, seed: UInt64 = 1
  ) async throws -> String? {
    let bits = NumberFormats.rowSumBits(tokens: tokens)
    var circuit = try elaborate(RowDivider(elements: rows.count, rowSumBits: bits))
    let names = rows.indices.map { "answers_\($0)" }
    circuit.taps += names.map {
      Tap(name: $0, valid: "\($0)_valid_o", data: ["\($0)_reciprocal_o", "\($0)_alignment_o"])
    }
    let simulation = try await TestedSimulation(circuit)(fill: .random(seed: seed))
    try simulation.reset()
    for (index, rows) in rows.enumerated() {
      if pausing > 0 {
        try simulation.pace("rows_\(index)", .random(pausing: pausing, seed: seed &+ UInt64(index)))
      }
      try simulation.send("rows_\(index)", rows.map(\.fields))
    }
    let count = rows.map(\.count).reduce(0, +)
    try simulation.step(RowDivider.latency + (pausing > 0 ? 8 : 1) * count)
    for (rows, name) in zip(rows, names) {
      let answers = try simulation.tap(name).map { $0.fields.map { $0.integer ?? -1 } }
      if let mistake = difference(answers, rows.map(\.answer)) { return "\(name): \(mistake)" }
    }
    return nil
  }

  @Test(
    "Every row sum of 64 tokens, one a cycle",
    arguments: TestExtent.current.choose(daily: [1, 65_535], all: [1, 4096, 51_234, 65_535]))
  func every(multiplier: Int) async throws {
    let rows = (255...64 * 255).map { Row(sum: $0, multiplier: multiplier) }
    #expect(try await Self.mistake([rows], tokens: 64) == nil)
  }

  @Test("Row sums of up to 4096 tokens, and of one", arguments: [4096, 1])
  func sizes(tokens: Int) async throws {
    var noise = TestRandom(seed: UInt64(tokens))
    let most = tokens * 255
    var sums = [255, most]
    for bits in 8..<20 {
      sums += [(1 << bits) - 1, 1 << bits, (1 << bits) + 1].filter { 255...most ~= $0 }
    }
    sums += (0..<200).map { _ in noise.integer(255...most) }
    let rows = [1, 3, 4096, 65_535].flatMap { multiplier in
      sums.map { Row(sum: $0, multiplier: multiplier) }
    }
    #expect(try await Self.mistake([rows], tokens: tokens) == nil)
  }

  @Test(
    "Each element has the answers to its own rows, in order", .simulatedInAll, arguments: [2, 5])
  func elements(count: Int) async throws {
    var noise = TestRandom(seed: UInt64(count))
    let rows = (0..<count).map { _ in
      (0..<100).map { _ in
        Row(sum: noise.integer(255...197 * 255), multiplier: noise.integer(1...65_535))
      }
    }
    #expect(try await Self.mistake(rows, tokens: 197) == nil)
    #expect(try await Self.mistake(rows, tokens: 197, pausing: 0.6, seed: 2) == nil)
  }

  @Test("A row sum below the least is reported")
  func claim() async throws {
    let bench = try await Bench(
      RowDivider(elements: 1, rowSumBits: 12), pulses: ["rows_0_valid"])
    try bench.step(["rows_0_valid": 1, "rows_0_row_sum": 255])
    try bench.step(["rows_0_valid": 1, "rows_0_row_sum": 254])
    let failure = try failure { try bench.idle(1) }
    #expect(failure.text.contains("RowSumIsLarge"))
  }
}
