import AttentionSpec
import Foundation
import NetworkSpec
import ReferenceModel
import Testing

@testable import NetworkQuantization

/// A small random network and two images of bytes for it.
struct Example {
  var weights: NetworkWeights
  var images: ImageSet

  init(hiddenHeads: Int? = nil, seed: UInt64 = 1) throws {
    let shape = try NetworkShape(
      channels: 2, imageSide: 8, patchSide: 2, width: 24, heads: 3, blocks: 2, hidden: 48,
      classes: 5)
    weights = try NetworkWeights.random(
      shape: shape, seed: seed, autoEncoderHiddenHeads: hiddenHeads)
    var generator = SplitMix64(seed: seed)
    images = try ImageSet(
      count: 8, channels: 2, side: 8,
      values: .bytes(
        (0..<8 * shape.imageSize).map { _ in UInt8(generator.integer(in: 0...255)) },
        PixelNormalization(mean: [0.5, 0.25], deviation: [0.5, 0.3])))
  }

  func quantized(masks: NetworkMasks? = nil, rule: RangeRule = .maximum) throws -> QuantizedNetwork
  {
    var ranges = NetworkRanges(weights.shape)
    let network = try FloatNetwork(weights, masks: masks)
    for image in 0..<images.count {
      var failure: (any Error)?
      _ = try network.run(images.normalized(image)) { checkpoint, values in
        do { try ranges.add(values, at: checkpoint) } catch { failure = error }
      }
      if let failure { throw failure }
    }
    let pixels: PixelQuantization =
      switch images.values {
      case .bytes(_, let normalization): .bytes(normalization)
      case .normalized: .scale(1.0 / 127)
      }
    return try Quantizer.quantize(
      weights, masks: masks, ranges: ranges, pixels: pixels, rule: rule)
  }
}

@Suite("Quantizer")
struct QuantizerTests {
  /// Signal to noise of a tensor in decibels.
  private static func decibels(
    _ exact: [Float]?, _ integers: [Int16]?, _ format: IntegerFormat?
  ) throws -> Double {
    let (exact, integers) = (try #require(exact), try #require(integers))
    let format = try #require(format)
    var (signal, noise) = (0.0, 0.0)
    for (index, value) in exact.enumerated() {
      let difference = format.real(integers[index], at: index) - Double(value)
      signal += Double(value) * Double(value)
      noise += difference * difference
    }
    return 10 * log10(signal / max(noise, 1e-30))
  }

  @Test("Every tensor follows its float32 twin", arguments: [nil, 2], RangeRule.allCases)
  func fidelity(hiddenHeads: Int?, rule: RangeRule) throws {
    let example = try Example(hiddenHeads: hiddenHeads)
    let quantized = try example.quantized(rule: rule)
    var exact: [NetworkCheckpoint: [Float]] = [:]
    _ = try FloatNetwork(example.weights).run(example.images.normalized(3)) { exact[$0] = $1 }
    var integers: [NetworkCheckpoint: [Int16]] = [:]
    _ = try IntegerNetwork(quantized).run(quantized.pixels.quantized(example.images, 3)) {
      integers[$0] = $1
    }
    for (checkpoint, values) in exact where checkpoint.tensor != .probabilities {
      let decibels = try Self.decibels(
        values, integers[checkpoint], quantized.formats[checkpoint])
      #expect(decibels > 22, "\(checkpoint)")
    }
    #expect(Set(integers.keys) == Set(exact.keys.filter { $0.tensor != .probabilities }))
  }

  @Test("The offset of bytes is part of the bias")
  func pixels() throws {
    let example = try Example()
    let quantized = try example.quantized()
    // Of the embedding only weights, biases and the int16 scale are rounded.
    var exact: [Float] = []
    _ = try FloatNetwork(example.weights).run(example.images.normalized(0)) { checkpoint, values in
      if checkpoint.tensor == .embedding { exact = values }
    }
    var integers: [Int16] = []
    _ = try IntegerNetwork(quantized).run(quantized.pixels.quantized(example.images, 0)) {
      if $0.tensor == .embedding { integers = $1 }
    }
    let format = quantized.formats[NetworkCheckpoint(.embedding)]
    #expect(try Self.decibels(exact, integers, format) > 40)
  }

  @Test("Masks reach the integer network")
  func masks() throws {
    let example = try Example()
    let tokens = example.weights.shape.tokens
    let diagonal = try AttentionMask(
      tokens: tokens, kept: (0..<tokens * tokens).map { $0 % (tokens + 1) == 0 })
    let masks = try NetworkMasks(
      blocks: 2, heads: 3, masks: Array(repeating: diagonal, count: 6))
    let network = IntegerNetwork(try example.quantized(masks: masks))
    let pixels = try network.network.pixels.quantized(example.images, 0)
    var seen: [NetworkCheckpoint: [Int16]] = [:]
    _ = try network.run(pixels) { seen[$0] = $1 }
    // A token that attends to itself alone gets its own value, on another scale.
    let values = try #require(seen[NetworkCheckpoint(.values, block: 0)])
    let outputs = try #require(seen[NetworkCheckpoint(.headOutputs, block: 0)])
    let formats = network.network.formats
    let valueFormat = try #require(formats[NetworkCheckpoint(.values, block: 0)])
    let outputFormat = try #require(formats[NetworkCheckpoint(.headOutputs, block: 0)])
    for (index, value) in values.enumerated() {
      let unit = outputFormat.scales[index / 8 % 3]
      let expected = valueFormat.real(value, at: index)
      #expect(abs(outputFormat.real(outputs[index], at: index) - expected) <= 1.1 * unit)
    }
  }

  @Test("A layer keeps a bias that is far larger than its weights")
  func bias() throws {
    let example = try Example()
    var weights = example.weights
    weights.blocks[0].projection = LinearWeights(
      outputs: 24, inputs: 24, weight: Array(repeating: 1e-12, count: 576),
      bias: Array(repeating: 0.5, count: 24))
    let quantizer = try Quantizer.quantize(
      weights, ranges: Self.ranges(weights, example.images),
      pixels: example.quantized().pixels)
    let layer = quantizer.blocks[0].projection
    let format = try #require(quantizer.formats[NetworkCheckpoint(.embedding)])
    let residual = format.scales[0]
    for output in 0..<24 {
      let constant = layer.rescale[output](Int(layer.bias[output]))
      #expect(abs(Double(constant) * residual - 0.5) < 2 * residual)
    }
  }

  @Test("Auto-encoders of different sizes have a scale for each of their hidden heads")
  func unequalAutoEncoders() throws {
    let images = try Example().images
    let (large, small) = (try Example(hiddenHeads: 3), try Example(hiddenHeads: 1))
    var weights = large.weights
    // Queries of one block are compressed to three heads, all others to one or not at all.
    weights.blocks[0].keyAutoEncoder = small.weights.blocks[0].keyAutoEncoder
    weights.blocks[1].queryAutoEncoder = nil
    weights.blocks[1].keyAutoEncoder = nil
    let quantized = try Quantizer.quantize(
      weights, ranges: Self.ranges(weights, images), pixels: Example().quantized().pixels)
    func scales(_ tensor: NetworkTensor) -> Int? {
      quantized.formats[NetworkCheckpoint(tensor, block: 0)]?.scales.count
    }
    #expect(scales(.encodedQueries) == 3 && scales(.encodedKeys) == 1)
    #expect(scales(.decodedQueries) == 3 && scales(.decodedKeys) == 3)
    #expect(quantized.formats[NetworkCheckpoint(.encodedKeys, block: 1)] == nil)
    #expect(quantized.blocks[0].keyAutoEncoder?.encoder.outputs == 1)
  }

  @Test("A mean of patches is taken of patches that are not clamped")
  func patchMean() throws {
    let shape = try Example().weights.shape
    let weights = try NetworkWeights.random(
      shape: shape, seed: 3, readout: .classTokenAndPatchMean)
    let images = try Example().images
    let quantized = try Quantizer.quantize(
      weights, ranges: Self.ranges(weights, images), pixels: Example().quantized().pixels)
    var largest = (tokens: Float(0), features: Float(0))
    _ = try FloatNetwork(weights).run(images.normalized(0)) { checkpoint, values in
      let reach = values.reduce(0) { max($0, abs($1)) }
      if checkpoint.tensor == .normalizedTokens { largest.tokens = reach }
      if checkpoint.tensor == .features { largest.features = reach }
    }
    #expect(largest.tokens > 1.1 * largest.features, "patches must reach further than their mean")
    let format = try #require(quantized.formats[NetworkCheckpoint(.normalizedTokens)])
    #expect(abs(127 * format.scales[0] / Double(largest.tokens) - 1) < 1e-6)
    #expect(quantized.formats[NetworkCheckpoint(.features)] == format)
  }

  private static func ranges(_ weights: NetworkWeights, _ images: ImageSet) throws -> NetworkRanges
  {
    var ranges = NetworkRanges(weights.shape)
    var failure: (any Error)?
    _ = try FloatNetwork(weights).run(images.normalized(0)) { checkpoint, values in
      do { try ranges.add(values, at: checkpoint) } catch { failure = error }
    }
    if let failure { throw failure }
    return ranges
  }

  @Test("Numbers that are not finite are refused, with the tensor's name")
  func notFinite() throws {
    let example = try Example()
    var ranges = NetworkRanges(example.weights.shape)
    let refusal = #expect(throws: Refusal.self) {
      try ranges.add([1, .nan], at: NetworkCheckpoint(.expanded, block: 1))
    }
    #expect(
      refusal?.description == "blocks.1.expanded holds nan for a calibration image; "
        + "look for weights or images that are far too large.")
  }

  @Test("Masks of another network are refused")
  func otherMasks() throws {
    let example = try Example()
    let mask = try AttentionMask.dense(tokens: 5)
    let masks = try NetworkMasks(blocks: 1, heads: 1, masks: [mask])
    #expect(throws: Refusal.self) {
      try Quantizer.quantize(
        example.weights, masks: masks, ranges: NetworkRanges(example.weights.shape),
        pixels: .scale(1))
    }
  }
}
