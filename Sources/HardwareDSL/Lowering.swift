import HardwareIR

/// What drives an input of a child.
struct InputConnection {
  var value: Expression
  /// Under which heading of the body it is driven first.
  var section: Int
  /// Where it is assigned; nil for a wire, which is assigned in other places.
  var location: SourceLocation?
}

/// Turns what one body recorded into plain statements.
///
/// An expression that is used more than once gets a wire named after the first signal that it
/// feeds and after its role, as in `acc_sum`; a number follows only where that name is taken.
final class Lowering {
  /// What becomes of a wire to a port of a child or a memory that has the name of another signal.
  enum Naming { case usual, givingWay }

  let reflection: Reflection
  let recorder: Recorder
  let naming: Naming
  private var order = BlockOrder()
  var statements: [Statement] { order.ordered }
  var wires: [Wire] = []
  /// Those that hold values of cycles before.
  var registers: [Register] = []
  var diagnostics: [Diagnostic]
  /// What drives the inputs of children.
  var inputConnections: [ObjectIdentifier: InputConnection] = [:]
  /// Whether a target is mistaken, so that nobody knows what it would have driven.
  var hasMistakenTarget = false
  /// Whether an expression has no bits.
  var hasZeroWidths = false
  /// The ports that are used without the module that they are part of.
  var usedStrayPorts: Set<ObjectIdentifier> = []
  /// The outputs of children that are read.
  private var readOutputs: Set<ObjectIdentifier> = []

  /// The domain of the claim, the assumption or the cover point at hand.
  var claimDomain: ClockDomain?
  /// The registers that hold values of cycles before.
  var pastValues = PastValues()
  /// In how many cycles after reset a claim of each domain may not know what was before.
  let unknownCyclesMax: [ClockDomain: Int]
  /// What tells of each domain for how long it has been out of reset.
  var histories: [ClockDomain: Expression] = [:]
  let useCounts: UseCounts
  var hoisted: [ObjectIdentifier: Expression] = [:]
  var hoistedStatements: [Statement] = []
  /// Names that are taken, collected once a new one is wanted.
  lazy var names = takenNames()
  /// The wires to ports of children that are not named after the child and the port.
  var renamedWires: [ObjectIdentifier: String] = [:]
  var reported: Set<String> = []
  /// Whose mistakes have been reported already, by rule.
  var reportedAlike: Set<[AnyHashable]> = []
  /// With which other assignments the one at hand has its mistakes in common.
  var likeness: Likeness?
  /// What the expression at hand feeds: the name that temporaries are called after.
  var sink = Sink.signal("")
  var location: SourceLocation?
  /// Under which heading of the body each child is read first.
  private var sectionOfReading: [ObjectIdentifier: Int] = [:]
  /// How many headings stand before the statement at hand.
  private(set) var section = 0
  /// How many conditions the statement at hand stands under.
  private var conditionDepth = 0

  init(_ reflection: Reflection, _ recorder: Recorder, naming: Naming = .usual) {
    self.reflection = reflection
    self.recorder = recorder
    self.naming = naming
    diagnostics = recorder.diagnostics
    let recorded = RecordedStatement.effective(recorder.statements)
    useCounts = UseCounts(recorded, in: reflection.scope)
    unknownCyclesMax = Self.unknownCycles(in: recorded)
    if naming == .givingWay { names = takenNames() }
    for statement in recorded {
      let lowered = lowerTop(statement)
      order.append(lowered, reading: hoistedStatements)
      hoistedStatements = []
    }
    reportDroppedModules()
  }

  /// What drives the input of a child; nil if nothing does.
  func connection(to input: Signal) -> InputConnection? {
    inputConnections[ObjectIdentifier(input)]
  }

  /// Whether the output of a child is read.
  func isRead(_ output: Signal) -> Bool { readOutputs.contains(ObjectIdentifier(output)) }

  func markRead(_ output: Signal, of child: ModuleScope) {
    readOutputs.insert(ObjectIdentifier(output))
    let id = ObjectIdentifier(child)
    if sectionOfReading[id] == nil { sectionOfReading[id] = section }
  }

  /// Under which heading a child stands: the first of those that drive most of its inputs, so that
  /// little is declared away from where it is made; where none drives any, the first that reads it.
  func section(of child: Reflection) -> Int? {
    // An array counts as one.
    var counted: Set<String> = []
    var counts: [Int: Int] = [:]
    for (signal, _) in child.ports {
      guard let section = connection(to: signal)?.section,
        counted.insert(signal.elementName?.stem ?? signal.name ?? "").inserted
      else { continue }
      counts[section, default: 0] += 1
    }
    let best = counts.max { ($0.value, -$0.key) < ($1.value, -$1.key) }
    return best?.key ?? sectionOfReading[ObjectIdentifier(child.scope)]
  }

  // MARK: Statements

  private func lowerTop(_ statement: RecordedStatement) -> [Statement] {
    location = statement.location
    if case .section = statement.kind { section += 1 }
    likeness = statement.likeness
    if case .assign(let target, let value) = statement.kind,
      let child = childPort(target), useCounts.isConnection(target)
    {
      sink = .port(child.instance, target)
      let expression = lowerValue(value, for: target)
      guard case .port(.input) = target.node else {
        report(.drivenTwice, outputSentence(target, of: child.instance))
        return []
      }
      inputConnections[ObjectIdentifier(target)] = InputConnection(
        value: expression ?? placeholder(target.type), section: section, location: location)
      return []
    }
    return lower(statement)
  }

  private func lower(_ statement: RecordedStatement) -> [Statement] {
    let outer = (location, likeness)
    defer { (location, likeness) = outer }
    location = statement.location ?? location
    likeness = statement.likeness
    let place = location
    switch statement.kind {
    case .assign(let target, let value):
      sink = sink(of: target)
      if let indexed = target.indexed {
        let expression = lowerValue(value, for: target) ?? placeholder(target.type)
        return assign(isTrivial(expression) ? expression : hoist(expression), to: indexed)
      }
      guard let lowered = lowerTarget(target) else { return [] }
      let isKnown = mayLookBack(value, for: target)
      defer { claimDomain = nil }
      let expression =
        (isKnown ? lowerValue(value, for: target) : nil)
        ?? fitted(placeholder(target.type), to: target)
      if Destination(target).isEmptySlice {
        readForNothing(expression)
        return []
      }
      return [.assign(target: lowered, value: expression, location: place)]
    case .when(let branches): return lower(branches)
    case .decode(let subject, let arms):
      sink = firstTarget(arms.flatMap(\.block)).map { sink(of: $0) } ?? .signal("state")
      var lowered = lower(subject)
      if lowered != nil, !isDecodable(subject, values: arms.map(\.value)) { lowered = nil }
      conditionDepth += 1
      defer { conditionDepth -= 1 }
      let arms = arms.map { arm in
        DecodeArm(value: arm.value, statements: arm.block.flatMap { lower($0) })
      }
      if arms.allSatisfy(\.statements.isEmpty) { return [] }
      let value = lowered ?? placeholder(subject.type)
      return [.decode(subject: value, arms: arms, location: place)]
    case .property(let property):
      return lowerProperty(property, isConditional: conditionDepth > 0)
    case .section(let title): return [.section(title)]
    case .mistake(let rule, let message):
      hasMistakenTarget = true
      report(rule, message)
      return []
    }
  }

  /// A chain of conditions: each stands in the else of the one before.
  private func lower(_ branches: [WhenBranch]) -> [Statement] {
    conditionDepth += 1
    defer { conditionDepth -= 1 }
    var lowered: [(condition: Expression, then: [Statement], place: SourceLocation)] = []
    var otherwise: [Statement] = []
    for branch in branches {
      location = branch.location
      guard let condition = branch.condition else {
        otherwise = branch.block.flatMap { lower($0) }
        break
      }
      sink = firstTarget(branch.block).map { sink(of: $0) } ?? .signal("condition")
      let bit = lowerCondition(condition, of: "the condition of when") ?? placeholder(.bit)
      lowered.append((bit, branch.block.flatMap { lower($0) }, branch.location))
    }
    for (condition, then, place) in lowered.reversed() where !then.isEmpty || !otherwise.isEmpty {
      otherwise = [
        .when(condition: condition, then: then, otherwise: otherwise, location: place)
      ]
    }
    return otherwise
  }

  /// `condition` as a bit; nil where it is none. `what` begins the sentence that says so.
  func lowerCondition(_ condition: Signal, of what: String) -> Expression? {
    if condition.isLiteral {
      switch WidthRules.adapt(condition, to: .bit) {
      case .success(let bit): return lower(bit)
      case .failure(let mistake):
        report(mistake.rule, mistake.message)
        return nil
      }
    }
    guard condition.type == .bit || condition.mistake != nil else {
      report(
        .typeMismatch, "\(what) is \(condition) (\(condition.type)), not a bit; compare it first")
      return nil
    }
    return lower(condition)
  }

  /// Stands for a mistaken value, so that what it feeds counts as driven.
  func placeholder(_ type: HardwareType) -> Expression {
    .literal(BitPattern(0, width: type.width), type)
  }

  /// Whether `subject` can be compared with `values`; reports what it cannot.
  func isDecodable(_ subject: Signal, values: [Int]) -> Bool {
    if (subject.isConstant && subject.width > 0) || subject.type.isSigned {
      report(
        .typeMismatch,
        "decode takes an unsigned number or bits, not \(subject)"
          + (subject.isConstant ? ", a constant" : " (\(subject.type))"))
      return false
    }
    var seen: Set<Int> = []
    for value in values {
      guard subject.type.range?.contains(value) != false else {
        report(.literalRange, "decode: " + literalSentence(value, subject.type))
        return false
      }
      guard seen.insert(value).inserted else {
        report(.definition, "decode lists \(value) twice; list each value once")
        return false
      }
    }
    return true
  }

  private func firstTarget(_ block: [RecordedStatement]) -> Signal? {
    for statement in block {
      switch statement.kind {
      case .assign(let target, _): return target
      case .when(let branches):
        if let target = firstTarget(branches.flatMap(\.block)) { return target }
      case .decode(_, let arms):
        if let target = firstTarget(arms.flatMap(\.block)) { return target }
      case .property, .section, .mistake: break
      }
    }
    return nil
  }
}
