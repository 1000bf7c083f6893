/// What is said about a module's behaviour: looked at before every edge of a domain's clock outside
/// its reset, in simulation and in proofs. It makes no hardware.
public struct Property: Hashable, Sendable {
  public enum Kind: String, Hashable, Sendable {
    /// What the module promises: a fault of the design where it does not hold.
    case claim
    /// What the module's environment must keep: a fault of the environment where it does not hold.
    case assumption
    /// What should happen at least once; its cycles are counted.
    case cover

    /// As sentences name one.
    public var phrase: String { self == .cover ? "cover point" : rawValue }

    /// As sentences tell the designer to write one.
    var verb: String {
      switch self {
      case .claim: "claim"
      case .assumption: "assume"
      case .cover: "cover"
      }
    }
  }

  public var kind: Kind
  /// The property in UpperCamelCase, as reports name it.
  public var label: String
  /// A bit.
  public var condition: Expression
  public var domain: ClockDomain
  /// What it says, for people: a comment in the text, and part of the report where it fails.
  public var sentence: String?
  /// The label's place, if it is an element of an array.
  public var element: ElementName?
  public var location: SourceLocation?

  public init(
    _ kind: Kind, _ label: String, _ condition: Expression, in domain: ClockDomain = .default,
    saying sentence: String? = nil, at location: SourceLocation? = nil
  ) {
    self.kind = kind
    self.label = label
    self.condition = condition
    self.domain = domain
    self.sentence = sentence
    self.location = location
  }
}
