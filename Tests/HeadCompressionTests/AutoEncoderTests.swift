import Foundation
import NetworkSpec
import TestSupport
import Testing

@testable import HeadCompression

@Suite struct AutoEncoderTests {
  private static func fitted(
    _ activations: [Float], heads: Int, headDimension: Int, hiddenHeads: Int
  ) throws -> FittedAutoEncoder {
    var covariance = HeadCovariance(heads: heads)
    try covariance.add(activations, headDimension: headDimension)
    return try covariance.fit(hiddenHeads: hiddenHeads)
  }

  @Test("Two heads of which one follows the other need one")
  func following() throws {
    // Two tokens of two features; the second head is 2 * the first + 1.
    let fitted = try Self.fitted(
      [1, 2, 3, 5, -1, 4, -1, 9], heads: 2, headDimension: 2, hiddenHeads: 1)
    #expect(fitted.report.samples == 4)
    #expect(abs(fitted.report.varianceKept - 1) < 1e-12)
    #expect(fitted.report.relativeError < 1e-12)
    let scale = Float(5.0.squareRoot())
    let encoder = fitted.weights.encoder
    #expect(zip(encoder.weight, [1 / scale, 2 / scale]).allSatisfy { abs($0 - $1) < 1e-6 })
    // The mean is (1.5, 4), which is encoded as 0.
    #expect(abs(encoder.apply([1.5, 4])[0]) < 1e-6)
    #expect(fitted.weights.decoder.bias == [1.5, 4])
    #expect(fitted.weights.decoder.weight == encoder.weight)
  }

  @Test("As many hidden heads as heads reconstruct exactly")
  func exact() throws {
    var random = TestRandom(seed: 5)
    for heads in [1, 3, 6, 12] {
      let activations = random.activations(tokens: 20, heads: heads, headDimension: 4)
      let fitted = try Self.fitted(
        activations, heads: heads, headDimension: 4, hiddenHeads: heads)
      #expect(fitted.report.varianceKept == 1)
      #expect(fitted.report.relativeError == 0)
      let energy = activations.reduce(0) { $0 + Double($1) * Double($1) }
      #expect(try fitted.weights.error(activations, headDimension: 4) < 1e-12 * energy)
    }
  }

  @Test(
    "The error is the sum of the dropped eigenvalues, and the report says so",
    arguments: 0..<10 as Range<UInt64>)
  func identity(seed: UInt64) throws {
    var random = TestRandom(seed: seed)
    let heads = random.integer(2...8)
    let activations = random.activations(tokens: 30, heads: heads, headDimension: 3)
    let energy = activations.reduce(0) { $0 + Double($1) * Double($1) }
    for hidden in 1..<heads {
      let fitted = try Self.fitted(
        activations, heads: heads, headDimension: 3, hiddenHeads: hidden)
      let report = fitted.report
      let dropped = report.eigenvalues.dropFirst(hidden).reduce(0, +) * Double(report.samples)
      let error = try fitted.weights.error(activations, headDimension: 3)
      #expect(abs(error - dropped) < 1e-5 * dropped, "seed \(seed), \(hidden) hidden")
      #expect(abs(report.relativeError * energy - dropped) < 1e-9 * energy, "seed \(seed)")
      #expect(abs(report.varianceKept + report.centredRelativeError - 1) < 1e-12)
      #expect(report.eigenvalues == report.eigenvalues.sorted(by: >), "seed \(seed)")
    }
  }

  @Test("No other pair of layers of this size reconstructs better")
  func optimal() throws {
    var random = TestRandom(seed: 8)
    let (heads, hidden, features) = (5, 2, 3)
    let activations = random.activations(tokens: 30, heads: heads, headDimension: features)
    let fitted = try Self.fitted(
      activations, heads: heads, headDimension: features, hiddenHeads: hidden)
    let best = try fitted.weights.error(activations, headDimension: features)
    func other(_ layer: LinearWeights, _ step: Double) -> LinearWeights {
      LinearWeights(
        outputs: layer.outputs, inputs: layer.inputs,
        weight: layer.weight.map { $0 + Float(step * random.bell()) },
        bias: layer.bias.map { $0 + Float(step * random.bell()) })
    }
    for step in [0.001, 0.01, 0.1, 1] {
      for _ in 0..<25 {
        let pair = AutoEncoderWeights(
          encoder: other(fitted.weights.encoder, step), decoder: other(fitted.weights.decoder, step)
        )
        let error = try pair.error(activations, headDimension: features)
        #expect(error >= best * (1 - 1e-6), "seed 8, step \(step)")
      }
    }
  }

  @Test("Images may come one by one, and a large mean costs no precision")
  func streaming() throws {
    var random = TestRandom(seed: 2)
    let images = (0..<6).map { _ in
      random.activations(tokens: 9, heads: 4, headDimension: 2).map { $0 + 4096 }
    }
    var whole = HeadCovariance(heads: 4)
    try whole.add(images.flatMap { $0 }, headDimension: 2)
    var parts = HeadCovariance(heads: 4)
    try parts.add([], headDimension: 2)
    for image in images { try parts.add(image, headDimension: 2) }
    #expect(parts.samples == 108 && whole.samples == 108)
    let (first, second) = try (whole.fit(hiddenHeads: 2), parts.fit(hiddenHeads: 2))
    for (one, other) in zip(first.report.eigenvalues, second.report.eigenvalues) {
      #expect(abs(one - other) < 1e-9 * one)
    }
    let data = try JSONEncoder().encode(first.report)
    #expect(try JSONDecoder().decode(CompressionReport.self, from: data) == first.report)
  }

  @Test("Samples that do not vary, or are 0, are kept whole")
  func constant() throws {
    let constant = try Self.fitted([3, 3, 3, 3], heads: 2, headDimension: 1, hiddenHeads: 1)
    #expect(constant.report.varianceKept == 1 && constant.report.relativeError == 0)
    #expect(try constant.weights.error([3, 3], headDimension: 1) < 1e-9)
    let zero = try Self.fitted([0, 0], heads: 2, headDimension: 1, hiddenHeads: 1)
    #expect(zero.report.varianceKept == 1 && zero.report.relativeError == 0)
  }

  @Test("What cannot be fitted is refused with a sentence")
  func refusals() throws {
    var covariance = HeadCovariance(heads: 3)
    #expect(
      refusal { _ = try covariance.fit(hiddenHeads: 1) }
        == "An auto-encoder cannot be fitted to 0 samples; add activations of images.")
    for hidden in [0, 4] {
      #expect(
        refusal { _ = try covariance.fit(hiddenHeads: hidden) }
          == "An auto-encoder of 3 heads cannot have \(hidden) hidden heads; "
          + "choose 1 to 3, such as half of them.")
    }
    #expect(
      refusal { try covariance.add([1, 2, 3, 4, 5], headDimension: 2) }
        == "5 activations cannot be those of whole tokens of 3 heads of 2 features; "
        + "give [tokens, 6].")
    var values = Array(repeating: Float(1), count: 12)
    values[9] = .nan
    #expect(
      refusal { try covariance.add(values, headDimension: 2) }
        == "The activation of token 1, head 1, feature 1 is nan, but all must be finite; "
        + "look for what went wrong in the network before it.")
    #expect(covariance.samples == 0)
  }
}
