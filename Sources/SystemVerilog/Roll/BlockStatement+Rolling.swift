import HardwareIR

extension BlockStatement: Rollable {
  var height: Int {
    switch self {
    case .assign, .property, .section: 0
    case .when(_, let then, let otherwise, _): (then + otherwise).map(\.height).max() ?? 0
    case .decode(_, let arms, _): arms.flatMap(\.statements).map(\.height).max() ?? 0
    case .loop(let loop): loop.range.variable + 1
    }
  }

  var hasHeading: Bool { if case .section = self { true } else { false } }

  var isLong: Bool {
    switch self {
    case .assign, .section: false
    case .when, .decode, .property, .loop: true
    }
  }

  func hashShape(into hasher: inout Hasher, _ families: SignalFamilies, _ symbols: SymbolTable) {
    var shape = ShapeHasher(hasher: hasher, families: families, symbols: symbols)
    shape.add(self)
    hasher = shape.hasher
  }

  static func unified(_ items: [BlockStatement], _ unifier: inout Unifier) -> BlockStatement? {
    switch items[0] {
    case .assign(_, _, let location): assignment(items, location, &unifier)
    case .when(_, _, _, let location): condition(items, location, &unifier)
    case .decode(_, _, let location): decode(items, location, &unifier)
    case .property(let first): property(items, first, &unifier)
    case .section: nil
    case .loop(let first): loop(items, first, &unifier)
    }
  }

  private static func assignment(
    _ items: [BlockStatement], _ location: SourceLocation?, _ unifier: inout Unifier
  ) -> BlockStatement? {
    var targets: [Target] = []
    var values: [Expression] = []
    for case .assign(let target, let value, _) in items {
      targets.append(target)
      values.append(value)
    }
    guard targets.count == items.count, let target = unifier.target(targets),
      let value = unifier.expression(values)
    else { return nil }
    return .assign(target: target, value: value, location: location)
  }

  private static func condition(
    _ items: [BlockStatement], _ location: SourceLocation?, _ unifier: inout Unifier
  ) -> BlockStatement? {
    var conditions: [Expression] = []
    var thens: [[BlockStatement]] = []
    var others: [[BlockStatement]] = []
    for case .when(let condition, let then, let otherwise, _) in items {
      conditions.append(condition)
      thens.append(then)
      others.append(otherwise)
    }
    guard conditions.count == items.count, let condition = unifier.expression(conditions),
      let then = unifier.list(thens), let otherwise = unifier.list(others)
    else { return nil }
    return .when(condition: condition, then: then, otherwise: otherwise, location: location)
  }

  private static func decode(
    _ items: [BlockStatement], _ location: SourceLocation?, _ unifier: inout Unifier
  ) -> BlockStatement? {
    var subjects: [Expression] = []
    var arms: [[BlockArm]] = []
    for case .decode(let subject, let its, _) in items {
      subjects.append(subject)
      arms.append(its)
    }
    guard subjects.count == items.count, let subject = unifier.expression(subjects),
      arms.allSatisfy({ $0.map(\.value) == arms[0].map(\.value) })
    else { return nil }
    var result: [BlockArm] = []
    for (index, arm) in arms[0].enumerated() {
      guard let statements = unifier.list(arms.map { $0[index].statements }) else { return nil }
      result.append(BlockArm(value: arm.value, statements: statements))
    }
    return .decode(subject: subject, arms: result, location: location)
  }

  private static func property(
    _ items: [BlockStatement], _ first: Property, _ unifier: inout Unifier
  ) -> BlockStatement? {
    guard let element = first.element else { return nil }
    var conditions: [Expression] = []
    for case .property(let property) in items
    where property.kind == first.kind && property.domain == first.domain
      && property.sentence == first.sentence
      && property.element?.stem == element.stem
    {
      conditions.append(property.condition)
    }
    guard conditions.count == items.count, let condition = unifier.expression(conditions) else {
      return nil
    }
    var property = first
    property.label = element.stem
    property.condition = condition
    return .property(property)
  }

  private static func loop(
    _ items: [BlockStatement], _ first: BlockLoop, _ unifier: inout Unifier
  ) -> BlockStatement? {
    var bodies: [[BlockStatement]] = []
    for case .loop(let loop) in items where loop.range == first.range { bodies.append(loop.body) }
    guard bodies.count == items.count, let body = unifier.list(bodies) else { return nil }
    return .loop(BlockLoop(range: first.range, body: body))
  }

  static func loop(
    _ range: LoopRange, _ body: [BlockStatement], _ roller: Roller
  ) -> BlockStatement {
    roller.wideAssignment(range, body) ?? .loop(BlockLoop(range: range, body: body))
  }
}

/// Hashes statements and expressions without what may differ between the turns of a loop.
struct ShapeHasher {
  var hasher: Hasher
  let families: SignalFamilies
  let symbols: SymbolTable

  mutating func add(_ name: String) {
    switch symbols[name] {
    case .element(let family, _), .elements(let family, _, _): add(family: family)
    case .bits(let signal, _, let width):
      hasher.combine(width)
      add(signal)
    case .number(_, let type): hasher.combine(type)
    case nil:
      if let place = families.place(of: name) {
        add(family: place.family)
      } else {
        hasher.combine(name)
      }
    }
  }

  private mutating func add(family: Int) {
    hasher.combine(1)
    hasher.combine(family)
  }

  mutating func add(_ target: Target) {
    add(target.name)
    hasher.combine(target.bits?.count)
  }

  mutating func add(_ expression: Expression) {
    switch expression {
    case .literal(_, let type): hasher.combine(type)
    case .reference(let name, let type):
      if case .number(_, let its) = symbols[name] { return hasher.combine(its) }
      if case .bits(let signal, _, let width) = symbols[name] {
        // As the slice that it stands for.
        hasher.combine(width)
        add(Expression.reference(signal, type))
        return
      }
      add(name)
    case .slice(let operand, _, let width):
      hasher.combine(width)
      add(operand)
    case .unary(let operation, let operand):
      hasher.combine(operation)
      add(operand)
    case .binary(let operation, let left, let right):
      hasher.combine(operation)
      add(left)
      add(right)
    default:
      var count = 0
      expression.forEachOperand {
        add($0)
        count += 1
      }
      hasher.combine(count)
    }
  }

  mutating func add(_ statement: BlockStatement) {
    switch statement {
    case .assign(let target, let value, _):
      hasher.combine(0)
      add(target)
      add(value)
    case .when(let condition, let then, let otherwise, _):
      hasher.combine(1)
      add(condition)
      add(then)
      add(otherwise)
    case .decode(let subject, let arms, _):
      hasher.combine(2)
      add(subject)
      for arm in arms {
        hasher.combine(arm.value)
        add(arm.statements)
      }
    case .property(let property):
      hasher.combine(3)
      hasher.combine(property.kind)
      hasher.combine(property.sentence)
      hasher.combine(property.element?.stem ?? property.label)
      add(property.condition)
    case .section(let title): hasher.combine(title)
    case .loop(let loop):
      hasher.combine(4)
      hasher.combine(loop.range)
      add(loop.body)
    }
  }

  mutating func add(_ statements: [BlockStatement]) {
    hasher.combine(statements.count)
    for statement in statements { add(statement) }
  }
}
