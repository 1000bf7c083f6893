import AttentionSpec
import NetworkSpec
import ReferenceModel
import Testing

/// Whole networks in float32, tensor by tensor, against the same in float64.
@Suite struct FloatNetworkTests {
  struct Variant: Sendable, CustomTestStringConvertible {
    var readout: Readout
    var hiddenHeads: Int?
    var classTokens = 1
    var classes = 5
    var isMasked = true

    var testDescription: String {
      "\(readout), \(hiddenHeads.map(String.init) ?? "no") hidden heads, \(classes) classes"
    }
  }

  private static let variants = [
    Variant(readout: .classToken, hiddenHeads: 2),
    Variant(readout: .classToken, hiddenHeads: nil, isMasked: false),
    Variant(readout: .averageOfTwo, hiddenHeads: nil, classTokens: 2),
    Variant(readout: .classTokenAndPatchMean, hiddenHeads: 1),
    Variant(readout: .classTokenAndPatchMean, hiddenHeads: nil, classTokens: 2, classes: 0),
    Variant(readout: .averageOfTwo, hiddenHeads: 2, classTokens: 2, classes: 0),
  ]

  private static func shape(classTokens: Int = 1, classes: Int = 5) throws -> NetworkShape {
    try NetworkShape(
      channels: 3, imageSide: 12, patchSide: 4, classTokens: classTokens, width: 15, heads: 3,
      blocks: 2, hidden: 22, classes: classes)
  }

  @Test("Every tensor is within 1e-5 of float64, in the order of the data", arguments: variants)
  func everyTensor(_ variant: Variant) throws {
    let shape = try Self.shape(classTokens: variant.classTokens, classes: variant.classes)
    for seed in 0..<3 as Range<UInt64> {
      var source = FloatSource(seed: seed)
      let weights = try NetworkWeights.random(
        shape: shape, seed: seed, readout: variant.readout,
        autoEncoderHiddenHeads: variant.hiddenHeads)
      let masks = variant.isMasked ? try source.masks(shape) : nil
      let image = source.numbers(shape.imageSize)
      var naive = NaiveNetwork(weights, masks: masks)
      let expected = naive.run(image)
      var seen: [NetworkCheckpoint] = []
      let logits = try FloatNetwork(weights, masks: masks).run(image) { checkpoint, values in
        let tensor = naive.tensors[min(seen.count, naive.tensors.count - 1)]
        #expect(
          distance(values, tensor.values) < 1e-5, "seed \(seed), \(checkpoint)")
        seen.append(checkpoint)
      }
      #expect(seen == naive.tensors.map(\.checkpoint), "seed \(seed)")
      #expect(distance(logits, expected) < 1e-5, "seed \(seed)")
    }
  }

  @Test("Probabilities are 0 exactly where the mask has no entry")
  func masked() throws {
    let seed: UInt64 = 21
    let shape = try Self.shape()
    var source = FloatSource(seed: seed)
    let masks = try source.masks(shape)
    let weights = try NetworkWeights.random(shape: shape, seed: seed)
    _ = try FloatNetwork(weights, masks: masks).run(source.numbers(shape.imageSize)) {
      guard $0.tensor == .probabilities, let block = $0.block else { return }
      let kept = (0..<shape.heads).flatMap { masks[block, $0].kept }
      #expect($1.map { $0 > 0 } == kept, "seed \(seed), block \(block)")
    }
  }

  @Test("Dense masks change no bit, nor does an observer")
  func dense() throws {
    let seed: UInt64 = 22
    let shape = try Self.shape()
    var source = FloatSource(seed: seed)
    let weights = try NetworkWeights.random(shape: shape, seed: seed, autoEncoderHiddenHeads: 2)
    let image = source.numbers(shape.imageSize)
    let logits = try FloatNetwork(weights).run(image)
    #expect(logits.count == 5)
    #expect(try FloatNetwork(weights, masks: .dense(shape)).run(image) == logits)
    #expect(try FloatNetwork(weights).run(image) { _, _ in } == logits)
  }

  @Test("An image or masks of another network are refused with a sentence")
  func refusals() throws {
    let shape = try Self.shape()
    let weights = try NetworkWeights.random(shape: shape, seed: 1)
    #expect(
      throws: Refusal(
        "An image of 431 numbers does not fit the network, which takes 3 x 12 x 12; "
          + "resize the image.")
    ) {
      try FloatNetwork(weights).run(Array(repeating: 0, count: 431))
    }
    let other = try NetworkMasks.dense(Self.shape(classTokens: 2))
    #expect(
      throws: Refusal(
        "The masks are of 2 blocks, 3 heads and 11 tokens, but the network has 2, 3 and 10; "
          + "give masks of this network.")
    ) {
      try FloatNetwork(weights, masks: other)
    }
  }
}
