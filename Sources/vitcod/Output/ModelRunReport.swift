import CoSimulation
import HeadCompression
import ModelImport
import NetworkPipeline
import NetworkSpec
import SplitAndConquer

/// What `vitcod run` did with a network.
struct ModelRunReport: TextReport {
  let version: String
  let family: String
  let shape: NetworkShape
  let headsSource: String
  let isJudgedByLabels: Bool
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
  let passed: Bool

  init(
    _ file: ModelFile, _ preparation: ModelPreparation, isJudgedByLabels: Bool,
    rows: [AccuracyRow], fidelity: [CheckpointFidelity], split: SplitReport,
    hardware: HardwareReport?
  ) {
    version = VitcodCommand.version
    family = file.family.rawValue
    shape = file.weights.shape
    headsSource = file.headsSource.description
    self.isJudgedByLabels = isJudgedByLabels
    compression = preparation.compression
    thetaP = preparation.thetaP
    self.split = split
    accuracy = rows
    self.fidelity = fidelity
    self.hardware = hardware
    passed = hardware.map { $0.exactImages == $0.images } ?? true
  }

  var verdict: String {
    guard let hardware else { return "Nothing was simulated." }
    return hardware.divergence.map { "FAIL: \($0)" } ?? "PASS"
  }

  var text: String {
    ([networkLine] + compressionLines + [splitLine, ""] + AccuracyText.lines(accuracy) + [
      "The network as given has no masks. Right are "
        + (isJudgedByLabels
          ? "the labels of the images."
          : "the classes that it finds, since the images have no labels."),
      fidelityLine, "",
    ] + (hardware?.text ?? [])).joined(separator: "\n")
  }

  private var networkLine: String {
    "Network of \(family) names: \(shape.blocks) blocks, \(shape.heads) heads (\(headsSource)), "
      + "width \(shape.width), \(shape.tokens) tokens, \(shape.classes) classes."
  }

  private var compressionLines: [String] {
    guard let compression, let first = compression.first else { return [] }
    func range(_ reports: [CompressionReport]) -> String {
      let kept = reports.map(\.varianceKept)
      return "\(TextTable.percent(kept.min() ?? 0)) to \(TextTable.percent(kept.max() ?? 0))"
    }
    return [
      "Auto-encoders fitted, \(first.queries.heads) heads to \(first.queries.hiddenHeads): they "
        + "keep \(range(compression.map(\.queries))) of the variance of Q, "
        + "\(range(compression.map(\.keys))) of K."
    ]
  }

  private var fidelityLine: String {
    let worst = fidelity.min { ($0.decibels ?? .infinity) < ($1.decibels ?? .infinity) }
    let clamped = fidelity.max { $0.clamped < $1.clamped }
    guard let worst, let decibels = worst.decibels, let clamped else { return "" }
    let ratio = Int(decibels.rounded())
    return "Integers follow float32 with a signal to noise ratio of \(ratio) dB or more "
      + "(\(worst.checkpoint));\nat most \(TextTable.percent(clamped.clamped)) of a tensor are "
      + "clamped (\(clamped.checkpoint))."
  }

  private var splitLine: String {
    let globals = split.heads.map(\.globalTokens)
    let masks =
      "Masks of \(TextTable.percent(split.sparsity)) sparsity, \(split.kept) entries kept; "
    guard let fill = split.denserFill else { return masks + "no token is global in any head." }
    return masks + "\(globals.min() ?? 0) to \(globals.max() ?? 0) global tokens a head, whose "
      + "denser blocks are \(TextTable.percent(fill)) full."
  }
}
