import HardwareIR

/// Turns what one body recorded into plain statements.
///
/// An expression that is used more than once gets a wire named after the first signal that it
/// feeds and after its role, as in `acc_sum`; nothing is named by a counter.
final class Lowering {
  private let reflection: Reflection
  private let recorder: Recorder
  private(set) var statements: [Statement] = []
  private(set) var wires: [Wire] = []
  private(set) var diagnostics: [Diagnostic]
  /// What drives the inputs of children.
  private var inputConnections: [ObjectIdentifier: Expression] = [:]
  /// The outputs of children that are read.
  private var readOutputs: Set<ObjectIdentifier> = []

  private var useCounts: [ObjectIdentifier: Int] = [:]
  private var hoisted: [ObjectIdentifier: Expression] = [:]
  private var hoistedStatements: [Statement] = []
  /// Names that are taken, collected once a new one is wanted.
  private lazy var names = declaredNames()
  private var reported: Set<String> = []
  /// What the expression at hand feeds: the name that temporaries are called after.
  private var sink = Sink.signal("")
  private var location: SourceLocation?
  /// How many conditions the statement at hand stands under.
  private var conditionDepth = 0
  private var inputAssignments: [ObjectIdentifier: Int] = [:]

  init(_ reflection: Reflection, _ recorder: Recorder) {
    self.reflection = reflection
    self.recorder = recorder
    diagnostics = recorder.diagnostics
    let recorded = RecordedStatement.effective(recorder.statements)
    for statement in recorded { countUses(statement) }
    for statement in recorded {
      let lowered = lowerTop(statement)
      statements += hoistedStatements + lowered
      hoistedStatements = []
    }
  }

  /// What drives the input of a child; nil if nothing does.
  func connection(to input: Signal) -> Expression? { inputConnections[ObjectIdentifier(input)] }

  /// Whether the output of a child is read.
  func isRead(_ output: Signal) -> Bool { readOutputs.contains(ObjectIdentifier(output)) }

  // MARK: Counting

  private func countUses(_ statement: RecordedStatement) {
    switch statement.kind {
    case .assign(let target, let value):
      if target.owner !== reflection.scope {
        inputAssignments[ObjectIdentifier(target), default: 0] += 1
      }
      countUse(value)
    case .when(let branches):
      for branch in branches {
        if let condition = branch.condition { countUse(condition) }
        for inner in branch.block {
          if case .assign(let target, _) = inner.kind, target.owner !== reflection.scope {
            // Conditional, so the connection needs a wire.
            inputAssignments[ObjectIdentifier(target), default: 0] += 1
          }
          countUses(inner)
        }
      }
    case .decode(let subject, let arms):
      countUse(subject)
      for arm in arms {
        for inner in arm.block {
          if case .assign(let target, _) = inner.kind, target.owner !== reflection.scope {
            inputAssignments[ObjectIdentifier(target), default: 0] += 1
          }
          countUses(inner)
        }
      }
    case .assertion(_, let claim): countUse(claim)
    case .section: break
    }
  }

  private func countUse(_ signal: Signal) {
    guard case .operation(_, let operands) = signal.node else { return }
    let count = useCounts[ObjectIdentifier(signal), default: 0]
    useCounts[ObjectIdentifier(signal)] = count + 1
    if count == 0 { for operand in operands { countUse(operand) } }
  }

  // MARK: Statements

  private func lowerTop(_ statement: RecordedStatement) -> [Statement] {
    if case .assign(let target, let value) = statement.kind,
      let child = childPort(target), inputAssignments[ObjectIdentifier(target)] == 1
    {
      location = statement.location
      sink = .port(instance: child.instance, port: child.port)
      guard let expression = lowerValue(value, for: target) else { return [] }
      guard case .port(.input) = target.node else {
        report(.drivenTwice, outputSentence(child))
        return []
      }
      inputConnections[ObjectIdentifier(target)] = expression
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
      guard let name = targetName(target) else { return [] }
      sink = .signal(signalStem(name))
      guard let expression = lowerValue(value, for: target) else { return [] }
      return [.assign(target: name, value: expression, location: place)]
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
    case .assertion(let label, let claim):
      guard conditionDepth == 0 else {
        report(
          .definition,
          "claim \(label) stands under a condition; write it in the body, as !condition || claim")
        return []
      }
      sink = .signal(snakeCase(label))
      guard let claim = lower(claim) else { return [] }
      return [.assertion(label: label, claim: claim, location: place)]
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
  private func isDecodable(_ subject: Signal, values: [Int]) -> Bool {
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
      case .assign(let target, _): return target.name.map(signalStem)
      case .when(let branches):
        if let name = firstTarget(branches.flatMap(\.block)) { return name }
      case .decode(_, let arms):
        if let name = firstTarget(arms.flatMap(\.block)) { return name }
      case .assertion, .section: break
      }
    }
    return nil
  }

  /// The name to assign, which for a child's input is the wire that feeds it.
  private func targetName(_ target: Signal) -> String? {
    if let (rule, message) = target.mistake {
      report(rule, message)
      return nil
    }
    if let child = childPort(target), case .port(.input) = target.node {
      let name = "\(child.instance)_\(signalStem(child.port))"
      if inputConnections[ObjectIdentifier(target)] == nil {
        inputConnections[ObjectIdentifier(target)] = .reference(name, target.type)
        addWire(name, target.type)
      }
      return name
    }
    if let child = childPort(target) {
      report(.drivenTwice, outputSentence(child))
      return nil
    }
    switch target.node {
    case .port, .wire, .register: break
    default:
      report(
        .definition,
        "\(target) cannot be assigned; assign a whole output, wire or register")
      return nil
    }
    guard target.owner === reflection.scope, let name = target.name else {
      reportForeign(target, "assigned")
      return nil
    }
    switch target.node {
    case .port(.output), .wire, .register: return name
    case .port(.input):
      report(.drivenTwice, "input '\(name)' is driven from outside; assign an output or a wire")
    default: break
    }
    return nil
  }

  private func outputSentence(_ child: (instance: String, port: String)) -> String {
    "output '\(child.port)' of instance '\(child.instance)' is driven by the instance; "
      + "drive one of its inputs instead"
  }

  // MARK: Expressions

  private func lowerValue(_ value: Signal, for target: Signal) -> Expression? {
    if let (rule, message) = value.mistake {
      report(rule, message)
      return nil
    }
    switch WidthRules.assignable(value, to: target) {
    case .failure(let mistake):
      report(mistake.rule, mistake.message)
      return nil
    case .success(let value): return lower(value)
    }
  }

  private func lower(_ signal: Signal) -> Expression? {
    switch signal.node {
    case .integer(let value):
      return .literal(BitPattern(value, width: signal.type.width), signal.type)
    case .constant(let pattern): return .literal(pattern, signal.type)
    case .port, .wire, .register: return reference(to: signal)
    case .mistake(let rule, let message):
      report(rule, message)
      return nil
    case .operation(let operation, let operands):
      let key = ObjectIdentifier(signal)
      if let expression = hoisted[key] { return expression }
      let sinkBefore = sink
      var lowered: [Expression] = []
      for operand in operands {
        guard let expression = lower(operand) else { return nil }
        lowered.append(expression)
      }
      sink = sinkBefore
      let expression = combine(operation, lowered, type: signal.type)
      guard useCounts[key, default: 0] > 1, !isTrivial(expression) else { return expression }
      let named = hoist(expression)
      hoisted[key] = named
      return named
    }
  }

  private func combine(
    _ operation: Signal.Operation, _ operands: [Expression], type: HardwareType
  ) -> Expression {
    switch operation {
    case .unary(let unary): .unary(unary, operands[0])
    case .binary(let binary): .binary(binary, operands[0], operands[1])
    case .select: .select(condition: operands[0], then: operands[1], otherwise: operands[2])
    case .slice(let low, let width): .slice(operands[0], low: low, width: width)
    case .concatenation: .concatenation(operands)
    case .extend: .extend(operands[0], to: type)
    case .reinterpret: .reinterpret(operands[0], as: type)
    }
  }

  /// Cheap enough to write twice: a signal, or part of one.
  private func isTrivial(_ expression: Expression) -> Bool {
    switch expression {
    case .literal, .reference: true
    case .slice(let operand, _, _), .extend(let operand, _), .reinterpret(let operand, _),
      .unary(.not, let operand):
      isTrivial(operand)
    default: false
    }
  }

  private func hoist(_ expression: Expression) -> Expression {
    let name = freeName("\(sink.name)_\(expression.role)")
    addWire(name, expression.type)
    hoistedStatements.append(.assign(target: name, value: expression, location: location))
    return .reference(name, expression.type)
  }

  private func reference(to signal: Signal) -> Expression? {
    if let child = childPort(signal) {
      guard case .port(.output) = signal.node else {
        report(
          .scope,
          "input '\(child.port)' of instance '\(child.instance)' is read; "
            + "read the signal that drives it")
        return nil
      }
      readOutputs.insert(ObjectIdentifier(signal))
      return .reference("\(child.instance)_\(signalStem(child.port))", signal.type)
    }
    guard signal.owner === reflection.scope, let name = signal.name else {
      reportForeign(signal, "read")
      return nil
    }
    return .reference(name, signal.type)
  }

  private func reportForeign(_ signal: Signal, _ what: String) {
    let module = reflection.scope.moduleName
    report(
      .scope,
      signal.name == nil
        ? "a signal without name is \(what) in \(module); make it, or the module or bundle that it "
          + "is part of, a stored property, or name it with wire(\"name\", _)"
        : "\(signal) is \(what) in \(module), to which it does not belong; pass it through a port")
  }

  // MARK: Names

  private func declaredNames() -> Set<String> {
    var names: Set<String> = []
    for signal in reflection.ports.map(\.signal) + reflection.wires + reflection.registers
      + recorder.wires + recorder.registers
    {
      names.insert(signal.name ?? "")
    }
    for child in reflection.children {
      for (port, _) in child.ports {
        names.insert("\(child.scope.instanceName)_\(signalStem(port.name ?? ""))")
      }
    }
    return names
  }

  private func childPort(_ signal: Signal) -> (instance: String, port: String)? {
    guard let owner = signal.owner, owner.parent === reflection.scope, let name = signal.name,
      case .port = signal.node
    else { return nil }
    return (owner.instanceName, name)
  }

  private func addWire(_ name: String, _ type: HardwareType) {
    names.insert(name)
    wires.append(Wire(name: name, type: type, location: location))
  }

  private func freeName(_ wanted: String) -> String {
    let name = withoutRepetition(wanted)
    var candidate = name
    var suffix = 2
    while names.contains(candidate) {
      candidate = "\(name)_\(suffix)"
      suffix += 1
    }
    return candidate
  }

  private func report(_ rule: Diagnostic.Rule, _ message: String) {
    guard reported.insert("\(message)@\(location?.description ?? "")").inserted else { return }
    diagnostics.append(Diagnostic(rule, message, at: location))
  }
}
