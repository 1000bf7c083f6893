import HardwareIR

/// A bug on purpose: what an executor would do that got one thing of the language wrong. The
/// executor is given a case that has the thing wrong everywhere.
public struct Mutation: Sendable {
  /// What is wrong, in words: "a sum subtracts, over 64 bits".
  public let name: String
  private let change: @Sendable (inout FuzzCase) -> Void

  init(_ name: String, _ change: @escaping @Sendable (inout FuzzCase) -> Void) {
    self.name = name
    self.change = change
  }

  /// Whether it is a bug of the text, which an executor without text cannot have.
  public var isOfText = false

  /// The case with the bug; nil where it has no place for it, or would have a loop with it.
  func applied(to fuzzCase: FuzzCase) -> FuzzCase? {
    var changed = fuzzCase
    change(&changed)
    let isPossible =
      changed != fuzzCase
      && !changed.circuit.check().contains { $0.rule == .combinationalLoop }
    return isPossible ? changed : nil
  }

  /// Every bug that is tried.
  public static let all: [Mutation] = ofCircuits + TextBug.mutations

  private static let ofCircuits: [Mutation] =
    Expression.mutations + Statement.mutations + ModuleDefinition.stateMutations
    + ModuleDefinition.memoryMutations + ModuleDefinition.structureMutations
    + ModuleDefinition.ghostMutations
}

extension Mutation {
  /// A bug of one module at a time.
  static func module(
    _ name: String, _ change: @escaping @Sendable (inout ModuleDefinition) -> Void
  ) -> Mutation {
    Mutation(name) { fuzzCase in
      for index in fuzzCase.circuit.modules.indices { change(&fuzzCase.circuit.modules[index]) }
    }
  }

  /// A bug of expressions: `change` gives what stands in the place of a node, or nil.
  static func expression(
    _ name: String, _ change: @escaping @Sendable (Expression) -> Expression?
  ) -> Mutation {
    .module(name) { $0.mapExpressions { $0.rewritten(change) } }
  }

  /// A bug of statements.
  static func statement(
    _ name: String, _ change: @escaping @Sendable (Statement) -> Statement?
  ) -> Mutation {
    .module(name) { module in
      module.statements = module.statements.map { $0.rewritten(change) }
    }
  }
}

extension Expression {
  /// The expression with nodes replaced from the leaves up.
  func rewritten(_ change: (Expression) -> Expression?) -> Expression {
    let inner = mapOperands { $0.rewritten(change) }
    return change(inner) ?? inner
  }
}

extension Statement {
  func rewritten(_ change: (Statement) -> Statement?) -> Statement {
    let inner =
      switch self {
      case .when(let condition, let then, let otherwise, let location):
        Statement.when(
          condition: condition, then: then.map { $0.rewritten(change) },
          otherwise: otherwise.map { $0.rewritten(change) }, location: location)
      case .decode(let subject, let arms, let location):
        Statement.decode(
          subject: subject,
          arms: arms.map {
            DecodeArm(value: $0.value, statements: $0.statements.map { $0.rewritten(change) })
          }, location: location)
      case .assign, .property, .section: self
      }
    return change(inner) ?? inner
  }

  func mapExpressions(_ change: (Expression) -> Expression) -> Statement {
    switch self {
    case .assign(let target, let value, let location):
      .assign(target: target, value: change(value), location: location)
    case .when(let condition, let then, let otherwise, let location):
      .when(
        condition: change(condition), then: then.map { $0.mapExpressions(change) },
        otherwise: otherwise.map { $0.mapExpressions(change) }, location: location)
    case .decode(let subject, let arms, let location):
      .decode(
        subject: change(subject),
        arms: arms.map {
          DecodeArm(value: $0.value, statements: $0.statements.map { $0.mapExpressions(change) })
        }, location: location)
    case .property(let property):
      .property(property.with(change(property.condition)))
    case .section: self
    }
  }
}

extension Property {
  /// The same property of another condition.
  func with(_ condition: Expression) -> Property {
    var changed = self
    changed.condition = condition
    return changed
  }
}

extension ModuleDefinition {
  /// Changes every expression of the module, those at instances among them.
  mutating func mapExpressions(_ change: (Expression) -> Expression) {
    statements = statements.map { $0.mapExpressions(change) }
    for instance in instances.indices {
      for index in instances[instance].connections.indices {
        if case .input(let value) = instances[instance].connections[index].connection {
          instances[instance].connections[index].connection = .input(change(value))
        }
      }
    }
  }
}
