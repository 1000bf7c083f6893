/// Something that a tool should know of a port, a wire, a register or an instance: `keep`,
/// `mark_debug = "true"`.
public struct Attribute: Hashable, Sendable {
  /// What an attribute says: `"true"` or `16`.
  public enum Value: Hashable, Sendable {
    case text(String)
    case integer(Int)
  }

  public var name: String
  /// Nil where the name says all.
  public var value: Value?

  public init(_ name: String, _ value: Value? = nil) {
    self.name = name
    self.value = value
  }

  /// What no reader takes without a word: some look into strings for comments, macros and the end
  /// of attributes.
  public var problem: String? {
    if let problem = NameCheck.problem(with: name) { return "'\(name)' \(problem)" }
    guard case .text(let text)? = value else { return nil }
    let isPlain = text.unicodeScalars.allSatisfy { (" "..."~").contains($0) }
    guard isPlain, !text.contains(where: { "\"\\`".contains($0) }), !text.contains("*)") else {
      return "the value of '\(name)' has a character that tools do not read there: "
        + "a quote, \\, `, *) or one that is not ASCII"
    }
    return nil
  }
}

extension Attribute.Value: ExpressibleByStringInterpolation, ExpressibleByIntegerLiteral {
  public init(stringLiteral value: String) { self = .text(value) }
  public init(integerLiteral value: Int) { self = .integer(value) }
}
