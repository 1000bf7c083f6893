import AttentionSpec
import NetworkSpec
import ReferenceModel

/// Images through a network in integers, on all cores.
public struct IntegerAnalysis: Sendable {
  public let network: IntegerNetwork
  public let images: ImageSet

  /// - Throws: `Refusal` for images of another network.
  public init(_ network: QuantizedNetwork, images: ImageSet) throws {
    try images.check(network.shape)
    self.network = IntegerNetwork(network)
    self.images = images
  }

  /// The logits of every image, or its features without a classifier.
  ///
  /// - Throws: `Refusal` for images that are not normalised as those of calibration.
  public func logits() throws -> [[Int16]] {
    try parallelMap(images.count) { index in
      try network.run(network.network.pixels.quantized(images, index))
    }
  }
}

/// The class of the largest logit; of equal ones the first.
public func label<Logit: Comparable>(of logits: [Logit]) -> Int {
  logits.indices.max { logits[$0] < logits[$1] || (logits[$0] == logits[$1] && $0 > $1) } ?? 0
}
