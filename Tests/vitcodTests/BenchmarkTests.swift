import AttentionCompiler
import AttentionSpec
import CoSimulation
import Foundation
import Testing

@Suite("Benchmarks")
struct BenchmarkTests {
  private func benchmark(_ name: String) throws -> RunReport {
    let file = repository.appending(path: "benchmarks/\(name).json")
    return try JSONDecoder().decode(RunReport.self, from: Data(contentsOf: file))
  }

  @Test("The first heads take the cycles that benchmarks/ states; if not, run scripts/benchmark")
  func cycles() async throws {
    let folder = try Scratch()
    let config = repository.appending(path: "configs/vitcod_64x8.yaml").path
    let run = try await VitcodRun(
      ["simulate", "--config", config, "--heads", "3", "--json"], in: folder)
    #expect(run.code == 0, "\(run.errors)")
    let report = try JSONDecoder().decode(RunReport.self, from: Data(run.output.utf8))
    let kept = try benchmark("embedded_64x8")
    #expect(report.configuration == kept.configuration)
    for (head, before) in zip(report.heads, kept.heads) {
      #expect(head.name == before.name)
      #expect(head.loadCycles == before.loadCycles, "\(head.name)")
      #expect(head.sddmm.cycles == before.sddmm.cycles, "\(head.name)")
      #expect(head.spmm.cycles == before.spmm.cycles, "\(head.name)")
      #expect(head.computeCycles == before.computeCycles, "\(head.name)")
    }
  }

  @Test("All embedded heads have the slots that benchmarks/ states")
  func slots() throws {
    let kept = try benchmark("embedded_64x8")
    let scheduler = try Scheduler(kept.configuration)
    let masks = try SyntheticMask.network(blocks: 12, heads: 3, seed: 2023).flatMap { $0 }
    let slots = try masks.map { try scheduler.schedule(Workload($0), headDimension: 64).slotCount }
    #expect(slots == kept.heads.map(\.slots))
  }

  @Test("Both benchmarks are whole networks, exact, with more than half of the MACs in use")
  func bars() throws {
    for name in ["embedded_64x8", "deit_tiny_64x8"] {
      let report = try benchmark(name)
      #expect(report.passed && report.heads.count == 36, "\(name)")
      #expect(report.sddmm.utilization > 0.5 && report.spmm.utilization > 0.5, "\(name)")
    }
  }
}
