import AttentionSpec
import Foundation
import NetworkQuantization
import NetworkSpec

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
  public let images: Int
  /// Percent.
  public let accuracy: Double
  /// What the model is compared with: another model in float32, or itself; nil for the first.
  public let baseline: String?
  public let change: PairedAccuracy?
}

/// A network whose accuracy is measured.
public struct EvaluatedModel: Sendable {
  public let name: String
  public let weights: NetworkWeights
  public let masks: NetworkMasks?

  public init(name: String, weights: NetworkWeights, masks: NetworkMasks? = nil) {
    self.name = name
    self.weights = weights
    self.masks = masks
  }
}

/// Measures models one after another on the same images. The first one is what the others are
/// compared with in float32; integers are compared with float32 of the same model.
public struct AccuracyTable: Sendable {
  public private(set) var rows: [AccuracyRow] = []
  /// CPU seconds an image of the latest model, by arithmetic.
  public private(set) var secondsAnImage: [Arithmetic: Double] = [:]
  private let images: ImageSet
  /// The class of each image; that of the first model if nil.
  private var labels: [Int]?
  private let calibration: ImageSet
  private var first: (name: String, isRight: [Bool])?

  /// - Parameters:
  ///   - labels: The class of each image; if nil, those that the first model in float32 gives, so
  ///     that the others' accuracy is how often they agree with it.
  ///   - calibration: images that the integers are calibrated with.
  /// - Throws: `Refusal` for no image, or another count of labels.
  public init(images: ImageSet, labels: [Int]?, calibration: ImageSet) throws {
    guard images.count > 0 else {
      throw Refusal("There are 0 images; give at least one.")
    }
    if let labels, labels.count != images.count {
      throw Refusal(
        "There are labels of \(labels.count.counted("image")) for "
          + "\(images.count.counted("image")); give one label for each."
      )
    }
    self.images = images
    self.labels = labels
    self.calibration = calibration
  }

  /// Measures a model in float32, and returns its logits.
  ///
  /// - Throws: `Refusal` for images of another network.
  @discardableResult
  public mutating func addFloat(_ model: EvaluatedModel) throws -> [[Float]] {
    let analysis = try NetworkAnalysis(model.weights, masks: model.masks, images: images)
    let logits = try timed(.float32) { try analysis.logits() }
    if let image = logits.firstIndex(where: { !$0.allSatisfy(\.isFinite) }) {
      throw Refusal(
        "The network \(model.name) gives numbers that are not finite for image \(image); look for "
          + "weights or images that are far too large.")
    }
    add(model, .float32, logits.map { label(of: $0) })
    return logits
  }

  /// Measures a model in float32 and in integers, calibrated here unless `quantized` is given, and
  /// returns its logits in float32.
  ///
  /// - Throws: `Refusal` for images of another network, or numbers that no format holds.
  @discardableResult
  public mutating func add(
    _ model: EvaluatedModel, quantized: QuantizedNetwork? = nil
  ) throws -> [[Float]] {
    let logits = try addFloat(model)
    let quantized =
      try quantized
      ?? NetworkAnalysis(model.weights, masks: model.masks, images: calibration).quantized()
    let analysis = try IntegerAnalysis(quantized, images: images)
    add(model, .integer, try timed(.integer) { try analysis.logits() }.map { label(of: $0) })
    return logits
  }

  private mutating func add(_ model: EvaluatedModel, _ arithmetic: Arithmetic, _ found: [Int]) {
    let labels = labels ?? found
    self.labels = labels
    let isRight = zip(found, labels).map { $0 == $1 }
    let correct = isRight.count { $0 }
    let baseline = arithmetic == .integer ? ownFloat : first
    rows.append(
      AccuracyRow(
        model: model.name, arithmetic: arithmetic, sparsity: model.masks?.sparsity,
        correct: correct, images: isRight.count,
        accuracy: 100 * Double(correct) / Double(isRight.count), baseline: baseline?.name,
        change: baseline.map { PairedAccuracy(isRight, against: $0.isRight) }))
    if arithmetic == .float32 { ownFloat = (model.name, isRight) }
    first = first ?? (model.name, isRight)
  }

  private mutating func timed<Value>(
    _ arithmetic: Arithmetic, _ work: () throws -> Value
  ) rethrows -> Value {
    let start = clock()
    let value = try work()
    let seconds = Double(clock() - start) / Double(CLOCKS_PER_SEC)
    secondsAnImage[arithmetic] = seconds / Double(images.count)
    return value
  }

  /// What the latest model took, for people who wait.
  public var timeLine: String {
    func text(_ arithmetic: Arithmetic) -> String {
      String(format: "%.3f", secondsAnImage[arithmetic] ?? 0)
    }
    return "CPU seconds an image: \(text(.float32)) in float32, \(text(.integer)) in integers"
  }

  /// The latest model in float32.
  private var ownFloat: (name: String, isRight: [Bool])?
}
