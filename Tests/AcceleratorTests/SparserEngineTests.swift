import AttentionSpec
import BenchSupport
import TestSupport
import Testing

@testable import Accelerator

@Suite("Sparser engine", .simulated)
struct SparserEngineTests {
  private static func bench(_ configuration: AcceleratorConfiguration) async throws -> Bench {
    let elements = 0..<configuration.array.elements
    return try await Bench(
      SparserEngine(configuration),
      pulses: ["command_head_start"]
        + elements.flatMap {
          [
            "access_\($0)_write_query_enable", "access_\($0)_write_index_index",
            "access_\($0)_write_index_pointer",
            "access_\($0)_output_read_enable",
          ]
        },
      taps: Dictionary(
        uniqueKeysWithValues: elements.flatMap { element in
          ["score", "numerator", "row_sum"].map {
            ("tap_element_\(element)_\($0)_valid", ["tap_element_\(element)_\($0)_data"])
          }
        } + [("tap_spmm_valid", [])]))
  }

  /// Fills the buffers of the elements and runs a head to its end, with banks that the bench plays.
  private static func run(_ head: BenchHead, on bench: Bench) throws {
    let elements = head.configuration.array.elements
    for element in 0..<elements {
      for write in head.writes(to: element, prefix: "access_\(element)_write") {
        try bench.step(write)
      }
    }
    try bench.hold([
      "command_head_slots": head.schedule.slotCount, "command_head_chunks": head.chunks,
      "command_settings_softmax_scale": head.input.quantization.softmaxScale,
      "command_settings_output_multiplier": head.input.quantization.outputMultiplier,
    ])
    let reads = (0..<elements).map { "key_value_\($0)" }
    try head.step(bench, reads, ["command_head_start": 1])
    #expect(bench["busy"] == 1)
    var cycles = 0
    while bench["busy"] == 1 && cycles < 20_000 {
      try head.step(bench, reads)
      cycles += 1
    }
  }

  @Test(
    "Heads are exact, one after the other, with banks that the bench plays",
    arguments: [(1, 2, 4), (2, 2, 4), (3, 1, 5)])
  func heads(elements: Int, lines: Int, macs: Int) async throws {
    let configuration = try configuration(elements: elements, lines: lines, macs: macs)
    let bench = try await Self.bench(configuration)
    for (seed, perMille, headDimension) in [(1, 300, 24), (2, 0, 5), (3, 1000, 8)]
      as [(UInt64, Int, Int)]
    {
      let head = try BenchHead(
        configuration, tokens: 12, headDimension: headDimension, perMille: perMille, seed: seed)
      try Self.run(head, on: bench)
      for element in 0..<elements {
        let outputs = try head.outputs(
          of: element, prefix: "access_\(element)_output_read", on: bench)
        let values = try ["score", "numerator", "row_sum"].map {
          try bench.recorded("tap_element_\(element)_\($0)_valid").map { $0.values[0] }
        }
        #expect(outputs == head.expectedOutputs(of: element), "seed \(seed), element \(element)")
        #expect(values[0] == head.expectedScores(of: element), "seed \(seed), element \(element)")
        #expect(
          values[1] == head.expectedNumerators(of: element), "seed \(seed), element \(element)")
        #expect(
          values[2] == head.schedule.rowsOfElement[element].map { head.expected.rowSums[$0] },
          "seed \(seed), element \(element)")
      }
    }
  }

  @Test(
    "Where SpMM waits for a numerator, it waits for no reciprocal, in any element",
    arguments: 1...3)
  func firstNumerators(elements: Int) async throws {
    let configuration = try configuration(elements: elements, macs: 4)
    let bench = try await Self.bench(configuration)
    // SDDMM is over before the first row is through the softmax unit, and rows are long.
    let head = try BenchHead(
      configuration, tokens: 3, headDimension: 4, perMille: 1000, seed: UInt64(elements))
    try Self.run(head, on: bench)
    let issues = try bench.recorded("tap_spmm_valid").map(\.cycle)
    let numerators = try (0..<elements).map { element in
      try bench.recorded("tap_element_\(element)_numerator_valid").map(\.cycle)
    }
    // Each element's first entry is in the first slot, and no row's last.
    let first = try #require(numerators.map { $0.first ?? 0 }.max())
    try #require(head.schedule.slots.allSatisfy { $0[0].token != nil })
    #expect(issues.first == first + 1)
    #expect(issues.count == head.schedule.slotCount)
  }

  @Test("A start while a head is computed fails a claim", .simulatedInAll)
  func startWhileBusy() async throws {
    let configuration = try configuration(elements: 1, macs: 4)
    let bench = try await Self.bench(configuration)
    try bench.hold(["command_head_slots": 3, "command_head_chunks": 1])
    try bench.step(["command_head_start": 1])
    let failed = try failure { try bench.step(["command_head_start": 1]) }
    #expect("\(failed)".contains("StartedWhenIdle"))
  }
}
