import HardwareIR

// What is said about a module's behaviour: looked at before every edge of a domain's clock outside
// its reset. Labels are in UpperCamelCase, as reports name them; a sentence beside one stands in
// the emitted text, and in the report where a claim or an assumption fails.

/// What the module promises. Where it does not hold, a simulation reports a fault of the design.
@discardableResult
public func claim(
  _ label: IndexedName, _ condition: Signal, in domain: ClockDomain = .default,
  _ sentence: String? = nil, file: String = #filePath, line: Int = #line, column: Int = #column
) -> RecordedStatement {
  record(
    .claim, label, condition, domain, sentence,
    SourceLocation(file: file, line: line, column: column))
}

/// What the module's environment must keep. Where it does not hold, a simulation reports a fault of
/// the environment; a proof of the module takes it for granted.
@discardableResult
public func assume(
  _ label: IndexedName, _ condition: Signal, in domain: ClockDomain = .default,
  _ sentence: String? = nil, file: String = #filePath, line: Int = #line, column: Int = #column
) -> RecordedStatement {
  record(
    .assumption, label, condition, domain, sentence,
    SourceLocation(file: file, line: line, column: column))
}

/// What should happen at least once. Simulations count the clock edges at which it does:
/// `covers` and `covered(_:)` of a `Simulator`.
@discardableResult
public func cover(
  _ label: IndexedName, _ condition: Signal, in domain: ClockDomain = .default,
  _ sentence: String? = nil, file: String = #filePath, line: Int = #line, column: Int = #column
) -> RecordedStatement {
  record(
    .cover, label, condition, domain, sentence,
    SourceLocation(file: file, line: line, column: column))
}

private func record(
  _ kind: Property.Kind, _ label: IndexedName, _ condition: Signal, _ domain: ClockDomain,
  _ sentence: String?, _ location: SourceLocation
) -> RecordedStatement {
  let words = sentence?.split(whereSeparator: \.isWhitespace) ?? []
  let statement = RecordedStatement(
    .property(
      RecordedProperty(
        kind: kind, label: label, condition: condition, domain: domain,
        sentence: words.isEmpty ? nil : words.joined(separator: " "))),
    at: location)
  if let recorder = Recorder.current {
    recorder.add(statement)
  } else {
    condition.markStray("has a \(kind.phrase)", at: statement.location)
  }
  return statement
}

extension Lowering {
  func lowerProperty(_ recorded: RecordedProperty, isConditional: Bool) -> [Statement] {
    let (kind, label, domain) = (recorded.kind, recorded.label, recorded.domain)
    let subject = "\(kind.phrase) \(label.text)"
    guard !isConditional else {
      let form = kind == .cover ? "condition && event" : "!condition || \(kind.rawValue)"
      report(.definition, "\(subject) stands under a condition; write it in the body, as \(form)")
      return []
    }
    if let mistake = domain.mistake(.clocked) {
      report(.clockDomain, "\(subject): \(mistake)")
      return []
    }
    sink = .signal(snakeCase(label.text))
    claimDomain = domain
    defer { claimDomain = nil }
    guard var lowered = lowerCondition(recorded.condition, of: "the condition of \(subject)") else {
      return []
    }
    if let isKnown = isKnown(after: Int(recorded.condition.unknownCycles), in: domain) {
      lowered =
        kind == .cover
        ? .binary(.and, isKnown, lowered) : .binary(.or, .unary(.not, isKnown), lowered)
    }
    var property = Property(
      kind, label.text, lowered, in: domain, saying: recorded.sentence, at: location)
    property.element = label.labelElement
    return [.property(property)]
  }
}
