import AttentionSpec
import NetworkSpec
import TensorFiles

/// What the tensors of a model do not tell, from the first source that says it.
struct ModelSettings {
  let options: ModelFile.Options
  let metadata: ModelMetadata
  let configuration: ModelConfiguration
  let path: String
  /// Sentences about what was found and not used.
  private(set) var notes: [String]

  init(
    options: ModelFile.Options, metadata: ModelMetadata, configuration: ModelConfiguration,
    path: String
  ) {
    self.options = options
    self.metadata = metadata
    self.configuration = configuration
    self.path = path
    notes = configuration.notes
  }

  /// Holds the configuration against the tensors.
  ///
  /// - Throws: `Refusal` for one of another network.
  mutating func checkConfiguration(
    _ shape: NetworkShape, hasQueryBias: Bool
  ) throws(Refusal) {
    for claim in configuration.claims { try claim.check(shape, hasQueryBias: hasQueryBias) }
    if let note = configuration.inputNote(shape) { notes.append("\(path): \(note)") }
  }

  /// The widths of the published ViT, DeiT and DINOv2 (Tiny, Small, Base, Large) whose heads all
  /// have 64 features. Huge and giant ones differ, and so do models of one's own.
  private static let widthsOfHeads64 = [192, 384, 768, 1024]

  /// What the metadata say under a key, if it can be meant.
  ///
  /// - Parameter rule: What a text is that can, for the note about one that cannot.
  private mutating func said<Value>(
    _ key: ModelMetadata.Key, _ rule: String, _ parse: (String) -> Value?
  ) -> Value? {
    guard let text = metadata[key] else { return nil }
    if let value = parse(text) { return value }
    notes.append(
      "\(path): The metadata say \(key.rawValue) = \"\(text.shown)\", which is not \(rule); it is "
        + "not used.")
    return nil
  }

  /// Notes that a configuration says something else than the metadata, which come first.
  private mutating func compare<Value: Equatable>(
    _ key: ModelMetadata.Key, _ value: Value, _ other: Value?
  ) {
    guard let other, other != value else { return }
    notes.append(
      "\(path): The metadata say \(key.rawValue) = \(value) and the configuration beside the file "
        + "\(other); the metadata are taken.")
  }

  /// - Parameter encoded: The heads that the auto-encoder takes; nil without one.
  /// - Throws: `Refusal` for a configuration of other heads than the auto-encoder's, or if
  ///   nothing says how many there are.
  mutating func heads(
    width: Int, encoded: Int?
  ) throws(Refusal) -> (Int, SettingSource) {
    if let heads = options.heads { return (heads, .option) }
    if let encoded {
      _ = said(.heads, "the \(encoded) heads that the auto-encoder takes") {
        Int($0) == encoded ? encoded : nil
      }
      if let heads = configuration.heads, heads != encoded {
        throw Refusal(
          in: path,
          "The configuration beside the file says \(heads.counted("head")) but the auto-encoder "
            + "takes \(encoded); give the configuration of this network, or remove it.")
      }
      return (encoded, .autoEncoder)
    }
    let said = said(.heads, "a number of heads that the width of \(width) has") {
      Int($0).flatMap { (1...width).contains($0) && width % $0 == 0 ? $0 : nil }
    }
    if let said {
      compare(.heads, said, configuration.heads)
      return (said, .metadata)
    }
    if let heads = configuration.heads { return (heads, .configuration) }
    guard Self.widthsOfHeads64.contains(width) else {
      let found =
        metadata[.heads].map { "The metadata say heads = \"\($0.shown)\", but nothing" }
        ?? "Nothing"
      throw Refusal(
        in: path,
        "\(found) says how many heads the width of \(width) has; give their number with "
          + "--model-heads, or the model's config.json beside the file.")
    }
    return (width / 64, .convention)
  }

  mutating func normEpsilon(_ naming: TensorNaming) -> (Float, SettingSource) {
    if let epsilon = options.normEpsilon { return (epsilon, .option) }
    let said = said(.layerNormEpsilon, "a finite number of 0 or more") {
      Float($0).flatMap { $0.isFinite && $0 >= 0 ? $0 : nil }
    }
    let configured = configuration.normEpsilon.map { Float($0) }
    if let said {
      compare(.layerNormEpsilon, said, configured)
      return (said, .metadata)
    }
    if let configured { return (configured, .configuration) }
    return (naming.normEpsilon, .convention)
  }

  /// What the metadata say that the classifier looks at.
  ///
  /// - Parameter possible: What the tensors allow.
  mutating func readout(among possible: [Readout]) -> Readout? {
    let names = possible.map(\.rawValue).joined(separator: " or ")
    return said(.readout, "\(names), as the classifier has it") { text in
      possible.first { $0.rawValue == text }
    }
  }

  /// How pixels are normalised; nil where nothing says it.
  ///
  /// - Throws: `Refusal` for an option or a configuration with a mean without a deviation, or
  ///   another number than the channels.
  mutating func pixelNormalization(
    channels: Int
  ) throws(Refusal) -> PixelNormalization? {
    var normalization = options.pixelNormalization
    do {
      if normalization == nil { normalization = try saidNormalization(channels: channels) }
      if normalization == nil, configuration.mean != nil || configuration.deviation != nil {
        normalization = try PixelNormalization(
          mean: (configuration.mean ?? []).map { Float($0) },
          deviation: (configuration.deviation ?? []).map { Float($0) })
      }
    } catch { throw Refusal(in: path, "\(error)") }
    if let normalization, normalization.mean.count != channels {
      throw Refusal(
        in: path,
        "Pixels are normalised with \(normalization.mean.count.counted("mean")), but images have "
          + "\(channels.counted("channel")); give one mean and deviation a channel with "
          + "--pixel-mean and --pixel-std."
      )
    }
    return normalization
  }

  /// That of the metadata, which both keys say or none.
  private mutating func saidNormalization(channels: Int) throws -> PixelNormalization? {
    func floats(_ text: String) -> [Float]? {
      text.commaSeparatedFloats.flatMap {
        $0.count == channels && $0.allSatisfy(\.isFinite) ? $0 : nil
      }
    }
    let mean = said(.pixelMean, "\(channels) numbers with commas between them", floats)
    let deviation = said(
      .pixelStandardDeviation, "\(channels) numbers above 0 with commas between them"
    ) { text in
      floats(text).flatMap { $0.allSatisfy { $0 > 0 } ? $0 : nil }
    }
    guard let mean, let deviation else {
      for (key, other) in [
        (ModelMetadata.Key.pixelMean, ModelMetadata.Key.pixelStandardDeviation),
        (.pixelStandardDeviation, .pixelMean),
      ] where metadata[key] != nil && metadata[other] == nil {
        notes.append(
          "\(path): The metadata say \(key.rawValue) without \(other.rawValue); it is not used.")
      }
      return nil
    }
    return try PixelNormalization(mean: mean, deviation: deviation)
  }

  /// The names of all classes; nil where nothing says them.
  func classNames(count: Int) -> [String]? {
    if let names = metadata.classNames(count: count) { return names }
    let names = (0..<count).compactMap { configuration.classNames[$0] }
    return names.count == count && count > 0 ? names : nil
  }
}
