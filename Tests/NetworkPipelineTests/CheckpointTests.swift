import AttentionSpec
import NetworkQuantization
import NetworkSpec
import ReferenceModel
import Testing

@testable import NetworkPipeline

@Suite("Fidelity of checkpoints")
struct CheckpointFidelityTests {
  private static func layer(_ inputs: Int, _ outputs: Int, bias: Float) -> LinearWeights {
    LinearWeights(
      outputs: outputs, inputs: inputs, weight: Array(repeating: 0, count: inputs * outputs),
      bias: Array(repeating: bias, count: outputs))
  }

  /// One block whose layers are all 0 but for the bias of the projection, behind an embedding of
  /// 0.5 for each patch and 0.25 for the class token.
  private static func constant() throws -> NetworkWeights {
    let shape = try NetworkShape(
      channels: 1, imageSide: 4, patchSide: 2, width: 4, heads: 2, blocks: 1, hidden: 3, classes: 0)
    let norm = NormWeights(gain: [1, 1, 1, 1], offset: [0, 0, 0, 0])
    // The largest number of the residual stream: its scale is then 2^-14.
    let largest = Float(32_767) / 32_768
    return try NetworkWeights(
      shape: shape, patchEmbedding: layer(4, 4, bias: 0.5),
      classTokens: Array(repeating: 0.25, count: 4), positions: Array(repeating: 0, count: 20),
      blocks: [
        BlockWeights(
          attentionNorm: norm, queriesKeysValues: layer(4, 12, bias: 0),
          projection: layer(4, 4, bias: largest - 0.5), perceptronNorm: norm,
          expansion: layer(4, 3, bias: 0), contraction: layer(3, 4, bias: 0))
      ], norm: norm, classifiers: [])
  }

  @Test("What the integers hold exactly, and what is 0, has no decibels")
  func exact() throws {
    let weights = try Self.constant()
    let images = try ImageSet(
      count: 2, channels: 1, side: 4, values: .normalized((0..<32).map { Float($0) / 32 }))
    let quantized = try NetworkAnalysis(weights, images: images).quantized()
    let fidelity = try CheckpointFidelity.measure(weights, quantized, images: images, count: 2)
    let decibels = Dictionary(
      uniqueKeysWithValues: fidelity.map { ($0.checkpoint, $0.decibels) })
    #expect(decibels["embedding"] == .some(nil))
    #expect(decibels["blocks.0.queries"] == .some(nil))
    // The largest number lies half a unit beside an integer: 20 log10 of 32767.
    let residual = try #require(decibels["blocks.0.attentionResidual"] ?? nil)
    #expect(abs(residual - 90.3) < 1)
    #expect(fidelity.allSatisfy { $0.clamped == 0 })
  }

  @Test("Every tensor of both networks is there once, in the order of the data")
  func order() throws {
    let small = try SmallNetwork(hiddenHeads: 2, readout: .classTokenAndPatchMean)
    let quantized = try NetworkAnalysis(small.weights, images: small.images).quantized()
    let fidelity = try CheckpointFidelity.measure(
      small.weights, quantized, images: small.images, count: 3)
    var seen: [String] = []
    _ = try IntegerNetwork(quantized).run(quantized.pixels.quantized(small.images, 0)) {
      checkpoint, _ in seen.append(checkpoint.description)
    }
    #expect(fidelity.map(\.checkpoint) == Array(seen.dropFirst()))
    #expect(fidelity.allSatisfy { ($0.decibels ?? 0) > 20 })
    // More images than there are change nothing; none give nothing.
    let all = try CheckpointFidelity.measure(
      small.weights, quantized, images: small.images, count: 6)
    #expect(
      try CheckpointFidelity.measure(small.weights, quantized, images: small.images, count: 99)
        == all)
    #expect(
      try CheckpointFidelity.measure(small.weights, quantized, images: small.images, count: 0)
        == [])
  }

  @Test("Integers that stand for numbers beyond their range are counted")
  func clamped() throws {
    let small = try SmallNetwork(images: 4, classes: 0)
    var ranges = NetworkRanges(small.shape)
    let network = try FloatNetwork(small.weights)
    for image in 0..<4 {
      _ = try network.run(small.images.normalized(image)) { checkpoint, values in
        #expect(throws: Never.self) { try ranges.add(values, at: checkpoint) }
      }
    }
    // The last norm gives three times what calibration saw.
    var louder = small.weights
    louder.norm = NormWeights(
      gain: louder.norm.gain.map { 3 * $0 }, offset: louder.norm.offset.map { 3 * $0 })
    guard case .bytes(_, let normalization) = small.images.values else { return }
    let quantized = try Quantizer.quantize(
      louder, ranges: ranges, pixels: .bytes(normalization))
    let unit = try #require(quantized.formats[NetworkCheckpoint(.features)]).scales[0]
    let features = try NetworkAnalysis(louder, images: small.images).logits().joined()
    let beyond = features.count { Double($0) > 128 * unit || Double($0) < -129 * unit }
    #expect(beyond > 10 && beyond < features.count)
    let fidelity = try CheckpointFidelity.measure(
      louder, quantized, images: small.images, count: 4)
    let clamped = Dictionary(uniqueKeysWithValues: fidelity.map { ($0.checkpoint, $0.clamped) })
    #expect(clamped["features"] == Double(beyond) / Double(features.count))
    #expect(clamped.filter { !["features", "logits"].contains($0.key) }.values.max() == 0)
  }

  @Test("A limit that noise reaches from the other side is not clamped")
  func oneSided() throws {
    let small = try SmallNetwork(images: 4)
    let quantized = try NetworkAnalysis(small.weights, images: small.images).quantized()
    // Calibration puts the largest number of each tensor on the limit, give or take some noise.
    let fidelity = try CheckpointFidelity.measure(
      small.weights, quantized, images: small.images, count: 4)
    #expect(fidelity.allSatisfy { $0.clamped < 0.01 })
  }
}

@Suite("Record of checkpoints")
struct CheckpointRecordTests {
  @Test("Tensors have the names of their blocks, in the order of the data")
  func names() throws {
    let small = try SmallNetwork(images: 1, hiddenHeads: 2)
    let quantized = try NetworkAnalysis(
      small.weights, masks: small.masks(), images: small.images
    ).quantized()
    let network = IntegerNetwork(quantized)
    let pixels = try quantized.pixels.quantized(small.images, 0)
    let record = try CheckpointRecord(network, pixels)
    let ofBlock = [
      "attentionInput", "queries", "keys", "values", "encodedQueries", "decodedQueries",
      "encodedKeys", "decodedKeys", "headOutputs", "attentionResidual", "perceptronInput",
      "expanded", "activated", "perceptronResidual",
    ]
    let blocks = (0..<2).flatMap { block in ofBlock.map { "blocks.\(block).\($0)" } }
    #expect(
      record.tensors.map(\.checkpoint.description) == ["pixels", "embedding"] + blocks + [
        "features", "logits",
      ])
    #expect(record.tensors.last?.values == (try network.run(pixels)))
    #expect(
      record.heads.map(\.place.description)
        == (0..<2).flatMap { block in (0..<3).map { "block \(block) head \($0)" } })
    // The outputs of the heads are the columns of the tensor.
    let outputs = try #require(
      record.tensors.first { $0.checkpoint == NetworkCheckpoint(.headOutputs, block: 1) }
    ).values
    for (head, result) in record.heads.suffix(3).map(\.result).enumerated() {
      for token in 0..<10 {
        let columns = outputs[token * 24 + head * 8..<token * 24 + (head + 1) * 8]
        #expect(columns.map { Int($0) } == result.output.row(token).map { Int($0) })
      }
    }
  }
}
