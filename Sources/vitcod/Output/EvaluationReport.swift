import AttentionSpec
import Foundation
import NetworkPipeline

/// How far the logits of a network in float32 are from those of the framework that trained it.
struct FixtureReport: Codable {
  let model: String
  let images: Int
  /// The largest difference of a logit.
  let largestDifference: Float
  /// The largest magnitude of a logit.
  let largestLogit: Float
  /// The first over the second.
  let ratio: Float

  /// Compares as many images as both have.
  ///
  /// - Throws: `CommandFailure` for another number of classes.
  init(_ model: String, _ logits: [[Float]], expected: ExpectedLogits) throws {
    let classes = logits.first?.count ?? 0
    guard expected.classes == classes else {
      throw CommandFailure.badInput(
        "The expected logits of \(model) have \(expected.classes.counted("class", "classes")) "
          + "but the network has "
          + "\(classes); write them again.")
    }
    self.model = model
    images = min(logits.count, expected.values.count / max(1, classes))
    guard images > 0 else {
      throw CommandFailure.badInput(
        "The expected logits of \(model) are of 0 images, so nothing can be compared; "
          + "write them again.")
    }
    let pairs = zip(logits.prefix(images).joined(), expected.values)
    largestDifference = pairs.reduce(0) { max($0, abs($1.0 - $1.1)) }
    largestLogit = expected.values.prefix(images * classes).reduce(0) { max($0, abs($1)) }
    ratio = largestLogit > 0 ? largestDifference / largestLogit : largestDifference
  }
}

/// What `vitcod evaluate` found.
struct EvaluationReport: TextReport, Codable {
  let version: String
  let testImages: Int
  let calibrationImages: Int
  let rows: [AccuracyRow]
  let fixtures: [FixtureReport]

  var text: String {
    var lines = AccuracyText.lines(rows)
    lines += [
      "",
      "right: the share of \(testImages.counted("test image")) whose class is their label. "
        + "Integers are calibrated with",
      "\(calibrationImages.counted("image")) of calibration.npz.",
    ]
    if let worst = fixtures.max(by: { $0.ratio < $1.ratio }) {
      let share = String(format: "%.1e", worst.ratio)
      lines += [
        "Logits in float32 differ from the training framework's by at most \(share) of the largest",
        "(\(worst.model), \(worst.images.counted("image"))).",
      ]
    }
    return lines.joined(separator: "\n")
  }
}

/// A table of accuracies, with columns as wide as the names of the networks.
enum AccuracyText {
  static func lines(_ rows: [AccuracyRow]) -> [String] {
    func width(_ names: [String]) -> Int { names.map(\.count).max() ?? 0 }
    let table = TextTable([
      ("network", width(["network"] + rows.map(\.model))), ("arithmetic", 12), ("sparsity", 10),
      ("right", 9), ("against", width(["against"] + rows.map(baseline)) + 2), ("points", 9),
      ("95% interval", 18), ("p", 7),
    ])
    return [table.titles]
      + rows.map { row in
        let change = row.change
        return table.row([
          row.model, row.arithmetic.rawValue, row.sparsity.map(TextTable.percent) ?? "",
          String(format: "%.2f%%", row.accuracy), baseline(row),
          change.map { String(format: "%+.2f", $0.points) } ?? "",
          change.map { String(format: "%+.2f .. %+.2f", $0.interval95[0], $0.interval95[1]) } ?? "",
          change.map { probability($0.mcnemarP) } ?? "",
        ])
      }
  }

  /// No probability is shown as 0.
  static func probability(_ value: Double) -> String {
    value < 0.0005 ? "<0.001" : String(format: "%.3f", value)
  }

  private static func baseline(_ row: AccuracyRow) -> String {
    row.arithmetic == .integer ? "its float32" : row.baseline ?? ""
  }
}
