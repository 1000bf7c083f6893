/// One mistake of a designer: the rule that was broken, where, and what to do about it.
public struct Diagnostic: Hashable, Sendable, CustomStringConvertible {
  /// Whether a circuit is refused for it.
  public enum Severity: String, Hashable, Sendable { case warning, error }

  /// The rules that a circuit must keep.
  public enum Rule: String, CaseIterable, Sendable {
    case narrowing
    case signMixing = "sign-mixing"
    case typeMismatch = "type-mismatch"
    case literalRange = "literal-range"
    case sliceRange = "slice-range"
    case undriven
    case drivenTwice = "driven-twice"
    case combinationalLoop = "combinational-loop"
    case streamHandshake = "stream-handshake"
    case latch
    case readBeforeAssignment = "read-before-assignment"
    case unconnected
    case name
    case scope
    case clockDomain = "clock-domain"
    case definition
    case contract
    case ghost
    case missingReset = "missing-reset"
    case deadSignal = "dead-signal"
    case constantCondition = "constant-condition"

    /// Who breaks it has written something without effect, but no wrong hardware.
    public var severity: Severity {
      switch self {
      case .deadSignal, .constantCondition: .warning
      default: .error
      }
    }

    /// Whether the rule judges a circuit that means something all the same.
    public var isJudgement: Bool {
      switch self {
      case .missingReset, .streamHandshake, .deadSignal, .constantCondition: true
      default: false
      }
    }
  }

  public var rule: Rule
  /// As the rule says, or an error in strict mode.
  public var severity: Severity
  /// One sentence: the signal, the rule and the remedy.
  public var message: String
  public var location: SourceLocation?

  public init(_ rule: Rule, _ message: String, at location: SourceLocation?) {
    self.rule = rule
    severity = rule.severity
    self.message = message
    self.location = location
  }

  /// The same, with no circuit accepted that has it.
  public var asError: Diagnostic {
    var error = self
    error.severity = .error
    return error
  }

  public var description: String {
    let place = location.map { "\($0): " } ?? ""
    return "\(place)\(severity.rawValue): \(message) [\(rule.rawValue)]"
  }
}

extension Diagnostic: Comparable {
  /// In the order of the source, what has no place last.
  public static func < (left: Diagnostic, right: Diagnostic) -> Bool {
    guard left.location != right.location else { return left.message < right.message }
    guard let here = left.location, let there = right.location else {
      return left.location != nil
    }
    return here < there
  }
}

/// Every mistake found in a circuit, in the order of the source.
public struct DiagnosticError: Error, CustomStringConvertible {
  public var diagnostics: [Diagnostic]

  public init(_ diagnostics: [Diagnostic]) {
    self.diagnostics = diagnostics.sorted()
  }

  public var description: String {
    diagnostics.map(\.description).joined(separator: "\n")
  }
}
