import AttentionSpec
import NetworkQuantization
import NetworkSpec
import ReferenceModel
import Testing

@testable import NetworkPipeline

@Suite("Network analysis")
struct NetworkAnalysisTests {
  @Test("Averaged attention is the mean over the images, under the masks", arguments: [1, 5, 37])
  func averaged(images: Int) throws {
    let small = try SmallNetwork(images: images)
    let masks = try small.masks()
    let network = try FloatNetwork(small.weights, masks: masks)
    var sums: [[Double]] = []
    for image in 0..<images {
      var maps: [Float] = []
      _ = try network.run(small.images.normalized(image)) { checkpoint, values in
        if checkpoint.tensor == .probabilities { maps += values }
      }
      sums.append(maps.map(Double.init))
    }
    let expected = sums[0].indices.map { place in
      Float(sums.reduce(0) { $0 + $1[place] } / Double(images))
    }
    let analysis = try NetworkAnalysis(small.weights, masks: masks, images: small.images)
    let averaged = try analysis.averagedAttention()
    #expect(averaged.blocks == 2 && averaged.heads == 3 && averaged.tokens == 10)
    #expect(distance(averaged.values, expected) < 1e-7)
    #expect(try analysis.averagedAttention() == averaged)
  }

  @Test("Logits and integers are those of each image alone")
  func logits() throws {
    let small = try SmallNetwork(images: 5)
    let analysis = try NetworkAnalysis(small.weights, images: small.images)
    let network = try FloatNetwork(small.weights)
    #expect(
      try analysis.logits() == (0..<5).map { try network.run(small.images.normalized($0)) })
    let quantized = try analysis.quantized()
    let integers = IntegerNetwork(quantized)
    #expect(
      try IntegerAnalysis(quantized, images: small.images).logits()
        == (0..<5).map { try integers.run(quantized.pixels.quantized(small.images, $0)) })
  }

  @Test("Ranges do not depend on how the images are cut into parts")
  func ranges() throws {
    let small = try SmallNetwork(images: 19, hiddenHeads: 2)
    var ranges = NetworkRanges(small.shape)
    let network = try FloatNetwork(small.weights)
    for image in (0..<19).reversed() {
      _ = try network.run(small.images.normalized(image)) { checkpoint, values in
        #expect(throws: Never.self) { try ranges.add(values, at: checkpoint) }
      }
    }
    let analysis = try NetworkAnalysis(small.weights, images: small.images)
    for rule in RangeRule.allCases {
      let expected = try Quantizer.quantize(
        small.weights, ranges: ranges, pixels: analysis.quantized().pixels, rule: rule)
      let quantized = try analysis.quantized(rule: rule)
      #expect(quantized.blocks == expected.blocks)
      #expect(quantized.formats == expected.formats)
    }
  }

  @Test("Nothing that calibration saw is clamped", arguments: [nil, 2])
  func nothingClamped(hiddenHeads: Int?) throws {
    for readout in [Readout.classToken, .averageOfTwo, .classTokenAndPatchMean] {
      let small = try SmallNetwork(
        hiddenHeads: hiddenHeads, classTokens: readout == .averageOfTwo ? 2 : 1, readout: readout)
      let quantized = try NetworkAnalysis(small.weights, images: small.images).quantized()
      let float = try FloatNetwork(small.weights)
      for image in 0..<small.images.count {
        _ = try float.run(small.images.normalized(image)) { checkpoint, values in
          guard let format = quantized.formats[checkpoint], checkpoint.tensor != .expanded else {
            #expect([.probabilities, .expanded].contains(checkpoint.tensor), "\(checkpoint)")
            return
          }
          let range = checkpoint.tensor.integerRange
          for (index, value) in values.enumerated() {
            let lowest = format.real(Int16(range.lowerBound), at: index)
            let highest = format.real(Int16(range.upperBound), at: index)
            let slack = 1e-5 * (highest - lowest)
            #expect(
              (lowest - slack...highest + slack).contains(Double(value)),
              "\(readout), \(checkpoint), element \(index)")
          }
        }
      }
    }
  }

  @Test("Floats are quantized by their largest magnitude, zeros by any scale")
  func floatImages() throws {
    let small = try SmallNetwork(images: 2)
    var numbers = [Float](repeating: 0.25, count: 2 * small.shape.imageSize)
    numbers[7] = -2.54
    func pixels(_ numbers: [Float]) throws -> PixelQuantization {
      let images = try ImageSet(count: 2, channels: 2, side: 6, values: .normalized(numbers))
      return try NetworkAnalysis(small.weights, images: images).quantized().pixels
    }
    guard case .scale(let scale) = try pixels(numbers) else {
      Issue.record("floats need a scale")
      return
    }
    #expect(abs(scale - 0.02) < 1e-8)
    #expect(try pixels(numbers.map { _ in 0 }) == .scale(1))
  }

  @Test("What does not fit is refused")
  func refusals() throws {
    let small = try SmallNetwork()
    let none = try small.images.prefix(0)
    #expect(
      refusal { _ = try NetworkAnalysis(small.weights, images: none) }
        == "There are 0 images; give at least one.")
    let large = try ImageSet(
      count: 1, channels: 1, side: 2, values: .normalized([0, 0, 0, 0]))
    let sentence = "The images are 1 x 2 x 2, but the network takes 2 x 6 x 6; resize them."
    #expect(refusal { _ = try NetworkAnalysis(small.weights, images: large) } == sentence)
    let quantized = try NetworkAnalysis(small.weights, images: small.images).quantized()
    #expect(refusal { _ = try IntegerAnalysis(quantized, images: large) } == sentence)
    let floats = try ImageSet(
      count: 1, channels: 2, side: 6, values: .normalized(small.images.normalized(0)))
    #expect(
      refusal { _ = try IntegerAnalysis(quantized, images: floats).logits() }
        == "The images are not normalised as those that the network was calibrated with; give "
        + "both as bytes with one normalisation, or both as normalised numbers.")
    let masks = try NetworkMasks(blocks: 1, heads: 1, masks: [.dense(tokens: 10)])
    #expect(
      refusal { _ = try NetworkAnalysis(small.weights, masks: masks, images: small.images) }
        == "The masks are of 1 block, 1 head and 10 tokens, but the network has 2, 3 and 10; "
        + "give masks of this network.")
  }

  @Test("A number that is not finite is refused with the first tensor that holds it")
  func notFinite() throws {
    let small = try SmallNetwork(images: 3)
    var weights = small.weights
    let layer = weights.blocks[1].expansion
    weights.blocks[1].expansion = LinearWeights(
      outputs: layer.outputs, inputs: layer.inputs,
      weight: layer.weight.map { _ in .greatestFiniteMagnitude }, bias: layer.bias)
    let sentence = refusal { _ = try NetworkAnalysis(weights, images: small.images).ranges() }
    #expect(
      [Float.nan, -.nan, .infinity, -.infinity].map {
        "blocks.1.expanded holds \($0) for a calibration image; look for weights or images that "
          + "are far too large."
      }.contains(sentence), "\(sentence)")
  }
}
