/// One mistake of a designer: the rule that was broken, where, and what to do about it.
public struct Diagnostic: Hashable, Sendable, CustomStringConvertible {
  /// The rules that a circuit must keep.
  public enum Rule: String, Sendable {
    case narrowing
    case signMixing = "sign-mixing"
    case typeMismatch = "type-mismatch"
    case literalRange = "literal-range"
    case sliceRange = "slice-range"
    case undriven
    case drivenTwice = "driven-twice"
    case combinationalLoop = "combinational-loop"
    case latch
    case readBeforeAssignment = "read-before-assignment"
    case unconnected
    case name
    case scope
    case clockDomain = "clock-domain"
    case definition
  }

  public var rule: Rule
  /// One sentence: the signal, the rule and the remedy.
  public var message: String
  public var location: SourceLocation?

  public init(_ rule: Rule, _ message: String, at location: SourceLocation?) {
    self.rule = rule
    self.message = message
    self.location = location
  }

  public var description: String {
    let place = location.map { "\($0): " } ?? ""
    return "\(place)error: \(message) [\(rule.rawValue)]"
  }
}

/// Every mistake found in a circuit, in the order of the source.
public struct DiagnosticError: Error, CustomStringConvertible {
  public var diagnostics: [Diagnostic]

  public init(_ diagnostics: [Diagnostic]) {
    self.diagnostics = diagnostics.sorted { left, right in
      guard left.location != right.location else { return left.message < right.message }
      guard let here = left.location, let there = right.location else {
        return left.location != nil
      }
      return here < there
    }
  }

  public var description: String {
    diagnostics.map(\.description).joined(separator: "\n")
  }
}
