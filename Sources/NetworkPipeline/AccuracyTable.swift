import Foundation

/// How a model computes.
public enum Arithmetic: String, Sendable, Codable {
  case float32
  /// int8 weights and activations.
  case integer
}

/// The accuracy of one model on all images.
public struct AccuracyRow: Sendable, Equatable, Codable {
  public let model: String
  public let arithmetic: Arithmetic
  /// The pruned fraction of all scores; nil without masks.
  public let sparsity: Double?
  public let correct: Int
  /// Percent.
  public let accuracy: Double
  /// What the model is compared with; nil for the first.
  public let baseline: String?
  public let change: PairedAccuracy?

  public init(
    model: String, arithmetic: Arithmetic, sparsity: Double?, isRight: [Bool],
    baseline: (name: String, isRight: [Bool])? = nil
  ) {
    self.model = model
    self.arithmetic = arithmetic
    self.sparsity = sparsity
    correct = isRight.count { $0 }
    accuracy = 100 * Double(correct) / Double(max(1, isRight.count))
    self.baseline = baseline?.name
    change = baseline.map { PairedAccuracy(isRight, against: $0.isRight) }
  }
}
