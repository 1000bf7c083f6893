import AttentionSpec
import NetworkSpec

/// A whole network in integers, the judge of every implementation: `NetworkFormats` and
/// `NumberFormats` state what it computes.
public struct IntegerNetwork: Sendable {
  public let network: QuantizedNetwork
  private let patchEmbedding: IntegerLinear
  private let blocks: [IntegerBlock]
  private let norm: IntegerNorm
  private let classifiers: [IntegerLinear]
  private let attentionHeads: [AttentionHead]

  public var shape: NetworkShape { network.shape }

  public init(_ network: QuantizedNetwork) {
    self.network = network
    patchEmbedding = IntegerLinear(layer: network.patchEmbedding)
    blocks = network.blocks.enumerated().map { index, block in
      IntegerBlock(block, index: index, shape: network.shape)
    }
    norm = IntegerNorm(norm: network.norm)
    classifiers = network.classifiers.map(IntegerLinear.init)
    attentionHeads = network.masks.masks.map(AttentionHead.init)
  }

  /// The attention of one head, by the reference model.
  ///
  /// - Throws: `Refusal` for a head of another number of tokens.
  public func attention(_ place: HeadPlace, _ input: HeadInput) throws -> HeadResult {
    try attentionHeads[place.block * shape.heads + place.head].run(input)
  }

  /// The logits of one image, or its features if the network has no classifier.
  ///
  /// - Parameters:
  ///   - pixels: `imageSize` numbers, as `PixelQuantization` gives them.
  ///   - observe: sees every tensor, in the order of the data.
  /// - Throws: `Refusal` for another count of pixels.
  public func run(_ pixels: [Int8], observe: IntegerObserver? = nil) throws -> [Int16] {
    try run(pixels, attention: { try attention($0, $1).output }, observe: observe)
  }

  /// The same with another way to compute the heads.
  ///
  /// - Throws: as `run(_:observe:)`, and what `attention` throws.
  public func run(
    _ pixels: [Int8], attention: HeadAttention, observe: IntegerObserver? = nil
  ) throws -> [Int16] {
    guard pixels.count == shape.imageSize else {
      throw Refusal(
        "An image of \(pixels.count.counted("number")) does not fit a network that takes "
          + "\(shape.imageSize); give \(shape.channels) x \(shape.imageSide) x "
          + "\(shape.imageSide).")
    }
    observe?(NetworkCheckpoint(.pixels), widened(pixels))
    let patches = FloatEmbedding.patches(of: pixels, shape).storage
    var residual =
      network.classTokens + saturatingSum(patchEmbedding.wide(patches), network.positions)
    observe?(NetworkCheckpoint(.embedding), residual)
    for block in blocks {
      residual = try block.run(residual, attention: attention, observe: observe)
    }
    let features = readOut(residual, observe)
    observe?(NetworkCheckpoint(.features), widened(features))
    let logits = classify(features)
    observe?(NetworkCheckpoint(.logits), logits)
    return logits
  }

  /// What the classifier looks at, int8.
  private func readOut(_ residual: [Int16], _ observe: IntegerObserver?) -> [Int8] {
    let width = shape.width
    switch network.readout {
    case .classToken: return norm(Array(residual[..<width]))
    case .averageOfTwo: return norm(Array(residual[..<(2 * width)]))
    case .classTokenAndPatchMean:
      let normalized = norm(residual)
      observe?(NetworkCheckpoint(.normalizedTokens), widened(normalized))
      let patches = normalized[(shape.classTokens * width)...]
      var sums = [Int](repeating: 0, count: width)
      for (index, value) in patches.enumerated() { sums[index % width] += Int(value) }
      // floor(sum / patches + 1/2), as everywhere.
      let means = sums.map {
        Int8(clamping: flooredQuotient(2 * $0 + shape.patches, 2 * shape.patches))
      }
      return normalized[..<width] + means
    }
  }

  /// One number a class. Two classifiers look at a token each, and their logits are added: their
  /// changes of scale halve them.
  private func classify(_ features: [Int8]) -> [Int16] {
    guard let first = classifiers.first else { return widened(features) }
    let logits = first.wide(Array(features.prefix(first.inputs)))
    guard classifiers.count == 2 else { return logits }
    return saturatingSum(logits, classifiers[1].wide(Array(features.suffix(shape.width))))
  }
}

/// `floor(dividend / divisor)` for a positive divisor.
private func flooredQuotient(_ dividend: Int, _ divisor: Int) -> Int {
  let quotient = dividend / divisor
  return dividend % divisor < 0 ? quotient - 1 : quotient
}
