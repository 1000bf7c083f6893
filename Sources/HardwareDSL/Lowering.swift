import HardwareIR

/// What drives an input of a child.
struct InputConnection {
  var value: Expression
  /// Where it is assigned; nil for a wire, which is assigned in other places.
  var location: SourceLocation?
}

/// Turns what one body recorded into plain statements.
///
/// An expression that is used more than once gets a wire named after the first signal that it
/// feeds and after its role, as in `acc_sum`; nothing is named by a counter.
final class Lowering {
  let reflection: Reflection
  let recorder: Recorder
  private(set) var statements: [Statement] = []
  var wires: [Wire] = []
  var diagnostics: [Diagnostic]
  /// What drives the inputs of children.
  var inputConnections: [ObjectIdentifier: InputConnection] = [:]
  /// The outputs of children that are read.
  var readOutputs: Set<ObjectIdentifier> = []

  let useCounts: UseCounts
  var hoisted: [ObjectIdentifier: Expression] = [:]
  var hoistedStatements: [Statement] = []
  /// Names that are taken, collected once a new one is wanted.
  lazy var names = declaredNames()
  var reported: Set<String> = []
  /// What the expression at hand feeds: the name that temporaries are called after.
  var sink = Sink.signal("")
  var location: SourceLocation?
  /// How many conditions the statement at hand stands under.
  private var conditionDepth = 0

  init(_ reflection: Reflection, _ recorder: Recorder) {
    self.reflection = reflection
    self.recorder = recorder
    diagnostics = recorder.diagnostics
    useCounts = UseCounts(recorder.statements, in: reflection.scope)
    for statement in recorder.statements {
      let lowered = lowerTop(statement)
      statements += hoistedStatements + lowered
      hoistedStatements = []
    }
  }

  /// What drives the input of a child; nil if nothing does.
  func connection(to input: Signal) -> InputConnection? {
    inputConnections[ObjectIdentifier(input)]
  }

  /// Whether the output of a child is read.
  func isRead(_ output: Signal) -> Bool { readOutputs.contains(ObjectIdentifier(output)) }

  // MARK: Statements

  private func lowerTop(_ statement: RecordedStatement) -> [Statement] {
    if case .assign(let target, let value) = statement.kind,
      let child = childPort(target), useCounts.isConnection(target)
    {
      location = statement.location
      sink = .port(instance: child.instance, port: child.port)
      guard let expression = lowerValue(value, for: target) else { return [] }
      guard case .port(.input) = target.node else {
        report(.drivenTwice, outputSentence(child))
        return []
      }
      inputConnections[ObjectIdentifier(target)] = InputConnection(
        value: expression, location: location)
      return []
    }
    return lower(statement)
  }

  private func lower(_ statement: RecordedStatement) -> [Statement] {
    let outer = location
    defer { location = outer }
    location = statement.location ?? outer
    let place = location
    switch statement.kind {
    case .assign(let target, let value):
      sink = .signal(stem(of: target))
      if let indexed = target.indexed {
        guard let expression = lowerValue(value, for: target) else { return [] }
        return assign(isTrivial(expression) ? expression : hoist(expression), to: indexed)
      }
      guard let lowered = lowerTarget(target), let expression = lowerValue(value, for: target)
      else { return [] }
      return [.assign(target: lowered, value: expression, location: place)]
    case .when(let branches): return lowerBranches(branches[...], place)
    case .decode(let subject, let arms):
      sink = .signal(firstTarget(arms.flatMap(\.block)) ?? "state")
      guard let lowered = lower(subject) else { return [] }
      guard isDecodable(subject, values: arms.map(\.value)) else { return [] }
      conditionDepth += 1
      defer { conditionDepth -= 1 }
      let arms = arms.map { arm in
        DecodeArm(value: arm.value, statements: arm.block.flatMap { lower($0) })
      }
      if arms.allSatisfy(\.statements.isEmpty) { return [] }
      return [.decode(subject: lowered, arms: arms, location: place)]
    case .assertion(let label, let claim, let domain):
      guard conditionDepth == 0 else {
        report(
          .definition,
          "claim \(label) stands under a condition; write it in the body, as !condition || claim")
        return []
      }
      if let mistake = domain.mistake(.clocked) {
        report(.clockDomain, "claim \(label): \(mistake)")
        return []
      }
      sink = .signal(snakeCase(label))
      guard let claim = lower(claim) else { return [] }
      return [.assertion(label: label, claim: claim, domain: domain, location: place)]
    case .section(let title): return [.section(title)]
    }
  }

  private func lowerBranches(
    _ branches: ArraySlice<(condition: Signal?, block: [RecordedStatement])>,
    _ place: SourceLocation?
  ) -> [Statement] {
    guard let branch = branches.first else { return [] }
    guard let condition = branch.condition else { return branch.block.flatMap { lower($0) } }
    guard !condition.isConstant else {
      report(
        .definition, "the condition of when is constant: \(condition); choose with Swift's own if")
      return []
    }
    guard condition.type == .bit || condition.mistake != nil else {
      report(
        .typeMismatch,
        "the condition of when is \(condition) (\(condition.type)), not a bit; compare it first")
      return []
    }
    sink = .signal(firstTarget(branch.block) ?? "condition")
    guard let lowered = lower(condition) else { return [] }
    conditionDepth += 1
    defer { conditionDepth -= 1 }
    let then = branch.block.flatMap { lower($0) }
    let otherwise = lowerBranches(branches.dropFirst(), place)
    if then.isEmpty && otherwise.isEmpty { return [] }
    return [.when(condition: lowered, then: then, otherwise: otherwise, location: place)]
  }

  /// Whether `subject` can be compared with `values`; reports what it cannot.
  func isDecodable(_ subject: Signal, values: [Int]) -> Bool {
    if subject.isConstant || subject.type.isSigned {
      report(
        .typeMismatch,
        "decode takes an unsigned number or bits, not \(subject)"
          + (subject.isConstant ? ", a constant" : " (\(subject.type))"))
      return false
    }
    for value in values where subject.type.range?.contains(value) == false {
      report(.literalRange, "decode: " + literalSentence(value, subject.type))
      return false
    }
    return true
  }

  private func firstTarget(_ block: [RecordedStatement]) -> String? {
    for statement in block {
      switch statement.kind {
      case .assign(let target, _): return stem(of: target)
      case .when(let branches):
        if let name = firstTarget(branches.flatMap(\.block)) { return name }
      case .decode(_, let arms):
        if let name = firstTarget(arms.flatMap(\.block)) { return name }
      case .assertion, .section: break
      }
    }
    return nil
  }
}
