import AttentionSpec
import Foundation
import NetworkSpec
import TensorFiles
import TestSupport
import Testing

@testable import vitcod

@Suite("vitcod run")
struct RunTests {
  private func run(_ arguments: [String], in folder: Scratch) async throws -> VitcodRun {
    try await VitcodRun(
      ["run", "--model", "model.safetensors", "--config", "tiny.yaml"] + arguments, in: folder)
  }

  private func report(_ arguments: [String], in folder: Scratch) async throws -> ModelRunReport {
    let run = try await run(arguments + ["--json"], in: folder)
    #expect(run.code == 0, "\(run.errors)")
    return try JSONDecoder().decode(ModelRunReport.self, from: Data(run.output.utf8))
  }

  @Test("The whole way, as a table that ends in PASS")
  func table() async throws {
    let folder = try modelFolder()
    let run = try await run(["--images", "images.npz", "--sparsity", "0.6"], in: folder)
    #expect(run.code == 0, "\(run.errors)")
    expectSnapshot(run.output, "run-table.txt")
    let progress = [
      "Fitting auto-encoders, block 1 of 2", "Fitting auto-encoders, block 2 of 2",
      "Averaging attention over 6 images",
      "Calibrating integers with 6 images", "Running 6 images in float32 and in integers",
      "Simulating image 0",
    ]
    let errors = run.errors.split(separator: "\n").map(String.init)
    // Of the build, and of the time that it took, nothing is said here.
    let others = errors.filter {
      !$0.contains("tiny") && !$0.hasPrefix("CPU seconds") && !$0.contains(#/^\d+ s: /#)
        && !$0.hasPrefix("The time grows")
    }
    #expect(others == progress)
  }

  @Test("A head with small queries and keys passes, whatever becomes of it", arguments: [0, 1e-4])
  func smallKeys(factor: Float) async throws {
    let folder = try modelFolder()
    var weights = try SmallModel.weights(SmallModel.shape())
    let layer = weights.blocks[1].queriesKeysValues
    // The keys of the second head.
    let rows = 24..<32
    weights.blocks[1].queriesKeysValues = LinearWeights(
      outputs: layer.outputs, inputs: layer.inputs,
      weight: layer.weight.enumerated().map {
        rows.contains($0 / layer.inputs) ? $1 * factor : $1
      },
      bias: layer.bias.enumerated().map { rows.contains($0) ? $1 * factor : $1 })
    try folder.write(model: weights, to: "model.safetensors")
    for choice in [["--no-autoencoder"], []] {
      let report = try await report(
        ["--images", "images.npy", "--theta-p", "1"] + choice, in: folder)
      #expect(report.passed == true)
    }
  }

  @Test(
    "The number of cores changes no bit",
    .enabled(
      if: FileManager.default.isExecutableFile(atPath: "/usr/bin/taskset"),
      "there is no taskset, which keeps a command on one core"))
  func cores() async throws {
    let folder = try modelFolder()
    let path = try VitcodRun.executable().path
    let command =
      "'\(path)' run --model model.safetensors --images images.npy --sparsity 0.6 "
      + "--simulate 0 --json --save-model"
    let all = try await VitcodRun(shell: "\(command) all.safetensors", in: folder)
    let one = try await VitcodRun(shell: "taskset -c 0 \(command) one.safetensors", in: folder)
    #expect(all.code == 0 && one.code == 0, "\(all.errors)\(one.errors)")
    #expect(all.output == one.output)
    #expect(try folder.data("all.safetensors") == folder.data("one.safetensors"))
  }

  @Test("One of everything is one, and nothing is simulated if 0 images are")
  func singular() async throws {
    let folder = try modelFolder()
    let shape = try SmallModel.shape(classes: 1, blocks: 1, heads: 1)
    try folder.write(model: SmallModel.weights(shape), to: "model.safetensors")
    let run = try await run(
      ["--images", "images.npy", "--limit", "1", "--theta-p", "1", "--simulate", "0"], in: folder)
    #expect(run.code == 0, "\(run.errors)")
    expectSnapshot(run.output, "run-one.txt")
  }

  @Test("JSON says all that the table says")
  func json() async throws {
    let folder = try modelFolder()
    let report = try await report(
      [
        "--images", "images.npz", "--calibration", "images.npy", "--sparsity", "0.6", "--simulate",
        "2",
      ], in: folder)
    #expect(report.version == VitcodCommand.version && report.model == "model.safetensors")
    #expect(report.family == "timm" && report.headsSource == "from the file's metadata")
    #expect(try report.shape == SmallModel.shape())
    #expect(report.testImages == 6 && report.calibrationImages == 6 && report.judge == .labels)
    #expect(report.compression?.count == 2 && report.thetaP?.count == 4)
    #expect(report.split.sparsity >= 0.6 && report.split.heads.count == 4)
    #expect(report.accuracy.map(\.model) == ["given", "autoencoder", "masked", "masked"])
    #expect(report.accuracy.map(\.images) == [6, 6, 6, 6])
    #expect(report.accuracy.last?.sparsity == report.split.sparsity)
    #expect(report.fidelity.first?.checkpoint == "embedding")
    #expect(report.fidelity.last?.checkpoint == "logits")
    let hardware = try #require(report.hardware)
    #expect(report.passed == true && hardware.divergence == nil)
    #expect(hardware.images == 2 && hardware.exactImages == 2 && hardware.labels.count == 2)
    #expect(hardware.configuration.name == "vitcod_tiny")
    #expect(hardware.blocks.count == 2 && hardware.codes == 1)
    #expect(hardware.blocks.map(\.keptEntries).reduce(0, +) == 2 * report.split.kept)
    #expect(hardware.total.cycles > hardware.total.floor && hardware.valuesCompared > 0)
  }

  @Test("JSON goes to standard output alone, remarks to standard error")
  func jsonAlone() async throws {
    let run = try await run(
      [
        "--images", "images.npy", "--mask", "masks.npy", "--mask-means", "kept", "--simulate", "0",
        "--json",
      ], in: modelFolder())
    #expect(run.code == 0)
    #expect(run.output.hasPrefix("{\n") && run.output.hasSuffix("}\n"))
    #expect(run.errors.hasSuffix("Nothing was simulated.\n"))
  }

  @Test("What is saved gives the same integers again")
  func saved() async throws {
    let folder = try modelFolder()
    let first = try await run(
      [
        "--images", "images.npz", "--sparsity", "0.6", "--simulate", "0", "--save-masks", "m.npy",
        "--save-model", "s.safetensors", "--save-checkpoints", "first.npz",
      ], in: folder)
    #expect(first.code == 0, "\(first.errors)")
    for name in ["m.npy", "s.safetensors", "first.npz"] {
      #expect(first.errors.contains("Wrote \(name).\n"))
    }
    let again = try await VitcodRun(
      [
        "run", "--model", "s.safetensors", "--images", "images.npz", "--mask", "m.npy",
        "--mask-means", "kept", "--config", "tiny.yaml", "--save-checkpoints", "again.npz",
        "--save-model", "t.safetensors",
      ], in: folder)
    #expect(again.code == 0, "\(again.errors)")
    #expect(again.lines.last == "PASS")
    #expect(try folder.data("first.npz") == folder.data("again.npz"))
    #expect(try folder.data("s.safetensors") == folder.data("t.safetensors"))
    func masked(_ run: VitcodRun) -> [String] {
      // Network, arithmetic, sparsity and how many are right; then comes what it is compared with.
      run.lines.filter { $0.hasPrefix("masked ") }
        .map { $0.split(separator: " ").prefix(4).joined(separator: " ") }
    }
    #expect(masked(first) == masked(again) && masked(first).count == 2)
  }

  @Test("The checkpoints are all tensors of the first image, and what each head makes of them")
  func checkpoints() async throws {
    let folder = try modelFolder()
    let run = try await run(
      [
        "--images", "images.npy", "--mask", "masks.npy", "--mask-means", "kept", "--simulate", "0",
        "--no-autoencoder", "--save-checkpoints", "c.npz",
      ], in: folder)
    #expect(run.code == 0, "\(run.errors)")
    let file = try folder.npz("c.npz")
    let ofBlock = [
      "activated", "attentionInput", "attentionResidual", "expanded", "headOutputs", "keys",
      "perceptronInput", "perceptronResidual", "queries", "values",
    ]
    let ofHead = [
      "accumulators", "keys", "kept_keys", "numerators", "output", "output_multiplier", "queries",
      "row_pointers", "row_sums", "scores", "softmax_scale", "values",
    ]
    let blocks = (0..<2).flatMap { block in
      ofBlock.map { "blocks.\(block).\($0)" }
        + (0..<2).flatMap { head in ofHead.map { "blocks.\(block).heads.\(head).\($0)" } }
    }
    #expect(
      Set(file.names.filter { !$0.hasSuffix(".scale") && !$0.hasSuffix(".offset") })
        == Set(blocks + ["pixels", "embedding", "features", "logits"]))
    let flags = try folder.npy("masks.npy").booleans()[100..<200]
    let kept = flags.count { $0 }
    let pointers = try file.tensor("blocks.0.heads.1.row_pointers").integers()
    #expect(pointers.first == 0 && pointers.last == kept && pointers.count == 11)
    #expect(try file.tensor("blocks.0.heads.1.scores").shape == [kept])
    let numerators = try file.tensor("blocks.0.heads.1.numerators").integers()
    let sums = try file.tensor("blocks.0.heads.1.row_sums").integers()
    #expect(sums == (0..<10).map { numerators[pointers[$0]..<pointers[$0 + 1]].reduce(0, +) })
    #expect(try file.tensor("logits").shape == [3])
    let pixels = try file.tensor("pixels").integers()
    #expect(try pixels == SmallModel.bytes().bytes.prefix(36).map { Int($0) - 128 })
  }

  @Test("Without labels the given network is right; without a classifier its largest feature is")
  func judges() async throws {
    let folder = try modelFolder()
    let pruning = ["--theta-p", "0.9", "--simulate", "0"]
    let unlabelled = try await report(["--images", "images.npy"] + pruning, in: folder)
    #expect(unlabelled.judge == .givenNetwork && unlabelled.accuracy.first?.accuracy == 100)
    try folder.write(
      model: SmallModel.weights(SmallModel.shape(classes: 0)), to: "model.safetensors")
    // Labels say nothing about features, so they are not looked at.
    let run = try await run(["--images", "images.npz"] + pruning, in: folder)
    #expect(run.code == 0, "\(run.errors)")
    #expect(run.output.contains("10 tokens, no classifier."))
    let line = "right: the share of 6 images whose largest feature is that of the given network,\n"
    #expect(run.output.contains(line + "without masks; it has no classifier.\n"))
  }

  @Test("Floats that are normalised give almost what the bytes give, and need no normalisation")
  func floats() async throws {
    let folder = try modelFolder()
    try folder.write(
      model: SmallModel.weights(SmallModel.shape()), to: "model.safetensors",
      hasNormalization: false)
    try folder.write(npy: SmallModel.floats(), to: "floats.npy")
    let pruning = ["--theta-p", "0.9"]
    let floats = try await report(["--images", "floats.npy"] + pruning, in: folder)
    let bytes = try await report(
      ["--images", "images.npy", "--pixel-mean", "0.5", "--pixel-std", "0.5"] + pruning, in: folder)
    #expect(floats.passed == bytes.passed)
    #expect(floats.split == bytes.split && floats.compression == bytes.compression)
  }

  @Test("Only the first images are taken")
  func limit() async throws {
    let folder = try modelFolder()
    try folder.write(npy: SmallModel.bytes(count: 2), to: "two.npy")
    let pruning = ["--theta-p", "0.9", "--simulate", "0"]
    let limited = try await run(["--images", "images.npy", "--limit", "2"] + pruning, in: folder)
    let two = try await run(["--images", "two.npy"] + pruning, in: folder)
    #expect(limited.code == 0 && limited.output == two.output)
  }

  @Test("Equal runs print the same bytes, on one core as well")
  func deterministic() async throws {
    let folder = try modelFolder()
    let arguments = [
      "--images", "images.npz", "--sparsity", "0.6", "--json", "--ranges", "least-squares",
    ]
    let first = try await run(arguments, in: folder)
    #expect(first.code == 0, "\(first.errors)")
    #expect(try await run(arguments, in: folder).output == first.output)
    guard Tool("taskset").isInstalled else { return }
    let command =
      "taskset -c 0 '\(try VitcodRun.executable().path)' run --model model.safetensors "
      + "--config tiny.yaml " + arguments.joined(separator: " ")
    let oneCore = try await VitcodRun(shell: command, in: folder)
    #expect(oneCore.code == 0, "\(oneCore.errors)")
    #expect(oneCore.output == first.output)
  }
}
