import AttentionCompiler
import AttentionSpec
import CoSimulation
import SimulationInterface
import TestSupport
import Testing

@testable import vitcod

@Suite("Report of the hardware")
struct HardwareReportTests {
  private let configuration: AcceleratorConfiguration
  private let attention: AttentionReport

  init() throws {
    configuration = AcceleratorConfiguration(
      name: "one", array: ArrayShape(lines: 2, macsPerLine: 4, elements: 1),
      capacity: Capacity(tokens: 4, headDimension: 8, heads: 2))
    var generator = SplitMix64(seed: 1)
    let layers = try (0..<2).map { _ in
      try LayerInput.random([.dense(tokens: 4)], headDimension: 8, codes: 1, &generator)
    }
    let simulation = try SimulatedAttention(
      interpreting: GeneratedAccelerator(configuration), MemorySettings(readLatency: 10))
    let job = try AttentionJob(layers, configuration)
    let trace = try simulation.run(job, cycleLimit: job.cycleLimit)
    attention = AttentionReport(job, trace, AttentionComparison(job, trace))
  }

  private func report(_ runs: [ImageRun]) -> HardwareReport {
    HardwareReport(runs, configuration: configuration)
  }

  @Test("One exact image, in the singular")
  func exact() throws {
    let report = report([ImageRun(expected: [3, 4], logits: [3, 4], attention: attention)])
    #expect(report.exactImages == 1 && report.divergence == nil && report.labels == [1])
    // 16 entries of 8 features, twice, on 8 multipliers.
    #expect(report.total.floor == 64 && report.blocks.map(\.floor) == [32, 32])
    #expect(report.total.cycles == attention.cycles && report.total.cycles > 64)
    let lines = report.text
    #expect(lines[0] == "Attention on one, 8 MACs in 1 element, from memory to memory;")
    #expect(lines[1] == "queries and keys decoded from 1 code; 1 image:")
    #expect(lines[2] == "block       kept   cycles  estimate  computing    floor     use")
    #expect(lines.count == 9 && lines[5].hasPrefix("total         32 "))
    #expect(
      lines[8]
        == "\(attention.valuesCompared) values and all logits compared; 1 of 1 image exact.")
  }

  @Test("The first value that differs is named, even if the logits agree")
  func wrongValue() throws {
    var wrong = attention
    wrong.divergence = Divergence(
      checkpoint: .output, index: "byte 3 of the outputs", cycle: 21, expected: "4", got: "5",
      differing: 1, compared: 64)
    let report = report([
      ImageRun(expected: [3, 4], logits: [3, 4], attention: attention),
      ImageRun(expected: [3, 4], logits: [3, 4], attention: wrong),
    ])
    #expect(report.exactImages == 1 && report.total.cycles == 2 * attention.cycles)
    #expect(
      report.divergence
        == "image 1, output, byte 3 of the outputs, cycle 21: expected 4, got 5 "
        + "(1 of 64 outputs differ)")
  }

  @Test("Logits that differ behind exact attention are a failure of their own")
  func wrongLogits() throws {
    let report = report([ImageRun(expected: [3, 4], logits: [4, 3], attention: attention)])
    #expect(report.exactImages == 0)
    #expect(report.divergence == "image 0, logits: expected [3, 4], got [4, 3]")
  }
}
