import AttentionSpec
import Foundation
import NetworkSpec
import TensorFiles
import TestSupport
import Testing

@testable import NetworkPipeline
@testable import vitcod

@Suite("vitcod evaluate")
struct EvaluateTests {
  private func report(_ arguments: [String], in folder: Scratch) async throws -> EvaluationReport {
    let run = try await VitcodRun(["evaluate", "trained", "--json"] + arguments, in: folder)
    #expect(run.code == 0, "\(run.errors)")
    return try JSONDecoder().decode(EvaluationReport.self, from: Data(run.output.utf8))
  }

  /// Float32 logits of the dense network, a little beside what it gives.
  private func writeLogits(to folder: Scratch, classes: Int = 3) throws {
    let weights = try SmallModel.weights(SmallModel.shape())
    let images = try ImageSet(
      count: 6, channels: 1, side: 6,
      values: .bytes(
        SmallModel.bytes().bytes, PixelNormalization(mean: [0.5], deviation: [0.5])))
    var logits = try NetworkAnalysis(weights, images: images.prefix(4)).logits().flatMap { $0 }
    let largest = logits.map(abs).reduce(0, max)
    logits[7] += largest / 1024
    let tensor = try Tensor(
      shape: [4, classes], elements: Array((logits + logits).prefix(4 * classes)))
    try folder.write(npz: ["dense": tensor], to: "trained/logits.npz")
  }

  @Test("All networks of a folder, as a table")
  func table() async throws {
    let folder = try trainedFolder()
    try writeLogits(to: folder)
    let run = try await VitcodRun(["evaluate", "trained"], in: folder)
    #expect(run.code == 0)
    #expect(
      run.errors.split(separator: "\n").filter { !$0.hasPrefix("CPU seconds") } == [
        "Running dense over 6 images", "Running autoencoder over 6 images",
        "Running sparse_50 over 6 images",
      ])
    expectSnapshot(run.output, "evaluate-table.txt")
    let again = try await VitcodRun(["evaluate", "trained"], in: folder)
    #expect(again.output == run.output)
  }

  @Test("JSON has a row for each network and arithmetic, and how far logits are")
  func json() async throws {
    let folder = try trainedFolder()
    try writeLogits(to: folder)
    let report = try await report([], in: folder)
    #expect(report.version == VitcodCommand.version)
    #expect(report.testImages == 6 && report.calibrationImages == 4)
    let names = ["dense", "autoencoder", "sparse_50"].flatMap { [$0, $0] }
    #expect(report.rows.map(\.model) == names)
    #expect(
      report.rows.map(\.baseline)
        == [nil, "dense", "dense", "autoencoder", "dense", "sparse_50"])
    #expect(report.rows.map { $0.sparsity == nil } == [true, true, true, true, false, false])
    #expect(report.fixtures.map(\.model) == ["dense"] && report.fixtures.first?.images == 4)
    let ratio = try #require(report.fixtures.first?.ratio)
    #expect(abs(ratio * 1024 - 1) < 0.01)
  }

  @Test("What a network's file leaves open, options say; more images than there are, are refused")
  func settings() async throws {
    let folder = try trainedFolder()
    for name in ["dense", "autoencoder", "sparse_50"] {
      let weights = try SmallModel.weights(
        SmallModel.shape(), seed: name == "dense" ? 1 : 2, hiddenHeads: name == "dense" ? nil : 1)
      try folder.write(
        model: weights, to: "trained/\(name).safetensors", hasNormalization: false)
    }
    let without = try await VitcodRun(["evaluate", "trained"], in: folder)
    #expect(without.code == 65)
    #expect(without.errors.hasSuffix("give --pixel-mean and --pixel-std, such as 0.5 and 0.5.\n"))
    _ = try await report(["--pixel-mean", "0.5", "--pixel-std", "0.5"], in: folder)
    let many = try await VitcodRun(
      ["evaluate", "trained", "--images", "7", "--pixel-mean", "0.5", "--pixel-std", "0.5"],
      in: folder)
    #expect(many.code == 64)
    #expect(
      many.errors == "Error: --images is 7 but trained/test.npz has 6 images; give at most 6.\n")
  }

  @Test("Only the first images are judged; auto-encoders and logits may be missing")
  func parts() async throws {
    let folder = try trainedFolder()
    try folder.remove("trained/autoencoder.safetensors")
    let report = try await report(["--images", "1"], in: folder)
    #expect(report.testImages == 1 && report.rows.map(\.images) == [1, 1, 1, 1])
    #expect(report.fixtures.isEmpty)
    let text = report.text
    #expect(text.contains("the share of 1 test image whose class is their label."))
    #expect(!text.contains("Logits"))
  }

  @Test("Columns are as wide as the names")
  func longNames() throws {
    let right = [true, false]
    func row(_ model: String, _ arithmetic: Arithmetic, baseline: String?) -> AccuracyRow {
      AccuracyRow(
        model: model, arithmetic: arithmetic, sparsity: 0.9, correct: 1, images: 2, accuracy: 50,
        baseline: baseline,
        change: baseline.map { _ in PairedAccuracy(right, against: right) })
    }
    let lines = AccuracyText.lines([
      row("a_network_of_a_long_name", .float32, baseline: nil),
      row("b", .float32, baseline: "a_network_of_a_long_name"), row("b", .integer, baseline: "b"),
    ])
    expectText(
      lines.map { $0.prefix(81) }.joined(separator: "\n"),
      is: """
        network                   arithmetic  sparsity    right                   against
        a_network_of_a_long_name     float32     90.0%   50.00%
        b                            float32     90.0%   50.00%  a_network_of_a_long_name
        b                            integer     90.0%   50.00%               its float32
        """)
    #expect(Set(lines.map(\.count)).count == 2, "All rows but the first end with the titles.")
  }

  @Test(
    "A probability is never shown as 0",
    arguments: [(1, "1.000"), (0.0005, "0.001"), (1e-9, "<0.001")])
  func probability(value: Double, text: String) {
    #expect(AccuracyText.probability(value) == text)
  }

  /// What is done to the folder, and the sentence that it earns.
  struct Fault: Sendable, CustomTestStringConvertible {
    let sentence: String
    let change: @Sendable (Scratch) throws -> Void

    var testDescription: String { sentence }

    init(_ sentence: String, _ change: @escaping @Sendable (Scratch) throws -> Void) {
      self.sentence = sentence
      self.change = change
    }

    static func missing(_ name: String) -> Fault {
      Fault("trained/\(name): The file cannot be read; give the path of a readable one.") {
        try $0.remove("trained/\(name)")
      }
    }
  }

  static let faults = [
    Fault.missing("dense.safetensors"), .missing("sparse_50.safetensors"),
    .missing("masks_kept.npz"), .missing("test.npz"), .missing("calibration.npz"),
    Fault(
      "trained/test.npz has no labels, so nothing can be right or wrong; add an array labels."
    ) { try $0.write(npz: ["images": SmallModel.bytes()], to: "trained/test.npz") },
    Fault(
      "trained/test.npz, labels: The label of image 1 is 3, but the network has 3 classes, which "
        + "count from 0; give images of these classes."
    ) {
      try $0.write(
        npz: ["images": SmallModel.bytes(count: 2), "labels": SmallModel.labels([2, 3])],
        to: "trained/test.npz")
    },
    Fault(
      "trained/test.npz: The images are 1 x 8 x 8, but the network takes 1 x 6 x 6; resize them."
    ) {
      try $0.write(
        npz: ["images": SmallModel.bytes(side: 8), "labels": SmallModel.labels()],
        to: "trained/test.npz")
    },
    Fault(
      "trained/calibration.npz has floats but trained/test.npz bytes; give both as bytes, or both "
        + "as floats."
    ) { try $0.write(npz: ["images": SmallModel.floats()], to: "trained/calibration.npz") },
    Fault(
      "trained/masks_kept.npz, sparse_50: The masks are of 1 block, 2 heads and 10 tokens, but "
        + "the network has 2, 2 and 10; give masks of this network."
    ) {
      try $0.write(npz: ["sparse_50": SmallModel.masks(blocks: 1)], to: "trained/masks_kept.npz")
    },
    Fault(
      "trained/autoencoder.safetensors finds 4 classes in images of 1 x 6 x 6, but "
        + "dense.safetensors 3 in 1 x 6 x 6; give networks of the same images."
    ) {
      try $0.write(
        model: SmallModel.weights(SmallModel.shape(classes: 4)),
        to: "trained/autoencoder.safetensors")
    },
    Fault(
      "trained/dense.safetensors has no classifier, so nothing can be right or wrong; give "
        + "networks with one."
    ) {
      try $0.write(
        model: SmallModel.weights(SmallModel.shape(classes: 0)), to: "trained/dense.safetensors")
    },
  ]

  @Test("A folder whose parts do not go together is refused in one sentence", arguments: faults)
  func refusals(_ fault: Fault) async throws {
    let folder = try trainedFolder()
    try fault.change(folder)
    let run = try await VitcodRun(["evaluate", "trained"], in: folder)
    #expect(run.code == 65)
    #expect(run.output == "")
    #expect(run.errors == "Error: \(fault.sentence)\n")
  }

  @Test("Expected logits of other classes are refused")
  func otherLogits() async throws {
    let folder = try trainedFolder()
    try writeLogits(to: folder, classes: 4)
    let run = try await VitcodRun(["evaluate", "trained"], in: folder)
    #expect(run.code == 65)
    #expect(
      run.errors.hasSuffix(
        "Error: The expected logits of dense have 4 classes but the network has 3; write them "
          + "again.\n"))
  }
}
