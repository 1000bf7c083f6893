/// Where a number comes from that the tensors of a model do not tell.
public enum SettingSource: String, Sendable, CaseIterable {
  /// The caller has given it.
  case option
  /// The shape of ViTCoD's auto-encoder.
  case autoEncoder
  /// The metadata of the file.
  case metadata
  /// A configuration beside the file.
  case configuration
  /// What all published models of the family and width have.
  case convention
}

extension SettingSource: CustomStringConvertible {
  public var description: String {
    switch self {
    case .option: "as given"
    case .autoEncoder: "from the auto-encoder"
    case .metadata: "from the file's metadata"
    case .configuration: "from the configuration beside the file"
    case .convention: "as published models have it"
    }
  }
}
