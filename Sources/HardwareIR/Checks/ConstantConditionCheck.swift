/// No comparison, condition or claim is the same whatever the inputs are, and every arm of a decode
/// is met. `possiblyConstant` says where a generator means it.
enum ConstantConditionCheck {
  static func check(_ module: ModuleDefinition) -> [Diagnostic] {
    var inspector = Inspector(module)
    for statement in module.statements { inspector.inspect(statement) }
    for instance in module.instances {
      for connection in instance.connections {
        if case .input(let value) = connection.connection, !value.isAtom {
          inspector.inspect(value, at: instance.location)
        }
      }
    }
    return inspector.found
  }
}

private struct Inspector {
  private(set) var found: [Diagnostic] = []
  private let module: ModuleDefinition
  private let analysis: RangeAnalysis
  private let meant: Set<String>

  init(_ module: ModuleDefinition) {
    self.module = module
    analysis = RangeAnalysis(module, .any)
    meant = Set(module.wires.lazy.filter { $0.role == .possiblyConstant }.map(\.name))
  }

  mutating func inspect(_ statement: Statement) {
    switch statement {
    case .assign(let target, let value, let location):
      if !value.isAtom, !meant.contains(target.name) { inspect(value, at: location) }
    case .when(let condition, let then, let otherwise, let location):
      if let constant = inspect(condition, at: location)?.constant {
        reportCondition(condition, of: "when", constant == 1, at: location)
      }
      for inner in then + otherwise { inspect(inner) }
    case .decode(let subject, let arms, let location):
      if let range = inspect(subject, at: location) {
        inspect(arms, of: subject, in: range, at: location)
      }
      for arm in arms {
        for inner in arm.statements { inspect(inner) }
      }
    case .property(let property):
      if let constant = inspect(property.condition, at: property.location)?.constant {
        let remedy =
          property.kind == .cover ? "cover what can happen" : "\(property.kind.verb) what can fail"
        report(
          "\(property.kind.phrase) \(property.label) of \(module.name) is always "
            + "\(constant == 1); \(remedy)", at: property.location)
      }
    case .section: break
    }
  }

  /// Reports what is constant inside `expression`; the numbers that the whole can be.
  @discardableResult
  mutating func inspect(_ expression: Expression, at location: SourceLocation?) -> ValueRange? {
    let range = analysis.range(of: expression)
    for finding in analysis.takeFindings() {
      switch finding {
      case .comparison(let comparison, let isTrue):
        report(
          "\(comparison.phrase) in \(module.name) is always \(isTrue); remove the comparison",
          at: location)
      case .choice(let condition, let isTrue):
        reportCondition(condition, of: "mux", isTrue, at: location)
      }
    }
    return range
  }

  private mutating func reportCondition(
    _ condition: Expression, of what: String, _ isTrue: Bool, at location: SourceLocation?
  ) {
    let name = condition.referredName.map { " '\($0)'" } ?? ""
    report(
      "the condition\(name) of \(what) in \(module.name) is always \(isTrue); choose with "
        + "Swift's own if", at: location)
  }

  private mutating func inspect(
    _ arms: [DecodeArm], of subject: Expression, in range: ValueRange,
    at location: SourceLocation?
  ) {
    let never = arms.map(\.value).filter { !range.contains($0) }
    guard let first = never.first else { return }
    let values = never.count == 1 ? "\(first)" : "\(first) and \(never.count - 1) more"
    report(
      "\(subject.phrase) in \(module.name) is never \(values) of the values that decode lists; "
        + "leave them out", at: location)
  }

  private mutating func report(_ sentence: String, at location: SourceLocation?) {
    found.append(
      Diagnostic(
        .constantCondition,
        sentence + ", or write possiblyConstant(_, _) where a generator means it", at: location))
  }
}

extension Expression {
  /// Whether there is nothing in it to inspect.
  fileprivate var isAtom: Bool {
    switch self {
    case .literal, .reference: true
    default: false
    }
  }

  /// The name that this is no more than.
  fileprivate var referredName: String? {
    switch self {
    case .reference(let name, _): name
    case .extend(let operand, _), .reinterpret(let operand, _): operand.referredName
    default: nil
    }
  }

  /// What a reader of a message would call it.
  fileprivate var phrase: String {
    switch self {
    case .reference, .extend, .reinterpret:
      referredName.map { "'\($0)'" } ?? "a value (\(type))"
    case .literal(let pattern, .enumeration(let type)):
      pattern.number(as: .enumeration(type)).map { "." + type.cases[$0] } ?? "a constant"
    case .literal(let pattern, let type): pattern.number(as: type).map { "\($0)" } ?? "a constant"
    case .binary(let operation, let left, let right) where operation.isComparison:
      "\(left.phrase) \(operation.symbol) \(right.phrase)"
    case .slice(let operand, let low, let width):
      operand.referredName.map { name in
        SignalPhrase("'\(name)'", bits: low...(low + width - 1)).text
      } ?? "a value (\(type))"
    default: "a value (\(type))"
    }
  }
}

extension BinaryOperator {
  fileprivate var symbol: String {
    switch self {
    case .equal: "=="
    case .notEqual: "!="
    case .less: "<"
    case .lessOrEqual: "<="
    case .greater: ">"
    case .greaterOrEqual: ">="
    default: rawValue
    }
  }
}
