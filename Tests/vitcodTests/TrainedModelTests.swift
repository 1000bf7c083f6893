import AttentionSpec
import CoSimulation
import Foundation
import ModelImport
import NetworkPipeline
import NetworkSpec
import ReferenceModel
import SplitAndConquer
import TensorFiles
import TestSupport
import Testing
import VerilatorSimulation

@testable import vitcod

/// The networks that `training/` trained, against what PyTorch and NumPy made of them.
@Suite("Trained model")
struct TrainedModelTests {
  private static let path = repository.appending(path: "models/animals").path
  static let names = ["dense", "autoencoder", "sparse_80", "sparse_90", "sparse_95"]

  private let trained: TrainedFolder

  init() throws {
    trained = try TrainedFolder(path: Self.path, images: 20)
  }

  private func model(_ name: String) throws -> EvaluatedModel {
    try #require(trained.models.first { $0.name == name }, "\(Self.path) has no \(name)")
  }

  @Test("The folder has all networks")
  func complete() {
    #expect(trained.models.map(\.name) == Self.names)
  }

  @Test("Logits in float32 are those of PyTorch", arguments: names)
  func logits(name: String) throws {
    let model = try model(name)
    let logits = try NetworkAnalysis(
      model.weights, masks: model.masks, images: trained.test.images.prefix(10)
    ).logits()
    let expected = try #require(try trained.expectedLogits(name))
    let report = try FixtureReport(name, logits, expected: expected)
    #expect(report.images == 10)
    #expect(report.largestLogit > 1)
    // The tanh form of GELU, or another epsilon of LayerNorm, differs by 1e-4.
    #expect(report.ratio < 1e-5, "\(report.largestDifference) of \(report.largestLogit)")
  }

  @Test("Our pruning gives the masks of NumPy, bit for bit", arguments: [80, 90, 95])
  func masks(percent: Int) throws {
    let tensor = try NpzFile(path: "\(Self.path)/attention_maps.npz").tensor("maps")
    let shape = tensor.shape
    let maps = try AttentionMaps(
      blocks: shape[0], heads: shape[1], tokens: shape[2], values: tensor.floats())
    let pruned = try Pruner(maps).prune(.sparsityOfNetwork(Double(percent) / 100))
    let expected = try #require(try model("sparse_\(percent)").masks).masks
    let differing = zip(pruned.prunedHeads, expected).reduce(0) { sum, pair in
      sum + zip(pair.0.mask.kept, pair.1.kept).count { $0 != $1 }
    }
    #expect(pruned.prunedHeads.count == expected.count)
    #expect(differing == 0, "\(differing) entries differ")
    #expect(abs(pruned.sparsity - Double(percent) / 100) < 0.005)
  }

  @Test(
    "Integers find the class that float32 finds",
    arguments: TestExtent.current.choose(daily: ["sparse_90"], all: ["dense", "sparse_90"]))
  func integers(name: String) throws {
    let model = try model(name)
    let images = trained.test.images
    let quantized = try NetworkAnalysis(
      model.weights, masks: model.masks, images: trained.calibration.prefix(10)
    ).quantized()
    let float = try NetworkAnalysis(model.weights, masks: model.masks, images: images).logits()
    let integer = try IntegerAnalysis(quantized, images: images).logits()
    let agreeing = zip(float, integer).count { label(of: $0) == label(of: $1) }
    #expect(images.count == 20 && agreeing >= 19, "\(agreeing) of \(images.count) agree")
  }

  @Test("Twenty images of sparse_90 are kept as exact, within the bars")
  func kept() throws {
    let kept = try #require(try benchmark(ModelRunReport.self, "animals_64x8_d16").hardware)
    #expect(kept.images == 20 && kept.exactImages == 20 && kept.codes == 2)
    #expect(10 * kept.total.floor >= 6 * kept.total.cycles)
    #expect(20 * kept.total.floor >= 17 * kept.total.computingCycles)
  }

  @Test(
    "One image of sparse_90 is exact in the hardware, in the cycles that benchmarks/ states",
    .enabled(if: TestExtent.current == .all, "the build takes more than a minute"))
  func hardware() async throws {
    let model = try model("sparse_90")
    let quantized = try NetworkAnalysis(
      model.weights, masks: model.masks, images: trained.calibration.prefix(4)
    ).quantized()
    let configuration = repository.appending(path: "configs/vitcod_64x8_d16.yaml").path
    let simulated = try await AttentionSimulation(
      ConfigurationFile(path: configuration).accelerator, .modelled)
    print(simulated.simulation.report)
    var simulation = NetworkSimulation(IntegerNetwork(quantized), in: simulated)
    let run = try simulation.run(quantized.pixels.quantized(trained.test.images, 0))
    #expect(run.isExact, "\(run.attention.divergence.map { "\($0)" } ?? "logits")")
    #expect(run.attention.codes == 2)

    // Cycles depend on the masks, but for one of where a run starts.
    let kept = try #require(try benchmark(ModelRunReport.self, "animals_64x8_d16").hardware)
    #expect(kept.configuration == simulated.configuration)
    #expect(run.attention.floor * kept.images == kept.total.floor)
    #expect(abs(run.attention.cycles * kept.images - kept.total.cycles) <= kept.images)
  }

  @Test("The accuracies that benchmarks/ states keep their bars")
  func accuracies() throws {
    let report = try benchmark(EvaluationReport.self, "animals_accuracy")
    #expect(report.testImages >= 2000)
    #expect(report.rows.map(\.model) == Self.names.flatMap { [$0, $0] })
    // Points that a model may cost; of those of the sparse ones the auto-encoder may take one.
    let costs = ["autoencoder": 1.0, "sparse_80": 2.0, "sparse_90": 2.0, "sparse_95": 3.0]
    for row in report.rows {
      guard let change = row.change else { continue }
      let cost = row.arithmetic == .integer ? 0.5 : try #require(costs[row.model])
      #expect(change.points >= -cost, "\(row.model), \(row.arithmetic)")
    }
    for fixture in report.fixtures { #expect(fixture.ratio < 1e-3 && fixture.images == 100) }
  }

  private func benchmark<Report: Decodable>(_ type: Report.Type, _ name: String) throws -> Report {
    let file = repository.appending(path: "benchmarks/\(name).json")
    return try JSONDecoder().decode(type, from: Data(contentsOf: file))
  }
}
