import ArgumentParser
import AttentionSpec
import ModelImport
import NetworkPipeline

struct EvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Measure the accuracy of trained networks, in float32 and in integers.",
    discussion: """
      Reads a folder as the training recipe writes it:

        dense.safetensors        the network that the others are compared with
        autoencoder.safetensors  the same with auto-encoders; may be missing
        masks_kept.npz           masks, True = kept; an array NAME for each
                                 NAME.safetensors beside it
        test.npz                 images and labels
        calibration.npz          images that the integers are calibrated with
        logits.npz               logits of the training framework for the first
                                 images of test.npz, an array for each network;
                                 may be missing

      Every network runs over all test images, in float32 and with int8 weights and activations. \
      A float32 network is compared with the dense one, an integer network with the same in \
      float32, image by image: points, their 95 % interval by 10,000 resamplings of the images, \
      and McNemar's exact p.

      COLUMNS
        sparsity      pruned scores / all scores
        right         images whose class is their label / all images
        points        percentage points by which that differs from the network
                      named under against
        95% interval  of the points
        p             how likely a difference at least as uneven is if both
                      networks are as good
      """)

  @Argument(help: "The folder.")
  var folder: String

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Only the first images of the test. (default: all)", valueName: "count"))
  var images: Int?

  @OptionGroup(title: "Networks") var settings: ModelSettingOptions
  @OptionGroup var report: ReportOptions

  func validate() throws {
    if let images, images < 1 {
      throw ValidationError("--images is \(images) but may be 1 or more.")
    }
  }

  func run() throws {
    let trained = try TrainedFolder(path: folder, images: images, options: settings.options)
    var table = try AccuracyTable(
      images: trained.test.images, labels: trained.labels, calibration: trained.calibration)
    var fixtures: [FixtureReport] = []
    for model in trained.models {
      StandardStreams.printError(
        "Running \(model.name) over \(trained.test.images.count.counted("image"))")
      let logits = try table.add(model)
      StandardStreams.printError(table.timeLine)
      if let expected = try trained.expectedLogits(model.name) {
        fixtures.append(try FixtureReport(model.name, logits, expected: expected))
      }
    }
    try report.print(
      EvaluationReport(
        version: VitcodCommand.version, testImages: trained.test.images.count,
        calibrationImages: trained.calibration.count, rows: table.rows, fixtures: fixtures),
      remarks: [])
  }
}
