import HardwareIR

/// Goes through a module in order, and lists the slips that can be made or makes one of them.
struct MutantWalk {
  struct Place: Hashable {
    var place: String
    var change: String
    var index: Int
  }

  private(set) var places: [Place] = []
  private(set) var isMade = false
  let module: ModuleDefinition
  let signals: MutantSignals
  private let wanted: Place?
  private var counts: [[String]: Int] = [:]
  /// The place at hand.
  private var place = ""

  /// - Parameter making: the slip to make; nil to list them.
  init(_ module: ModuleDefinition, making wanted: Place? = nil) {
    self.module = module
    self.wanted = wanted
    signals = MutantSignals(module)
  }

  /// The module with the slip.
  mutating func mutated() -> ModuleDefinition {
    var result = module
    result.statements = module.statements.flatMap { mutated($0) }
    for index in result.registers.indices { mutate(&result.registers[index]) }
    for index in result.memories.indices { mutate(&result.memories[index]) }
    for index in result.instances.indices { mutate(&result.instances[index]) }
    return result
  }

  /// Whether the slip at hand is the wanted one.
  mutating func makes(_ change: String) -> Bool {
    let index = counts[[place, change], default: 0]
    counts[[place, change]] = index + 1
    let here = Place(place: place, change: change, index: index)
    if wanted == nil { places.append(here) }
    guard wanted == here else { return false }
    isMade = true
    return true
  }

  /// Goes to a place, of which there may be several with one name.
  mutating func enter(_ name: String) {
    let number = counts[[name], default: 0] + 1
    counts[[name]] = number
    place = number == 1 ? name : "\(name), \(number)"
  }

  // MARK: Statements

  private mutating func mutated(_ statement: Statement) -> [Statement] {
    switch statement {
    case .property, .section: return [statement]
    case .assign(let target, let value, let location):
      guard !signals.isGhost(target.name) else { return [statement] }
      enter(target.name)
      if makes("the assignment is dropped") { return signals.dropped(target, value.type) }
      if signals.enables.contains(target.name) {
        for (change, bit) in [("an enable is always 1", 1), ("an enable is always 0", 0)]
        where makes(change) {
          let literal = Expression.literal(BitPattern(bit, width: 1), .bit)
          return [.assign(target: target, value: literal, location: location)]
        }
      }
      return [.assign(target: target, value: mutated(value), location: location)]
    case .when(let condition, let then, let otherwise, let location):
      return mutated(condition, then, otherwise, location) ?? [statement]
    case .decode(let subject, let arms, let location):
      guard let target = firstTarget(of: statement) else { return [statement] }
      enter("decode of \(target)")
      let subject = mutated(subject)
      var arms = arms
      for index in arms.indices {
        if makes("an arm does nothing") { arms[index].statements = [] }
        if index > 0, makes("neighbouring arms are swapped") {
          let statements = arms[index].statements
          arms[index].statements = arms[index - 1].statements
          arms[index - 1].statements = statements
        }
      }
      return [
        .decode(
          subject: subject,
          arms: arms.map { arm in
            DecodeArm(value: arm.value, statements: arm.statements.flatMap { mutated($0) })
          }, location: location)
      ]
    }
  }

  /// Nil for what is no hardware.
  private mutating func mutated(
    _ condition: Expression, _ then: [Statement], _ otherwise: [Statement],
    _ location: SourceLocation?
  ) -> [Statement]? {
    let statement = Statement.when(
      condition: condition, then: then, otherwise: otherwise, location: location)
    guard let target = firstTarget(of: statement) else { return nil }
    enter("when of \(target)")
    if makes("the condition always holds") { return then }
    if makes("the condition never holds") { return otherwise }
    if makes("the condition is inverted") {
      return [
        .when(
          condition: .unary(.not, condition), then: then, otherwise: otherwise, location: location)
      ]
    }
    if !otherwise.isEmpty, makes("what stands under otherwise is lost") {
      return [.when(condition: condition, then: then, otherwise: [], location: location)]
    }
    let condition = mutated(condition)
    return [
      .when(
        condition: condition, then: then.flatMap { mutated($0) },
        otherwise: otherwise.flatMap { mutated($0) }, location: location)
    ]
  }

  /// The first hardware that a statement assigns.
  private func firstTarget(of statement: Statement) -> String? {
    var first: String?
    statement.forEachAssignment { target, _, _ in
      if first == nil, !signals.isGhost(target.name) { first = target.name }
    }
    return first
  }

  /// The expression with the slip in one of its nodes.
  mutating func mutated(_ expression: Expression) -> Expression {
    for slip in ExpressionSlip.all {
      guard let changed = slip.change(expression, signals), changed != expression else { continue }
      if makes(slip.name) { return changed }
    }
    return expression.mapOperands { mutated($0) }
  }
}
