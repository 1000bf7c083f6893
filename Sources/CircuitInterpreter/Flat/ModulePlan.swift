import HardwareIR

/// A module as the interpreter needs it: its signals in order, each with what drives it.
struct ModulePlan: Sendable {
  enum Driver: Sendable {
    /// An input port.
    case input(String)
    /// An output or a wire that statements assign.
    case statements
    /// An output of an instance, by the instance's number and the port.
    case instance(Int, port: String)
    /// A register.
    case state(Register)
    /// The read data of a memory, by its number.
    case readData(Int)
  }

  struct Signal: Sendable {
    var name: String
    var type: HardwareType
    var driver: Driver
  }

  let module: ModuleDefinition
  private(set) var signals: [Signal] = []
  private(set) var index: [String: Int] = [:]
  /// What each signal gets, of the module's statements.
  private(set) var steps: [[Step]] = []
  /// The signals that each wire and output depends on.
  private(set) var dependencies: [[Int]] = []

  init(_ module: ModuleDefinition) {
    self.module = module
    var driverOfWire: [String: Driver] = [:]
    for (number, instance) in module.instances.enumerated() {
      for connection in instance.connections {
        if case .output(let wire) = connection.connection {
          driverOfWire[wire] = .instance(number, port: connection.port)
        }
      }
    }
    for (number, memory) in module.memories.enumerated() {
      for port in memory.ports {
        if let readData = port.readData { driverOfWire[readData] = .readData(number) }
      }
    }
    for port in module.ports {
      add(
        port.name, port.type,
        port.direction == .input ? .input(port.name) : driverOfWire[port.name] ?? .statements)
    }
    for wire in module.wires { add(wire.name, wire.type, driverOfWire[wire.name] ?? .statements) }
    for register in module.registers { add(register.name, register.type, .state(register)) }
    planSteps()
  }

  func type(of name: String) -> HardwareType { index[name].map { signals[$0].type } ?? .bit }

  private mutating func add(_ name: String, _ type: HardwareType, _ driver: Driver) {
    index[name] = signals.count
    signals.append(Signal(name: name, type: type, driver: driver))
  }

  private mutating func planSteps() {
    steps = Array(repeating: [], count: signals.count)
    var resets: [String: BitPattern] = [:]
    for register in module.registers { resets[register.name] = register.reset }
    for statement in module.statements {
      var targets: Set<String> = []
      statement.forEachAssignment { target, _, _ in targets.insert(target.name) }
      for target in targets {
        guard let local = index[target] else { continue }
        if let step = Step(statement, to: target, resets: resets) { steps[local].append(step) }
      }
    }
    dependencies = steps.map { steps in
      var found: Set<Int> = []
      for step in steps {
        step.forEachExpression { expression in
          expression.forEachReference { name in
            if let local = index[name] { found.insert(local) }
          }
        }
      }
      return found.sorted()
    }
  }
}

/// A statement as far as it concerns one target.
indirect enum Step: Sendable {
  /// To some bits, or to all.
  case assign(Expression, bits: ClosedRange<Int>?)
  case when(Expression, then: [Step], otherwise: [Step])
  /// Encodings without an arm give `otherwise`, which is empty but for an enumeration that a decode
  /// of itself moves: it then goes to its reset value, as in the emitted text.
  case decode(Expression, arms: [(value: Int, steps: [Step])], otherwise: [Step])

  init?(_ statement: Statement, to target: String, resets: [String: BitPattern]) {
    func steps(_ statements: [Statement]) -> [Step] {
      statements.compactMap { Step($0, to: target, resets: resets) }
    }
    switch statement {
    case .assign(let assigned, let value, _):
      guard assigned.name == target else { return nil }
      self = .assign(value, bits: assigned.bits)
    case .when(let condition, let then, let otherwise, _):
      let (then, otherwise) = (steps(then), steps(otherwise))
      if then.isEmpty, otherwise.isEmpty { return nil }
      self = .when(condition, then: then, otherwise: otherwise)
    case .decode(let subject, let arms, _):
      let arms = arms.map { (value: $0.value, steps: steps($0.statements)) }
      if arms.allSatisfy({ $0.steps.isEmpty }) { return nil }
      var otherwise: [Step] = []
      if case .reference(target, let type) = subject, case .enumeration = type,
        let reset = resets[target]
      {
        otherwise = [.assign(.literal(reset, type), bits: nil)]
      }
      self = .decode(subject, arms: arms, otherwise: otherwise)
    case .property, .section: return nil
    }
  }

  func forEachExpression(_ visit: (Expression) -> Void) {
    switch self {
    case .assign(let value, _): visit(value)
    case .when(let condition, let then, let otherwise):
      visit(condition)
      for step in then + otherwise { step.forEachExpression(visit) }
    case .decode(let subject, let arms, let otherwise):
      visit(subject)
      for step in arms.flatMap(\.steps) + otherwise { step.forEachExpression(visit) }
    }
  }
}
