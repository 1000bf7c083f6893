import AttentionSpec
import NetworkSpec
import TensorFiles

/// What the tensors of a model do not tell, from the first source that says it.
struct ModelSettings {
  let options: ModelFile.Options
  let metadata: ModelMetadata
  let configuration: ModelConfiguration
  let path: String

  /// The widths of the published ViT, DeiT and DINOv2 (Tiny, Small, Base, Large) whose heads all
  /// have 64 features. Huge and giant ones differ, and so do models of one's own.
  private static let widthsOfHeads64 = [192, 384, 768, 1024]

  /// - Parameter encoded: The heads that the auto-encoder takes; nil without one.
  /// - Throws: `FileRefusal` for sources that contradict each other, or none.
  func heads(width: Int, encoded: Int?) throws(FileRefusal) -> (Int, SettingSource) {
    if let heads = options.heads { return (heads, .option) }
    if let encoded {
      if let said = metadata.heads, said != encoded {
        throw FileRefusal(
          in: path,
          "The metadata say \(said.counted("head")) but the auto-encoder takes \(encoded); write "
            + "the file "
            + "again.")
      }
      return (encoded, .autoEncoder)
    }
    if let heads = metadata.heads { return (heads, .metadata) }
    if let heads = configuration.heads { return (heads, .configuration) }
    guard Self.widthsOfHeads64.contains(width) else {
      throw FileRefusal(
        in: path,
        "Nothing says how many heads the width of \(width) has; give their number with "
          + "--model-heads, or the model's config.json beside the file.")
    }
    return (width / 64, .convention)
  }

  func normEpsilon(_ naming: TensorNaming) -> (Float, SettingSource) {
    if let epsilon = options.normEpsilon { return (epsilon, .option) }
    if let epsilon = metadata.normEpsilon { return (epsilon, .metadata) }
    if let epsilon = configuration.normEpsilon { return (Float(epsilon), .configuration) }
    return (naming.normEpsilon, .convention)
  }

  /// How pixels are normalised; nil where nothing says it.
  ///
  /// - Throws: `FileRefusal` for a mean without a deviation, or another number than the channels.
  func pixelNormalization(channels: Int) throws(FileRefusal) -> PixelNormalization? {
    var normalization = options.pixelNormalization
    do {
      if normalization == nil, metadata.mean != nil || metadata.deviation != nil {
        normalization = try PixelNormalization(
          mean: metadata.mean ?? [], deviation: metadata.deviation ?? [])
      } else if normalization == nil, configuration.mean != nil || configuration.deviation != nil {
        normalization = try PixelNormalization(
          mean: (configuration.mean ?? []).map { Float($0) },
          deviation: (configuration.deviation ?? []).map { Float($0) })
      }
    } catch { throw FileRefusal(in: path, "\(error)") }
    if let normalization, normalization.mean.count != channels {
      throw FileRefusal(
        in: path,
        "Pixels are normalised with \(normalization.mean.count.counted("mean")), but images have "
          + "\(channels.counted("channel")); give one mean and deviation a channel with "
          + "--pixel-mean and --pixel-std."
      )
    }
    return normalization
  }

  /// The names of all classes; nil where nothing says them.
  ///
  /// - Throws: `FileRefusal` for another number of them than the classes in the metadata.
  func classNames(count: Int) throws(FileRefusal) -> [String]? {
    if let names = metadata.classNames {
      guard names.count == count else {
        throw FileRefusal(
          in: path,
          "The metadata name \(names.count) classes, but the classifier has \(count); "
            + "write the file again.")
      }
      return names
    }
    let names = (0..<count).compactMap { configuration.classNames[$0] }
    return names.count == count && count > 0 ? names : nil
  }
}
