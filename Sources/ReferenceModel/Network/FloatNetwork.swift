import AttentionSpec
import NetworkSpec

/// A whole network in float32, as PyTorch computes it: the judge of every network in integers, and
/// what calibrates them.
///
/// Weights and masks are prepared once; `run` may be called from several tasks at a time.
public struct FloatNetwork: Sendable {
  public let shape: NetworkShape
  private let embedding: FloatEmbedding
  private let blocks: [FloatBlock]
  private let readout: FloatReadout

  /// - Parameter masks: the kept entries of each head; nil keeps all, as dense masks do.
  /// - Throws: `Refusal` for masks of another network.
  public init(_ weights: NetworkWeights, masks: NetworkMasks? = nil) throws {
    let shape = weights.shape
    try masks?.check(shape)
    let keptKeys =
      try masks?.masks.map(\.keptKeys)
      ?? Array(
        repeating: AttentionMask.dense(tokens: shape.tokens).keptKeys,
        count: shape.blocks * shape.heads)
    self.shape = shape
    embedding = FloatEmbedding(weights)
    blocks = weights.blocks.enumerated().map { index, block in
      FloatBlock(
        block, shape, keptKeys: Array(keptKeys[index * shape.heads..<(index + 1) * shape.heads]))
    }
    readout = FloatReadout(weights)
  }

  /// The logits of one image, one a class; for a network without a classifier its features.
  ///
  /// - Parameters:
  ///   - image: `shape.imageSize` normalised numbers, in the order channel, row and column.
  ///   - observe: is told every tensor in the order of `NetworkTensor`, block after block. Encoded
  ///     and decoded tensors are those of blocks with auto-encoders only, normalised tokens those
  ///     that a mean of patches is taken of. Nil costs nothing.
  /// - Throws: `Refusal` for an image of another size.
  public func run(
    _ image: [Float], observe: ((NetworkCheckpoint, [Float]) -> Void)? = nil
  ) throws -> [Float] {
    let report = NetworkReport(block: nil, observe: observe)
    report(.pixels) { image }
    var tokens = try embedded(image)
    report(.embedding, tokens)
    for block in blocks.indices { tokens = run(block: block, tokens, observe: observe) }
    let features = readout.features(tokens, report)
    report(.features, features)
    let logits = readout.logits(features)
    report(.logits) { logits }
    return logits
  }

  /// The tokens of an image that enter the first block: tokens x width.
  ///
  /// - Throws: `Refusal` for an image of another size.
  public func embedded(_ image: [Float]) throws -> Matrix<Float> {
    guard image.count == shape.imageSize else {
      throw Refusal(
        "An image of \(image.count.counted("number")) does not fit the network, which takes "
          + "\(shape.channels) x \(shape.imageSide) x \(shape.imageSide); resize the image.")
    }
    return embedding(image)
  }

  /// What one block makes of the tokens that enter it: tokens x width to the same.
  public func run(
    block index: Int, _ tokens: Matrix<Float>,
    observe: ((NetworkCheckpoint, [Float]) -> Void)? = nil
  ) -> Matrix<Float> {
    blocks[index](tokens, NetworkReport(block: index, observe: observe))
  }
}
