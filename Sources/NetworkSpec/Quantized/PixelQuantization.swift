import AttentionSpec

/// How images become int8.
public enum PixelQuantization: Sendable, Equatable {
  /// A byte minus 128, without loss; the normalisation is in the patch embedding.
  case bytes(PixelNormalization)
  /// A normalised number over this scale.
  case scale(Double)

  /// What one unit of a channel stands for.
  public func scale(channel: Int) -> Double {
    switch self {
    case .bytes(let normalization): 1 / (255 * Double(normalization.deviation[channel]))
    case .scale(let scale): scale
    }
  }

  /// What is added to the integer of a channel before it is scaled.
  public func offset(channel: Int) -> Double {
    switch self {
    case .bytes(let normalization): 128 - 255 * Double(normalization.mean[channel])
    case .scale: 0
    }
  }

  /// The int8 numbers of one image.
  ///
  /// - Throws: `Refusal` for bytes where numbers are expected, or the other way round.
  public func quantized(_ images: ImageSet, _ index: Int) throws -> [Int8] {
    switch (self, images.values) {
    case (.bytes(let normalization), .bytes(let bytes, let own)) where own == normalization:
      return bytes[images.range(index)].map { Int8(truncatingIfNeeded: Int($0) - 128) }
    case (.scale(let scale), .normalized(let floats)):
      return floats[images.range(index)].map { number in
        // Beyond what int8 holds it saturates, so a number that is not finite is no trap.
        let units = (Double(number) / scale + 0.5).rounded(.down)
        return units >= 127 ? 127 : units <= -128 ? -128 : Int8(units.isNaN ? 0 : units)
      }
    default:
      throw Refusal(
        "The images are not normalised as those that the network was calibrated with; "
          + "give both as bytes with one normalisation, or both as normalised numbers.")
    }
  }
}
