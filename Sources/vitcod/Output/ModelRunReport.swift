import AttentionSpec
import CoSimulation
import Foundation
import HeadCompression
import ModelImport
import NetworkPipeline
import NetworkSpec
import SplitAndConquer

/// What `vitcod run` did with a network.
struct ModelRunReport: TextReport, Codable {
  /// What says whether a network is right about an image.
  enum Judge: String, Codable {
    /// The labels of the images.
    case labels
    /// The class that the given network finds.
    case givenNetwork
    /// The largest feature of the given network, which has no classifier.
    case givenFeatures
  }

  let version: String
  /// The name of the file, without its folder.
  let model: String
  let family: String
  let shape: NetworkShape
  let headsSource: String
  let normEpsilonSource: String
  let testImages: Int
  let calibrationImages: Int
  let judge: Judge
  /// nil if no auto-encoders were fitted.
  let compression: [BlockCompression]?
  /// theta_p of each head, block after block; nil for masks that were given.
  let thetaP: [Double]?
  let split: SplitReport
  let accuracy: [AccuracyRow]
  /// How closely integers follow float32, tensor by tensor, over a few images.
  let fidelity: [CheckpointFidelity]
  /// nil if nothing was simulated.
  let hardware: HardwareReport?
  /// Whether all values of the hardware agree; nil if nothing was simulated.
  let passed: Bool?

  init(
    _ file: ModelFile, path: String, _ preparation: ModelPreparation, testImages: Int,
    calibrationImages: Int, judge: Judge, rows: [AccuracyRow], fidelity: [CheckpointFidelity],
    split: SplitReport, hardware: HardwareReport?
  ) {
    version = VitcodCommand.version
    model = URL(fileURLWithPath: path).lastPathComponent
    family = file.family.rawValue
    shape = file.weights.shape
    headsSource = file.headsSource.description
    normEpsilonSource = file.normEpsilonSource.description
    self.testImages = testImages
    self.calibrationImages = calibrationImages
    self.judge = judge
    compression = preparation.compression
    thetaP = preparation.thetaP
    self.split = split
    accuracy = rows
    self.fidelity = fidelity
    self.hardware = hardware
    passed = hardware.map { $0.exactImages == $0.images }
  }

  var verdict: String {
    guard let hardware else { return "Nothing was simulated." }
    return hardware.divergence.map { "FAIL: \($0)" } ?? "PASS"
  }

  var text: String {
    let parts = [
      networkLines + compressionLines + splitLines, AccuracyText.lines(accuracy),
      judgeLines + fidelityLines, hardware?.text ?? [],
    ]
    return parts.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") }
      .joined(separator: "\n\n")
  }

  private var networkLines: [String] {
    let classes = shape.classes == 0 ? "no classifier" : shape.classes.counted("class", "classes")
    return [
      "\(model): \(shape.blocks.counted("block")) of \(shape.heads.counted("head")), "
        + "\(shape.width.counted("feature")), \(shape.tokens.counted("token")), \(classes).",
      "The number of heads is \(headsSource).",
      "LayerNorm adds \(shape.normEpsilon), \(normEpsilonSource).",
    ]
  }

  private var compressionLines: [String] {
    guard let compression, let first = compression.first else { return [] }
    func range(_ reports: [CompressionReport]) -> String {
      let kept = reports.map(\.varianceKept)
      let ends = [kept.min() ?? 0, kept.max() ?? 0].map(TextTable.percent)
      return ends[0] == ends[1] ? ends[0] : ends.joined(separator: " to ")
    }
    return [
      "Auto-encoders fitted, \(first.queries.heads.counted("head")) to "
        + "\(first.queries.hiddenHeads): they keep \(range(compression.map(\.queries))) of the "
        + "variance of Q,",
      "\(range(compression.map(\.keys))) of that of K, block by block.",
    ]
  }

  private var splitLines: [String] {
    let globals = split.heads.map(\.globalTokens)
    let (least, most) = (globals.min() ?? 0, globals.max() ?? 0)
    let counts = least == most ? most.counted("global token") : "\(least) to \(most) global tokens"
    return [
      "Masks of \(TextTable.percent(split.sparsity)) sparsity, "
        + "\(split.kept.counted("entry", "entries")) kept\(thetaText);",
      split.denserFill.map {
        "\(counts) a head, whose denser blocks are \(TextTable.percent($0)) full."
      } ?? "no token is global in any head.",
    ]
  }

  /// theta_p, if one was found for all heads.
  private var thetaText: String {
    guard let thetaP, let first = thetaP.first, thetaP.allSatisfy({ $0 == first }) else {
      return ""
    }
    return ", theta_p \(TextTable.fraction(first))"
  }

  private var judgeLines: [String] {
    let share = "right: the share of \(testImages.counted("image")) whose"
    return switch judge {
    case .labels: ["\(share) class is their label."]
    case .givenNetwork:
      ["\(share) class is that of the given network,", "without masks; the images have no labels."]
    case .givenFeatures:
      [
        "\(share) largest feature is that of the given network,",
        "without masks; it has no classifier.",
      ]
    }
  }

  private var fidelityLines: [String] {
    let worst = fidelity.min { ($0.decibels ?? .infinity) < ($1.decibels ?? .infinity) }
    guard let worst, let decibels = worst.decibels else { return [] }
    let clamped = fidelity.max { $0.clamped < $1.clamped }.flatMap { $0.clamped > 0 ? $0 : nil }
    let clampedText =
      clamped.map { "\(Self.share($0.clamped)) of a tensor is clamped (\($0.checkpoint))" }
      ?? "nothing is clamped"
    return [
      "Integers, calibrated with \(calibrationImages.counted("image")), follow float32 with a "
        + "signal to noise ratio of",
      "\(Int(decibels.rounded(.down))) dB or more (\(worst.checkpoint), over the first images);",
      "\(clampedText).",
    ]
  }

  /// The largest share of all tensors, above 0, which is not shown as 0.
  private static func share(_ share: Double) -> String {
    share < 0.0005 ? "less than 0.1%" : "at most \(TextTable.percent(share))"
  }
}
