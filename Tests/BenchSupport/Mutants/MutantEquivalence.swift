import CircuitFuzzing
import HardwareDSL
import HardwareIR
import YosysProof

extension MutatedUnit.Drawn {
  /// Whether Yosys proves, in a short time, that the slip changes nothing: that unit and mutant,
  /// side by side with equal inputs, give equal outputs for ever.
  func isProvedEquivalent() async throws -> Bool {
    let circuit = try elaborate(unit.module())
    guard let changed = mutant.applied(to: circuit), circuit.top.clockDomains.count <= 1 else {
      return false
    }
    let (module, other) = (circuit.top, changed.top)
    if try await isProved(SideBySide(module.step(), other.step())) == true { return true }
    // An induction needs something to hold on to: that registers are equal, or as the slip of a
    // constant leaves them. Those that are not show it within a few cycles.
    let constants = ChangedConstant(module, other)
    var relations = Dictionary(
      uniqueKeysWithValues: module.registers.filter { !$0.isGhost }.map {
        ($0.name, SideBySide.Relation.equal)
      })
    while true {
      let pair = SideBySide(module.cut(), other.cut(), relations: relations, constants: constants)
      switch try? await prove(pair.circuit, cyclesMax: 5, limit: .seconds(20)) {
      case .proved: return true
      case .broken(let run):
        let broken = pair.registers(in: run.failures)
        if broken.isEmpty { return false }
        for name in broken {
          let mayBeOff = relations[name] == .equal && constants != nil
          relations[name] = mayBeOff ? .equalOrConstant : nil
        }
      // What Yosys does not take is not proved.
      case .open, nil: return false
      }
    }
  }

  /// Nil where there is neither a proof nor the opposite.
  private func isProved(_ pair: SideBySide) async throws -> Bool? {
    switch try? await prove(pair.circuit, cyclesMax: 2, limit: .seconds(20)) {
    case .proved: true
    case .broken: false
    case .open, nil: nil
    }
  }
}

/// A constant that a slip has made another.
struct ChangedConstant {
  var pattern: BitPattern
  var other: BitPattern

  /// Nil unless one constant of the text is all that differs.
  init?(_ module: ModuleDefinition, _ changed: ModuleDefinition) {
    var constants: [[BitPattern]] = [[], []]
    for (index, module) in [module, changed].enumerated() {
      for statement in module.statements {
        statement.forEachExpression { Self.collect($0, &constants[index]) }
      }
    }
    guard constants[0].count == constants[1].count,
      let pair = zip(constants[0], constants[1]).first(where: { $0 != $1 })
    else { return nil }
    (pattern, other) = pair
  }

  private static func collect(_ expression: Expression, _ patterns: inout [BitPattern]) {
    if case .literal(let pattern, _) = expression { patterns.append(pattern) }
    for operand in expression.operands { collect(operand, &patterns) }
  }
}

/// A module beside its mutant, with the same inputs, and the claim that their outputs are equal.
///
/// What is inside either is cut out: what instances and memories give is an input of both, equal as
/// long as what they get is, which is claimed too. So a proof is of the module alone, and holds
/// whatever is inside.
private struct SideBySide {
  /// What is claimed of a register and that of the mutant.
  enum Relation {
    case equal
    /// Or the one is the constant that the slip has changed, and the other what became of it.
    case equalOrConstant
  }

  let circuit: Circuit
  private let claims: [(label: String, register: String?)]

  init(
    _ module: ModuleDefinition, _ changed: ModuleDefinition, relations: [String: Relation] = [:],
    constants: ChangedConstant? = nil
  ) {
    var top = module
    var other = changed
    other.name = "mutant_side"
    // What the unit assumes of its surroundings it assumes for both.
    other.statements.removeAll { if case .property = $0 { true } else { false } }
    top.statements.removeAll { statement in
      if case .property(let property) = statement { property.kind != .assumption } else { false }
    }
    let prefix = "state_of_"
    for register in module.registers where relations[register.name] != nil {
      let reference = Expression.reference(register.name, register.type)
      top.show(reference, as: prefix + register.name)
      other.show(reference, as: prefix + register.name)
    }
    top.addClocking()
    // A mutant without state has no clock: only the claims have.
    if other.registers.isEmpty {
      other.ports.removeAll { $0.role != .data }
    } else {
      other.addClocking()
    }
    var claims: [(label: String, register: String?)] = []
    top.addSide(other) { port, value, mutated in
      let register = port.hasPrefix(prefix) ? String(port.dropFirst(prefix.count)) : nil
      let label = "Equal\(claims.count)"
      claims.append((label, register))
      let isEqual = Expression.binary(.equal, value, mutated)
      guard let register, relations[register] == .equalOrConstant, let constants,
        constants.pattern.width == value.type.width
      else { return Property(.claim, label, isEqual) }
      let isOff = Expression.binary(
        .and, .binary(.equal, value, .literal(constants.pattern, value.type)),
        .binary(.equal, mutated, .literal(constants.other, value.type)))
      return Property(.claim, label, .binary(.or, isEqual, isOff))
    }
    self.claims = claims
    circuit = Circuit(modules: [other, top])
  }

  /// The registers of which more is claimed than is so; none where an output differs.
  func registers(in failures: [String]) -> Set<String> {
    var found: Set<String> = []
    for claim in claims {
      // As simulations and proofs report it.
      let isBroken = failures.contains { text in
        text.split { !$0.isLetter && !$0.isNumber && $0 != "_" }.contains { $0 == claim.label }
      }
      guard isBroken else { continue }
      guard let register = claim.register else { return [] }
      found.insert(register)
    }
    return found
  }
}

extension ModuleDefinition {
  /// The module without instances and memories: what they give comes in, what they get goes out.
  /// Registers without reset begin as zeros, as no output depends on what they begin as.
  fileprivate func cut() -> ModuleDefinition {
    var module = self
    var given: [String] = []
    for instance in instances {
      for pin in instance.connections {
        switch pin.connection {
        case .input(let value): module.show(value, as: "to_\(instance.name)_\(pin.port)")
        case .output(let name): given.append(name)
        }
      }
    }
    for memory in memories {
      given += memory.readData
      for name in memory.inputs {
        guard let wire = wires.first(where: { $0.name == name }) else { continue }
        module.show(.reference(name, wire.type), as: "to_memory_\(name)")
      }
    }
    module.instances = []
    module.memories = []
    for name in given { module.take(name) }
    module.streams = []
    module.taps = []
    module.contract = Contract("")
    for index in module.registers.indices where module.registers[index].reset == nil {
      module.registers[index].reset = BitPattern(0, width: module.registers[index].type.width)
    }
    return module
  }

  /// One step of the module, from any state: registers come in, and what they become goes out, as
  /// does what they are after a reset.
  fileprivate func step() -> ModuleDefinition {
    var module = cut()
    let ghosts = Set(registers.filter(\.isGhost).map(\.name))
    let state = registers.filter { !$0.isGhost }
    let names = Set(state.map(\.name))
    module.registers = []
    module.wires.removeAll(where: \.isGhost)
    let isNoHardware = Set(wires.filter(\.isGhost).map(\.name)).union(ghosts).contains
    let changes = module.statements.compactMap { statement -> Statement? in
      if case .property = statement { return nil }
      return statement.droppingAssignments(to: isNoHardware)?.renamingTargets {
        names.contains($0) ? "next_\($0)" : $0
      }
    }
    var defaults: [Statement] = []
    for register in state {
      let now = Expression.reference(register.name, register.type)
      module.ports.append(Port(name: register.name, direction: .input, type: register.type))
      module.wires.append(Wire(name: "next_\(register.name)", type: register.type))
      defaults.append(
        .assign(target: Target("next_\(register.name)"), value: now, location: nil))
    }
    module.statements = defaults + changes
    for register in state {
      module.show(
        .reference("next_\(register.name)", register.type), as: "to_register_\(register.name)")
      guard let reset = register.reset else { continue }
      module.show(.literal(reset, register.type), as: "reset_of_\(register.name)")
    }
    return module
  }

  /// Makes an input of what something inside drove.
  private mutating func take(_ name: String) {
    if let index = wires.firstIndex(where: { $0.name == name }) {
      let wire = wires.remove(at: index)
      ports.append(Port(name: name, direction: .input, type: wire.type))
    } else if let port = ports.first(where: { $0.name == name }) {
      ports.append(Port(name: "from_\(name)", direction: .input, type: port.type))
      statements.append(
        .assign(
          target: Target(name), value: .reference("from_\(name)", port.type), location: nil))
    }
  }

  /// Makes an output of a value.
  fileprivate mutating func show(_ value: Expression, as name: String) {
    ports.append(Port(name: name, direction: .output, type: value.type))
    statements.append(.assign(target: Target(name), value: value, location: nil))
  }

  /// Gives a clock and a reset to a module that lacks one.
  fileprivate mutating func addClocking() {
    if !clocking.contains(where: { $0.role == .clock }) {
      ports.insert(.clock(of: .default), at: 0)
    }
    if !clocking.contains(where: { $0.role == .reset }) {
      ports.insert(.reset(of: .default), at: 1)
    }
  }

  /// Puts the mutant beside the module, with equal inputs, and a claim about each output.
  fileprivate mutating func addSide(
    _ side: ModuleDefinition,
    claim: (_ port: String, _ value: Expression, _ mutated: Expression) -> Property
  ) {
    var pins: [PortConnection] = []
    for port in ports where port.role == .data {
      let reference = Expression.reference(port.name, port.type)
      guard port.direction == .output else {
        pins.append(PortConnection(port: port.name, connection: .input(reference)))
        continue
      }
      let wire = Wire(name: "side_\(port.name)", type: port.type)
      wires.append(wire)
      pins.append(PortConnection(port: port.name, connection: .output(wire.name)))
      let mutated = Expression.reference(wire.name, port.type)
      statements.append(.property(claim(port.name, reference, mutated)))
    }
    instances = [InstanceDefinition(name: "side", module: side.name, connections: pins)]
  }
}

extension Statement {
  /// The statement with other names for what it assigns.
  fileprivate func renamingTargets(_ name: (String) -> String) -> Statement {
    switch self {
    case .assign(let target, let value, let location):
      .assign(
        target: Target(name(target.name), bits: target.bits), value: value, location: location)
    case .when(let condition, let then, let otherwise, let location):
      .when(
        condition: condition, then: then.map { $0.renamingTargets(name) },
        otherwise: otherwise.map { $0.renamingTargets(name) }, location: location)
    case .decode(let subject, let arms, let location):
      .decode(
        subject: subject,
        arms: arms.map { arm in
          DecodeArm(
            value: arm.value, statements: arm.statements.map { $0.renamingTargets(name) })
        }, location: location)
    case .property, .section: self
    }
  }
}
