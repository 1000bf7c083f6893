import AttentionCompiler
import AttentionSpec
import CoSimulation
import Foundation
import ModelImport
import TensorFiles
import Testing
import VerilatorSimulation

@Suite struct CosimMaskTests {
  /// The authors' mask of DeiT-Tiny, where the folder with shared data is beside the package.
  static let publishedMask: String? = {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let file = root.deletingLastPathComponent()
      .appendingPathComponent("shared/data/deit_tiny_95_pruned.npy")
    return FileManager.default.fileExists(atPath: file.path) ? file.path : nil
  }()

  @Test(
    "All 36 heads of the authors' DeiT-Tiny mask are bit-exact on 512 MACs, at more than half use",
    .enabled(
      if: publishedMask != nil,
      "The shared data folder is not beside the package; the embedded masks cover the same path."))
  func publishedHeads() async throws {
    let file = try MaskFile(NpyFile(path: #require(Self.publishedMask)).tensor, meaning: .pruned)
    let masks = try (0..<36).map { try file.mask(block: $0 / 3, head: $0 % 3) }
    let report = try await run(masks)
    #expect(report.passed)
    #expect(report.sddmm.utilization > 0.5)
    #expect(report.spmm.utilization > 0.5)
  }

  @Test("Heads of the synthetic mask at 197 tokens are bit-exact on 512 MACs")
  func syntheticHeads() async throws {
    let masks = try SyntheticMask.network(blocks: 2, heads: 3, seed: 1).flatMap { $0 }
    let report = try await run(masks)
    #expect(report.passed)
    #expect(report.sddmm.utilization > 0.5)
    #expect(report.spmm.utilization > 0.5)
  }

  private func run(_ masks: [AttentionMask]) async throws -> RunReport {
    let configuration = Configurations.published
    let simulation = try await AcceleratorSimulation(try GeneratedAccelerator(configuration))
    print(simulation.simulation.report)
    let heads = try masks.enumerated().map { index, mask in
      let input = try HeadInput.random(
        tokens: mask.tokens, headDimension: 64, seed: UInt64(index))
      let job = try HeadJob(
        name: "head \(index)", input: input, mask: mask, configuration: configuration)
      let trace = try simulation.run(job)
      let head = HeadReport(job, trace, Comparison(job, trace))
      #expect(head.isExact, "\(head.name), seed \(index): \(head.divergence?.description ?? "")")
      return head
    }
    return RunReport(RunSetup(version: "test", seed: 0), configuration, heads)
  }
}
