import AttentionSpec
import BenchSupport
import TestSupport
import Testing

@testable import Accelerator

@Suite("Sparser element", .simulated)
struct SparserElementTests {
  private static func bench(_ configuration: AcceleratorConfiguration) async throws -> Bench {
    try await Bench(
      SparserElement(configuration),
      pulses: [
        "access_write_query_enable", "access_write_index_index", "access_write_index_pointer",
        "access_output_read_enable",
        "control_clear", "control_step_walk_restart", "control_step_walk_advance",
        "control_step_issue",
      ],
      taps: Dictionary(
        uniqueKeysWithValues: ["score", "numerator", "row_sum"].map {
          ("tap_\($0)_valid", ["tap_\($0)_data"])
        }))
  }

  @Test(
    "Walked through both products with pauses, an element is exact", .simulatedInAll,
    arguments: 1...5)
  func walks(seed: UInt64) async throws {
    let configuration = try configuration(macs: 4)
    let bench = try await Self.bench(configuration)
    var noise = TestRandom(seed: seed)
    // Rows of one entry and one chunk come to their ends before their reciprocals.
    let headDimension = [24, nil, nil, nil, 8][Int(seed) - 1] ?? noise.integer(1...24)
    let head = try BenchHead(
      configuration, tokens: 10, headDimension: headDimension,
      perMille: [0, 300, 600, 1000, 0][Int(seed) - 1], seed: seed)
    for write in head.writes(to: 0, prefix: "access_write") { try bench.step(write) }
    try bench.hold([
      "control_settings_softmax_scale": head.input.quantization.softmaxScale,
      "control_settings_output_multiplier": head.input.quantization.outputMultiplier,
    ])
    func pause() throws { while noise.oneIn(3) { try head.step(bench, ["key_value"]) } }

    try head.step(bench, ["key_value"], ["control_clear": 1, "control_step_walk_restart": 1])
    try bench.hold(["control_output_stationary": 0])
    for _ in 0..<head.schedule.slotCount {
      for chunk in 0..<head.chunks {
        try pause()
        let isLast = chunk + 1 == head.chunks
        try head.step(
          bench, ["key_value"],
          [
            "control_step_issue": 1, "control_step_chunk": chunk,
            "control_first_chunk": chunk == 0 ? 1 : 0, "control_last_chunk": isLast ? 1 : 0,
            "control_step_walk_advance": isLast ? 1 : 0,
          ])
      }
    }
    try bench.hold(["control_output_stationary": 1])
    for chunk in 0..<head.chunks {
      try bench.hold(["control_step_chunk": chunk])
      try head.step(bench, ["key_value"], ["control_step_walk_restart": 1])
      for _ in 0..<head.schedule.slotCount {
        try pause()
        try waitUntilReady(head, bench)
        let endsRow = bench["status_valid"] == 1 && bench["status_last"] == 1
        try head.step(
          bench, ["key_value"], ["control_step_issue": 1, "control_step_walk_advance": 1])
        // The outputs of a row leave before the next one ends.
        if endsRow {
          for _ in 0..<configuration.rowSpacing { try head.step(bench, ["key_value"]) }
        }
      }
    }
    for _ in 0..<30 { try head.step(bench, ["key_value"]) }

    let values = try ["score", "numerator", "row_sum"].map {
      try bench.recorded("tap_\($0)_valid").map { $0.values[0] }
    }
    #expect(values[0] == head.expectedScores(of: 0), "seed \(seed)")
    #expect(values[1] == head.expectedNumerators(of: 0), "seed \(seed)")
    #expect(values[2] == head.schedule.rowsOfElement[0].map { head.expected.rowSums[$0] })
    let outputs = try head.outputs(of: 0, prefix: "access_output_read", on: bench)
    #expect(outputs == head.expectedOutputs(of: 0), "seed \(seed)")
  }

  /// Waits for the softmax numerator of the entry and, where it ends its row, for the reciprocal.
  private func waitUntilReady(_ head: BenchHead, _ bench: Bench) throws {
    for _ in 0..<1000 where bench["status_valid"] == 1 {
      let isReady = bench["status_last"] == 0 || bench["status_reciprocal_ready"] == 1
      if isReady && bench["status_numerator_ready"] == 1 { return }
      try head.step(bench, ["key_value"])
    }
    #expect(bench["status_valid"] == 0, "the entry's numerator never comes")
  }
}
