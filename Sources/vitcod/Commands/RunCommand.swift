import ArgumentParser
import AttentionSpec
import CoSimulation
import Foundation
import ModelImport
import NetworkPipeline
import NetworkSpec
import ReferenceModel
import VerilatorSimulation

struct RunCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Take a network of your own to integers, and run its attention in the hardware.",
    discussion: """
      Imports the network, fits auto-encoders to its queries and keys if it has none, averages its \
      attention over the images, prunes and reorders it, calibrates integers, schedules every \
      head, and runs the attention of all blocks and heads in the simulated SystemVerilog, in the \
      middle of the integer reference model: what the hardware gives back goes on through the \
      network. Scores, softmax weights, row sums, outputs and logits are compared bit for bit. \
      Nothing is trained, so accuracy falls with the sparsity more than it must; the training \
      recipe in training/ shows how fine-tuning brings it back.

        vitcod run --model model.safetensors --images images.npy --sparsity 0.9

      Images are an npy or npz file (arrays images and perhaps labels): bytes, or floats that are \
      normalised already. Without labels the table says how often a network agrees with the one \
      that was given.

      The last line is PASS, or FAIL with the first value that differs.
      """)

  @OptionGroup(title: "Network") var model: ModelOptions
  @OptionGroup(title: "Images") var images: ImageOptions
  @OptionGroup(title: "Masks") var masks: MaskChoiceOptions
  @OptionGroup(title: "Auto-encoders") var compression: CompressionOptions
  @OptionGroup(title: "Integers") var calibration: CalibrationOptions
  @OptionGroup(title: "Hardware") var hardware: HardwareOptions
  @OptionGroup(title: "Report") var report: ReportOptions
  @OptionGroup(title: "Files") var files: SaveOptions

  func run() async throws {
    let outputs = try files.outputs(inputs: [model.model, images.images])
    let file = try model.read()
    let shape = file.weights.shape
    try hardware.check(shape)
    let test = try images.test(file)
    let preparation = try ModelPreparation(
      file.weights, images: images.calibrationImages(file, test.images),
      compression: compression.choice, masks: masks.choice(shape), ranges: calibration.ranges,
      progress: StandardStreams.printError)
    try outputs.write(preparation, file, test.images)

    var table = try AccuracyTable(
      images: test.images, labels: test.labels, calibration: test.images)
    StandardStreams.printError("Running \(test.images.count) images in float32 and in integers")
    try table.addFloat(EvaluatedModel(name: "given", weights: file.weights))
    if preparation.compression != nil {
      try table.addFloat(EvaluatedModel(name: "autoencoder", weights: preparation.weights))
    }
    try table.add(
      EvaluatedModel(name: "masked", weights: preparation.weights, masks: preparation.masks),
      quantized: preparation.quantized)
    StandardStreams.printError(table.timeLine)
    let fidelity = try CheckpointFidelity.measure(
      preparation.weights, preparation.quantized, images: test.images, count: 8)
    let run = try await simulate(preparation, test.images)
    let outcome = ModelRunReport(
      file, preparation, isJudgedByLabels: test.labels != nil, rows: table.rows, fidelity: fidelity,
      split: try hardware.split(preparation.quantized), hardware: run)
    try report.print(outcome, remarks: [outcome.verdict])
    if !outcome.passed { throw ExitCode(1) }
  }

  /// Runs the first images with their attention in the simulated hardware.
  private func simulate(
    _ preparation: ModelPreparation, _ images: ImageSet
  ) async throws -> HardwareReport? {
    guard hardware.simulate > 0 else { return nil }
    let accelerator = try hardware.accelerator(preparation.quantized)
    let simulated = try await BuildProgress(accelerator.configuration).report {
      try await AcceleratorSimulation(accelerator)
    }
    let network = try NetworkSimulation(
      IntegerNetwork(preparation.quantized), in: simulated)
    var runs: [ImageRun] = []
    for index in 0..<min(hardware.simulate, images.count) {
      StandardStreams.printError("Simulating image \(index)")
      runs.append(
        try network.run(
          preparation.quantized.pixels.quantized(images, index), name: "image \(index)"))
    }
    return HardwareReport(
      runs, shape: preparation.quantized.shape, configuration: accelerator.configuration)
  }
}
