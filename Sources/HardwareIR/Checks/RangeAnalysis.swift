/// What the values of a module can be, as far as literals, widths and wires tell. Inputs, memories
/// and the outputs of instances are anything of their type.
final class RangeAnalysis {
  /// What registers hold.
  enum State { case any, afterReset }

  /// Wires that lead to wires are followed so far.
  private static let depthMax = 64
  /// So are operations above each other, by wires or not: a thread may have little stack.
  private static let levelsMax = 160

  /// What is certain though it is written as if it were not.
  enum Finding {
    /// A comparison. Its result is not used any further, so that one mistake is found once.
    case comparison(Expression, isTrue: Bool)
    case choice(condition: Expression, isTrue: Bool)
  }

  /// The assignments to each signal, in order.
  private(set) lazy var assignments = module.guardedAssignments()
  /// What was found, in state `any`, in the expressions asked for, but not behind wires.
  private var findings: [Finding] = []
  /// What an instance drives a wire with.
  var outputRange: (_ wire: String) -> ValueRange? = { _ in nil }

  private let module: ModuleDefinition
  private let state: State
  private let opaque: Set<String>
  private let resets: [String: BitPattern]
  private let registers: Set<String>
  private var known: [String: ValueRange?] = [:]
  private var depth = 0
  private var levels = 0

  init(_ module: ModuleDefinition, _ state: State) {
    self.module = module
    self.state = state
    opaque = Set(module.wires.lazy.filter { $0.role == .possiblyConstant }.map(\.name))
    registers = Set(module.registers.lazy.map(\.name))
    var resets: [String: BitPattern] = [:]
    for register in module.registers { resets[register.name] = register.reset }
    self.resets = resets
  }

  /// Hands out what was found since the last time.
  func takeFindings() -> [Finding] {
    defer { findings = [] }
    return findings
  }

  /// The numbers that `expression` can be; nil where they are too large to reckon with.
  func range(of expression: Expression) -> ValueRange? {
    guard levels < Self.levelsMax else { return expression.type.valueRange }
    levels += 1
    defer { levels -= 1 }
    let range: ValueRange? =
      switch expression {
      case .literal(let pattern, let type):
        pattern.number(as: type).map { ValueRange(constant: $0) }
      case .reference(let name, let type): self.range(ofSignal: name, type)
      case .unary(let operation, let operand):
        self.range(of: operand).flatMap { operation.range($0, operand.type) }
      case .binary(let operation, let left, let right):
        self.range(of: expression, operation, left, right)
      case .select(let condition, let then, let otherwise):
        choice(condition, self.range(of: then), self.range(of: otherwise))
      case .slice(let operand, let low, let width):
        self.range(of: operand)?.slice(low: low, width: width)
      case .concatenation(let parts): concatenation(parts)
      case .extend(let operand, _): self.range(of: operand)
      // What comes in through a port may be no case.
      case .reinterpret(let operand, _) where operand.type.isEnumeration: nil
      case .reinterpret(let operand, let type):
        self.range(of: operand)?.reinterpreted(as: type)
      }
    guard let all = expression.type.valueRange, let range, range.isWithin(all) else {
      return expression.type.valueRange
    }
    return range
  }

  /// Whether `condition` holds, where that is certain.
  func isTrue(_ condition: Expression) -> Bool? {
    range(of: condition)?.constant.map { $0 == 1 }
  }

  /// Whether the conditions that an assignment stands under hold, where that is certain.
  func areTrue(_ guards: [GuardedAssignment.Guard]) -> Bool? {
    var areAllTrue = true
    for condition in guards {
      switch isTrue(condition) {
      case false?: return false
      case true?: break
      case nil: areAllTrue = false
      }
    }
    return areAllTrue ? true : nil
  }

  private func isTrue(_ condition: GuardedAssignment.Guard) -> Bool? {
    switch condition {
    case .condition(let expression, let holds): return isTrue(expression).map { $0 == holds }
    case .match(let subject, let value):
      guard let range = range(of: subject) else { return nil }
      if !range.contains(value) { return false }
      return range.constant == nil ? nil : true
    }
  }

  private func range(
    of expression: Expression, _ operation: BinaryOperator, _ left: Expression,
    _ right: Expression
  ) -> ValueRange? {
    let operands = (range(of: left), range(of: right))
    var result: ValueRange?
    if let known = operation.resultOfEqualOperands, left == right, left.type.width > 0 {
      result = ValueRange(constant: known ? 1 : 0)
    } else if let first = operands.0, let second = operands.1 {
      result = operation.range(first, second)
    }
    guard state == .any, operation.isComparison, let constant = result?.constant else {
      return result
    }
    note(.comparison(expression, isTrue: constant == 1))
    return nil
  }

  private func choice(
    _ condition: Expression, _ then: ValueRange?, _ otherwise: ValueRange?
  ) -> ValueRange? {
    if let isTrue = isTrue(condition) {
      note(.choice(condition: condition, isTrue: isTrue))
      return isTrue ? then : otherwise
    }
    return then.flatMap { then in otherwise.map { then.union($0) } }
  }

  private func note(_ finding: Finding) {
    if state == .any, depth == 0 { findings.append(finding) }
  }

  private func concatenation(_ parts: [Expression]) -> ValueRange? {
    let ranges = parts.map { range(of: $0)?.slice(low: 0, width: $0.type.width) }
    guard parts.reduce(0, { $0 + $1.type.width }) <= 60 else { return nil }
    var result = ValueRange(constant: 0)
    for (part, range) in zip(parts, ranges) {
      guard let range else { return nil }
      let low = result.lowerBound << part.type.width | range.lowerBound
      let high = result.upperBound << part.type.width | range.upperBound
      result = low...high
    }
    return result
  }

  private func range(ofSignal name: String, _ type: HardwareType) -> ValueRange? {
    if let found = known[name] { return found }
    // Holds while the signal's own value is being found, and beyond the depth.
    known[name] = .some(nil)
    guard depth < Self.depthMax else { return nil }
    depth += 1
    defer { depth -= 1 }
    let result = valueRange(ofSignal: name, type)
    known[name] = .some(result)
    return result
  }

  private func valueRange(ofSignal name: String, _ type: HardwareType) -> ValueRange? {
    if registers.contains(name) {
      guard state == .afterReset else { return nil }
      return resets[name]?.number(as: type).map { ValueRange(constant: $0) }
    }
    if opaque.contains(name), state == .any { return nil }
    guard let assignments = assignments[name] else { return outputRange(name) }
    var result: ValueRange?
    for assignment in assignments {
      let areTrue = areTrue(assignment.guards)
      if areTrue == false { continue }
      guard assignment.target.bits == nil, let value = range(of: assignment.value) else {
        return nil
      }
      result = areTrue == true ? value : result?.union(value) ?? value
    }
    return result
  }
}
