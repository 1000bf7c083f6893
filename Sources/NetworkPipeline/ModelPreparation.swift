import AttentionSpec
import NetworkQuantization
import NetworkSpec
import SplitAndConquer

/// What becomes of the queries and keys of a network on its way to integers.
public enum CompressionChoice: Sendable, Equatable {
  /// They stay as they are, or go through the auto-encoders that the network has.
  case asGiven
  /// The best linear auto-encoders are fitted, if the network has none; half of the heads, rounded
  /// up, stay if `hiddenHeads` is nil. A number is refused where there is nothing to fit.
  case fitted(hiddenHeads: Int?)
}

/// Which scores of a network are kept.
public enum MaskChoice: Sendable, Equatable {
  case given(NetworkMasks)
  /// Those that pruning the attention leaves, averaged over the calibration images.
  case pruned(PruningTarget, PruningRules)
}

/// A network on its way from float32 to integers, in the order of the paper: auto-encoders,
/// averaged attention, pruning, calibration. Nothing is trained.
public struct ModelPreparation: Sendable {
  /// The network as it was given.
  public let dense: NetworkWeights
  /// With auto-encoders, if they were asked for.
  public let weights: NetworkWeights
  /// What the fitted auto-encoders keep, one for each block; nil if none were fitted.
  public let compression: [BlockCompression]?
  /// theta_p of each head, block after block; nil for masks that were given.
  public let thetaP: [Double]?
  public let masks: NetworkMasks
  /// Attention averaged over the calibration images; nil for masks that were given.
  public let maps: AttentionMaps?
  public let quantized: QuantizedNetwork

  /// - Parameters:
  ///   - images: those of calibration, of which pruning and auto-encoders see no others.
  ///   - progress: is told what begins.
  /// - Throws: `Refusal` for images or masks of another network, a target that pruning cannot
  ///   reach, or numbers that no format holds.
  public init(
    _ network: NetworkWeights, images: ImageSet, compression: CompressionChoice, masks: MaskChoice,
    ranges: RangeRule = .standard, progress: (String) -> Void = { _ in }
  ) throws {
    dense = network
    if case .given(let given) = masks { try given.check(network.shape) }
    let compressed = try Self.compressed(network, images, compression, progress)
    let weights = compressed?.weights ?? network
    self.weights = weights
    self.compression = compressed?.blocks

    let counted = images.count.counted("image")
    switch masks {
    case .given(let given):
      self.masks = given
      maps = nil
      thetaP = nil
    case .pruned(let target, let rules):
      progress("Averaging attention over \(counted)")
      let averaged = try NetworkAnalysis(weights, images: images).averagedAttention()
      let pruned = try Pruner(averaged, rules: rules).prune(target)
      self.masks = try NetworkMasks(
        blocks: pruned.blocks, heads: pruned.heads, masks: pruned.prunedHeads.map(\.mask))
      maps = averaged
      thetaP = pruned.prunedHeads.map(\.thetaP)
    }
    progress("Calibrating integers with \(counted)")
    quantized = try NetworkAnalysis(weights, masks: self.masks, images: images)
      .quantized(rule: ranges)
  }

  /// The network with auto-encoders that are fitted here; nil if it stays as it is.
  private static func compressed(
    _ network: NetworkWeights, _ images: ImageSet, _ choice: CompressionChoice,
    _ progress: (String) -> Void
  ) throws -> CompressedNetwork? {
    guard case .fitted(let hiddenHeads) = choice else { return nil }
    guard !network.hasAutoEncoders else {
      guard let hiddenHeads else { return nil }
      throw Refusal(
        "The network has auto-encoders already, and their hidden heads cannot become "
          + "\(hiddenHeads); leave the number out, or give the network without them.")
    }
    let analysis = try NetworkAnalysis(network, images: images)
    return try analysis.insertingAutoEncoders(hiddenHeads: hiddenHeads, progress: progress)
  }
}
