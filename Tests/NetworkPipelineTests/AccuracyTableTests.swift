import AttentionSpec
import NetworkSpec
import ReferenceModel
import Testing

@testable import NetworkPipeline

@Suite("Accuracy table")
struct AccuracyTableTests {
  @Test("Float32 is compared with the first model, integers with their own float32")
  func rows() throws {
    let small = try SmallNetwork(images: 20)
    let other = try SmallNetwork(images: 20, seed: 2)
    let labels = (0..<20).map { $0 % 5 }
    var table = try AccuracyTable(
      images: small.images, labels: labels, calibration: small.images.prefix(4))
    let masks = try small.masks()
    try table.add(EvaluatedModel(name: "first", weights: small.weights))
    let logits = try table.add(EvaluatedModel(name: "other", weights: other.weights, masks: masks))
    #expect(table.rows.map(\.model) == ["first", "first", "other", "other"])
    #expect(table.rows.map(\.arithmetic) == [.float32, .integer, .float32, .integer])
    #expect(table.rows.map(\.baseline) == [nil, "first", "first", "other"])
    #expect(table.rows.map(\.sparsity) == [nil, nil, masks.sparsity, masks.sparsity])
    #expect(table.rows.allSatisfy { $0.images == 20 })

    let float = try NetworkAnalysis(other.weights, masks: masks, images: small.images)
    #expect(try logits == float.logits())
    func isRight<Logit: Comparable>(_ logits: [[Logit]]) -> [Bool] {
      zip(logits, labels).map { label(of: $0) == $1 }
    }
    let first = try NetworkAnalysis(small.weights, images: small.images)
    let quantized = try NetworkAnalysis(
      other.weights, masks: masks, images: small.images.prefix(4)
    ).quantized()
    let integer = try isRight(IntegerAnalysis(quantized, images: small.images).logits())
    let rights = try [isRight(first.logits()), isRight(logits), integer]
    #expect(table.rows[2].correct == rights[1].count { $0 })
    #expect(table.rows[2].accuracy == 5 * Double(rights[1].count { $0 }))
    #expect(table.rows[0].change == nil)
    #expect(table.rows[2].change == PairedAccuracy(rights[1], against: rights[0]))
    #expect(table.rows[3].change == PairedAccuracy(rights[2], against: rights[1]))
  }

  @Test("Without labels the first model is right")
  func unlabelled() throws {
    let small = try SmallNetwork(images: 4)
    var table = try AccuracyTable(images: small.images, labels: nil, calibration: small.images)
    try table.addFloat(EvaluatedModel(name: "given", weights: small.weights))
    let negated = NetworkWeightsNegation.negatingClassifier(of: small.weights)
    try table.addFloat(EvaluatedModel(name: "negated", weights: negated))
    #expect(table.rows.map(\.accuracy) == [100, 0])
    #expect(table.rows[1].change?.lost == 4)
  }

  @Test("Given integers are taken as they are")
  func quantized() throws {
    let small = try SmallNetwork(images: 4)
    let other = try SmallNetwork(images: 4, seed: 9)
    let quantized = try NetworkAnalysis(
      NetworkWeightsNegation.negatingClassifier(of: small.weights), images: small.images
    ).quantized()
    var table = try AccuracyTable(images: small.images, labels: nil, calibration: other.images)
    try table.add(EvaluatedModel(name: "given", weights: small.weights), quantized: quantized)
    #expect(table.rows.map(\.accuracy) == [100, 0])
  }

  @Test("No image, and another count of labels, are refused")
  func refusals() throws {
    let small = try SmallNetwork(images: 4)
    let none = try small.images.prefix(0)
    #expect(
      refusal { _ = try AccuracyTable(images: none, labels: nil, calibration: small.images) }
        == "There are 0 images; give at least one.")
    #expect(
      refusal {
        _ = try AccuracyTable(images: small.images, labels: [1], calibration: small.images)
      } == "There are labels of 1 image for 4 images; give one label for each.")
    var table = try AccuracyTable(images: small.images, labels: nil, calibration: none)
    #expect(
      refusal { try table.add(EvaluatedModel(name: "m", weights: small.weights)) }
        == "There are 0 images; give at least one.")
  }
}

enum NetworkWeightsNegation {
  /// The network that finds the least probable class.
  static func negatingClassifier(of weights: NetworkWeights) -> NetworkWeights {
    var weights = weights
    weights.classifiers = weights.classifiers.map { layer in
      LinearWeights(
        outputs: layer.outputs, inputs: layer.inputs, weight: layer.weight.map { -$0 },
        bias: layer.bias.map { -$0 })
    }
    return weights
  }
}
