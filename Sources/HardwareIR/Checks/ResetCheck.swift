/// What is decided in the first cycle after reset does not depend on a register without reset: the
/// valid of a stream, and the next value of a state.
///
/// Inputs and the words that memories read count as defined: a designer reads them where a valid
/// says so. A condition that is certain with every register at its reset value hides what it
/// excludes, so data behind a valid bit needs no reset.
final class ResetCheck {
  /// A register without reset that decides something.
  private struct Culprit {
    let register: Register
    let module: String
  }

  /// Wires that lead to wires are followed so far.
  private static let depthMax = 64
  /// So are operations above each other, by wires or not: a thread may have little stack.
  private static let levelsMax = 128

  /// The checks of the modules of a circuit.
  final class Family {
    fileprivate(set) var checks: [String: ResetCheck] = [:]
  }

  private let module: ModuleDefinition
  private unowned let family: Family
  private lazy var registers = Dictionary(
    module.registers.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
  /// Whether anything here or inside has no reset.
  private let hasUndefined: Bool
  private lazy var analysis = makeAnalysis()
  private lazy var outputs = outputsOfChildren()
  private var culprits: [String: Culprit?] = [:]
  private var depth = 0
  private var levels = 0

  /// - Parameter family: holds the checks of the modules inside, and then this one.
  static func check(_ module: ModuleDefinition, _ family: Family) -> [Diagnostic] {
    let check = ResetCheck(module, family)
    family.checks[module.name] = check
    return check.hasUndefined ? check.check() : []
  }

  private init(_ module: ModuleDefinition, _ family: Family) {
    self.module = module
    self.family = family
    hasUndefined =
      module.registers.contains { $0.reset == nil }
      || module.instances.contains { family.checks[$0.module]?.hasUndefined == true }
  }

  private func check() -> [Diagnostic] {
    var found: [Diagnostic] = []
    var reported: Set<String> = []
    func report(_ culprit: Culprit?, _ what: String) {
      guard let culprit, reported.insert(culprit.module + "." + culprit.register.name).inserted
      else { return }
      found.append(
        Diagnostic(
          .missingReset,
          "register '\(culprit.register.name)' of \(culprit.module) has no reset and decides "
            + "\(what) of \(module.name) in the first cycle after it; declare it with "
            + "register(_, reset:), or decide by a register that has one",
          at: culprit.register.location))
    }
    for stream in module.streams where stream.direction == .output {
      report(culprit(ofSignal: stream.valid), "'\(stream.valid)'")
    }
    // A claim may read any register, by a ghost as well.
    for register in module.registers where register.reset != nil && !register.isGhost {
      report(culprit(ofNextValueOf: register), "'\(register.name)'")
    }
    return found
  }

  // MARK: What has no value after reset

  private func culprit(in expression: Expression) -> Culprit? {
    guard levels < Self.levelsMax else { return nil }
    levels += 1
    defer { levels -= 1 }
    switch expression {
    case .literal: return nil
    case .reference(let name, _): return culprit(ofSignal: name)
    case .binary(.and, let left, let right):
      for operand in [left, right]
      where analysis.range(of: operand) == ValueRange(constant: 0) { return nil }
      return culprit(in: left) ?? culprit(in: right)
    case .binary(.or, let left, let right) where expression.type == .bit:
      for operand in [left, right] where analysis.isTrue(operand) == true { return nil }
      return culprit(in: left) ?? culprit(in: right)
    case .select(let condition, let then, let otherwise):
      switch analysis.isTrue(condition) {
      case true?: return culprit(in: then)
      case false?: return culprit(in: otherwise)
      case nil: break
      }
      return culprit(in: condition) ?? culprit(in: then) ?? culprit(in: otherwise)
    default:
      return expression.operands.lazy.compactMap { self.culprit(in: $0) }.first
    }
  }

  private func culprit(ofSignal name: String) -> Culprit? {
    if let register = registers[name] {
      return register.reset == nil ? Culprit(register: register, module: module.name) : nil
    }
    if let found = culprits[name] { return found }
    // Holds while the signal's own is being looked for, and beyond the depth.
    culprits[name] = .some(nil)
    guard depth < Self.depthMax else { return nil }
    depth += 1
    defer { depth -= 1 }
    let result =
      if let assignments = analysis.assignments[name] {
        culprit(in: assignments)
      } else {
        outputs[name].flatMap { $0.check.culprit(ofOutput: $0.port) }
      }
    culprits[name] = .some(result)
    return result
  }

  private func culprit(ofOutput port: String) -> Culprit? {
    hasUndefined ? culprit(ofSignal: port) : nil
  }

  private func culprit(ofNextValueOf register: Register) -> Culprit? {
    guard let assignments = analysis.assignments[register.name] else { return nil }
    // Numbers are data: they may be added up from what a valid goes with.
    let isState =
      switch register.type {
      case .bit, .enumeration: true
      case .bits, .unsigned, .signed: false
      }
    return culprit(in: assignments, values: isState ? .followed : .ignored)
  }

  private enum Values { case followed, ignored }

  /// What decides a signal: the conditions and values of the assignments that can hold.
  private func culprit(
    in assignments: [GuardedAssignment], values: Values = .followed
  ) -> Culprit? {
    for assignment in assignments.reversed() {
      let areTrue = analysis.areTrue(assignment.guards)
      if areTrue == false { continue }
      if areTrue == nil {
        for condition in assignment.guards {
          if let culprit = culprit(in: condition.expression) { return culprit }
        }
      }
      if values == .followed, let culprit = culprit(in: assignment.value) { return culprit }
      if areTrue == true, assignment.target.bits == nil { return nil }
    }
    return nil
  }

  // MARK: What is known after reset

  private func range(ofOutput port: String) -> ValueRange? {
    guard let type = module.ports.first(where: { $0.name == port })?.type else { return nil }
    return analysis.range(of: .reference(port, type))
  }

  private func makeAnalysis() -> RangeAnalysis {
    let analysis = RangeAnalysis(module, .afterReset)
    analysis.outputRange = { [unowned self] wire in
      outputs[wire].flatMap { $0.check.range(ofOutput: $0.port) }
    }
    return analysis
  }

  private func outputsOfChildren() -> [String: (check: ResetCheck, port: String)] {
    var result: [String: (check: ResetCheck, port: String)] = [:]
    for instance in module.instances {
      guard let child = family.checks[instance.module] else { continue }
      for connection in instance.connections {
        guard case .output(let wire) = connection.connection else { continue }
        result[wire] = (child, connection.port)
      }
    }
    return result
  }
}
