/// Why there are no figures of a circuit, in one sentence.
public struct SynthesisError: Error, Hashable, CustomStringConvertible, Sendable {
  public enum Kind: Hashable, Sendable {
    /// A library or a table that breaks a rule, or settings that do.
    case input
    /// A tool or the cache.
    case tool
  }

  public var kind: Kind
  public var description: String

  static func input(_ description: String) -> SynthesisError {
    SynthesisError(kind: .input, description: description)
  }

  static func tool(_ description: String) -> SynthesisError {
    SynthesisError(kind: .tool, description: description)
  }
}
