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
      network. Scores, softmax numerators, row sums, outputs and logits are compared bit for bit. \
      Nothing is trained, so accuracy falls with the sparsity more than it must; the training \
      recipe in training/ shows how fine-tuning brings most of it back.

        vitcod run --model model.safetensors --images images.npy --sparsity 0.9

      Images are an npy or npz file (arrays images and perhaps labels): bytes, or floats that are \
      normalised already. Without labels the table says how often a network agrees with the one \
      that was given.

      ROWS OF THE TABLE
        given        the network as it is; left out with --mask and labels, since a
                     network that was trained with masks is no baseline without
        autoencoder  with the auto-encoders that were fitted
        masked       with these and the masks: in float32, and in integers with
                     int8 weights and activations

      COLUMNS
        sparsity  pruned scores / all scores
        right     images whose class is their label / all images
        points    percentage points by which that differs from the network named
                  under against, with the 95% interval of resampled images and
                  McNemar's exact p
        kept to use: as in vitcod simulate, over all images

      The last line is PASS, or FAIL with the first value that differs; or it says that nothing \
      was simulated.
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
    let outputs = try files.outputs(
      inputs: [model.model] + images.paths + [masks.mask, hardware.config].compactMap(\.self))
    let (file, test) = try images.test(model.read())
    if case .normalized = test.images.values { try model.checkFloats() }
    // What cannot run is refused before the work.
    let accelerator = try hardware.accelerator(file.weights.shape)
    try hardware.check(images: test.images.count)
    let calibrationImages = try images.calibrationImages(file, test.images)
    let choice = try masks.choice(file.weights.shape)
    let preparation = try ModelPreparation(
      file.weights, images: calibrationImages, compression: compression.choice,
      masks: choice, ranges: calibration.ranges,
      progress: StandardStreams.printError)
    try outputs.write(preparation, file, test.images)
    let split = try hardware.split(preparation.quantized, accelerator.configuration)
    let judge = Self.judge(file, test)
    let rows = try accuracy(
      file, preparation, test.images, labels: judge == .labels ? test.labels : nil)
    let fidelity = try CheckpointFidelity.measure(
      preparation.weights, preparation.quantized, images: test.images, count: 8)
    let outcome = ModelRunReport(
      file, path: model.model, preparation, testImages: test.images.count,
      calibrationImages: calibrationImages.count, judge: judge, rows: rows, fidelity: fidelity,
      split: split, hardware: try await simulate(preparation, test.images, accelerator))
    try report.print(outcome, remarks: [outcome.verdict])
    if outcome.passed == false { throw ExitCode(1) }
  }

  private static func judge(_ file: ModelFile, _ images: ImageFile) -> ModelRunReport.Judge {
    guard file.weights.shape.classes > 0 else { return .givenFeatures }
    return images.labels == nil ? .givenNetwork : .labels
  }

  /// The accuracy of the network as it is given, with auto-encoders and with masks.
  private func accuracy(
    _ file: ModelFile, _ preparation: ModelPreparation, _ images: ImageSet, labels: [Int]?
  ) throws -> [AccuracyRow] {
    // The integers are calibrated already.
    var table = try AccuracyTable(images: images, labels: labels, calibration: images)
    StandardStreams.printError(
      "Running \(images.count.counted("image")) in float32 and in integers")
    // Without the masks that it was trained with, a network is no baseline.
    if labels == nil || masks.mask == nil {
      try table.addFloat(EvaluatedModel(name: "given", weights: file.weights))
    }
    if preparation.compression != nil {
      try table.addFloat(EvaluatedModel(name: "autoencoder", weights: preparation.weights))
    }
    try table.add(
      EvaluatedModel(name: "masked", weights: preparation.weights, masks: preparation.masks),
      quantized: preparation.quantized)
    StandardStreams.printError(table.timeLine)
    return table.rows
  }

  /// Runs the first images with their attention in the simulated hardware.
  private func simulate(
    _ preparation: ModelPreparation, _ images: ImageSet, _ accelerator: GeneratedAccelerator
  ) async throws -> HardwareReport? {
    guard hardware.simulate > 0 else { return nil }
    let simulated = try await BuildProgress(accelerator.configuration).report {
      try await AttentionSimulation(accelerator, .modelled, progress: $0)
    }
    var network = NetworkSimulation(IntegerNetwork(preparation.quantized), in: simulated)
    var runs: [ImageRun] = []
    for index in 0..<hardware.simulate {
      StandardStreams.printError("Simulating image \(index)")
      runs.append(try network.run(preparation.quantized.pixels.quantized(images, index)))
    }
    return HardwareReport(runs, configuration: accelerator.configuration)
  }
}
