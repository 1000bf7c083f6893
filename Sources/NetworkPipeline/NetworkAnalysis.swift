import AttentionSpec
import Foundation
import NetworkQuantization
import NetworkSpec
import ReferenceModel
import SplitAndConquer

/// What images tell of a network in float32, image by image on all cores. The results do not
/// depend on the number of cores.
public struct NetworkAnalysis: Sendable {
  public let weights: NetworkWeights
  public let masks: NetworkMasks?
  public let images: ImageSet
  let network: FloatNetwork

  /// - Throws: `Refusal` for images or masks of another network, or no image.
  public init(_ weights: NetworkWeights, masks: NetworkMasks? = nil, images: ImageSet) throws {
    try images.check(weights.shape)
    guard images.count > 0 else {
      throw Refusal("There are 0 images; give at least one.")
    }
    self.weights = weights
    self.masks = masks
    network = try FloatNetwork(weights, masks: masks)
    self.images = images
  }

  /// The logits of every image, or its features without a classifier.
  public func logits() throws -> [[Float]] {
    try parallelMap(images.count) { try network.run(images.normalized($0)) }
  }

  /// The attention of every head, averaged over the images.
  ///
  /// - Throws: `Refusal` for attention that is not finite.
  public func averagedAttention() throws -> AttentionMaps {
    let shape = weights.shape
    let size = shape.tokens * shape.tokens
    let chunks = chunked(images.count)
    let sums = try parallelMap(chunks.count) { chunk in
      var sum = AttentionMapSum(blocks: shape.blocks, heads: shape.heads, tokens: shape.tokens)
      for image in chunks[chunk] {
        var check = FiniteCheck()
        _ = try network.run(images.normalized(image)) { checkpoint, values in
          check.look(at: values, checkpoint)
          guard checkpoint.tensor == .probabilities, let block = checkpoint.block else { return }
          for head in 0..<shape.heads {
            sum.add(Array(values[head * size..<(head + 1) * size]), block: block, head: head)
          }
        }
        try check.finish()
        sum.endImage()
      }
      return sum
    }
    return try sums.dropFirst().reduce(into: sums[0]) { $0.add($1) }.average()
  }

  /// The magnitudes of every tensor.
  ///
  /// - Throws: `Refusal` for a number that is not finite.
  public func ranges() throws -> NetworkRanges {
    // Counts and maxima are the same in any order, and few parts take little memory.
    let chunks = chunked(images.count, into: ProcessInfo.processInfo.activeProcessorCount)
    let parts = try parallelMap(chunks.count) { chunk in
      var ranges = NetworkRanges(weights.shape)
      var failure: (any Error)?
      for image in chunks[chunk] {
        _ = try network.run(images.normalized(image)) { checkpoint, values in
          guard failure == nil else { return }
          do {
            try ranges.add(values, at: checkpoint)
          } catch {
            failure = error
          }
        }
      }
      if let failure { throw failure }
      return ranges
    }
    return parts.dropFirst().reduce(into: parts[0]) { $0.add($1) }
  }

  /// The network in integers, calibrated with the images.
  ///
  /// - Throws: `Refusal` for numbers that no format holds.
  public func quantized(rule: RangeRule = .standard) throws -> QuantizedNetwork {
    let pixels: PixelQuantization =
      switch images.values {
      case .bytes(_, let normalization): .bytes(normalization)
      case .normalized(let values):
        // All zeros may have any scale.
        .scale(Double(values.reduce(0) { max($0, abs($1)) }.nonZero ?? 127) / 127)
      }
    return try Quantizer.quantize(
      weights, masks: masks, ranges: ranges(), pixels: pixels, rule: rule)
  }
}

extension Float {
  fileprivate var nonZero: Float? { self == 0 ? nil : self }
}
