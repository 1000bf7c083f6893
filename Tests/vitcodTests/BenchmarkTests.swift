import CoSimulation
import Foundation
import Testing

@testable import vitcod

@Suite("Benchmarks")
struct BenchmarkTests {
  @Test(
    "The embedded layers take the cycles that benchmarks/ states; if not, run scripts/benchmark")
  func cycles() async throws {
    let folder = try Scratch()
    let config = repository.appending(path: "configs/vitcod_64x8.yaml").path
    let run = try await VitcodRun(
      ["simulate", "--config", config, "--json"], in: folder)
    #expect(run.code == 0, "\(run.errors)")
    let report = try JSONDecoder().decode(SimulationReport.self, from: Data(run.output.utf8))
    let attention = try #require(report.attention)
    let file = repository.appending(path: "benchmarks/attention_embedded_64x8.json")
    let kept = try JSONDecoder().decode(AttentionReport.self, from: Data(contentsOf: file))
    #expect(attention.configuration == kept.configuration)
    #expect(attention.cycles == kept.cycles && attention.estimatedCycles == kept.estimatedCycles)
    #expect(attention.layers.map(\.cycles) == kept.layers.map(\.cycles))
    #expect(attention.slots == kept.slots && attention.bytesRead == kept.bytesRead)
  }
}
