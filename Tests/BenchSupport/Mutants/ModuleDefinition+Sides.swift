import HardwareIR

extension ModuleDefinition {
  /// What the outputs of `step()` begin with that say what a register becomes.
  static let nextPrefix = "to_register_"

  /// The module without instances and memories: what they give comes in, what they get goes out.
  /// Registers without reset begin as zeros, as no output depends on what they begin as.
  func cut() -> ModuleDefinition {
    var module = self
    var given: [String] = []
    for instance in instances {
      for pin in instance.connections {
        switch pin.connection {
        case .input(let value): module.show(value, as: "to_\(instance.name)_\(pin.port)")
        case .output(let name):
          module.drive(name, fromInput: "from_\(instance.name)_\(pin.port)")
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

  /// One step of the module, from any state: registers come in, and what they become goes out.
  func step() -> ModuleDefinition {
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
        .reference("next_\(register.name)", register.type), as: Self.nextPrefix + register.name)
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

  /// Gives a wire or port what a new input gives, which tells from which pin it came.
  private mutating func drive(_ name: String, fromInput input: String) {
    let type = wires.first { $0.name == name }?.type ?? ports.first { $0.name == name }?.type
    guard let type else { return }
    ports.append(Port(name: input, direction: .input, type: type))
    statements.insert(
      .assign(target: Target(name), value: .reference(input, type), location: nil), at: 0)
  }

  /// Makes an output of a value.
  mutating func show(_ value: Expression, as name: String) {
    ports.append(Port(name: name, direction: .output, type: value.type))
    statements.append(.assign(target: Target(name), value: value, location: nil))
  }

  /// Gives a clock and a reset to a module that lacks one.
  mutating func addClocking() {
    if !clocking.contains(where: { $0.role == .clock }) {
      ports.insert(.clock(of: .default), at: 0)
    }
    if !clocking.contains(where: { $0.role == .reset }) {
      ports.insert(.reset(of: .default), at: 1)
    }
  }

  /// Puts the mutant beside the module, with equal inputs where nothing else is said, and claims
  /// about each output.
  mutating func addSide(
    _ side: ModuleDefinition, inputs: [String: Expression] = [:],
    claims: (_ port: String, _ value: Expression, _ mutated: Expression) -> [Property]
  ) {
    var pins: [PortConnection] = []
    for port in side.ports where port.role == .data {
      let reference = Expression.reference(port.name, port.type)
      guard port.direction == .output else {
        let input = inputs[port.name] ?? reference
        pins.append(PortConnection(port: port.name, connection: .input(input)))
        continue
      }
      let wire = Wire(name: "side_\(port.name)", type: port.type)
      wires.append(wire)
      pins.append(PortConnection(port: port.name, connection: .output(wire.name)))
      let mutated = Expression.reference(wire.name, port.type)
      statements += claims(port.name, reference, mutated).map { .property($0) }
    }
    instances = [InstanceDefinition(name: "side", module: side.name, connections: pins)]
  }
}

extension Statement {
  /// The statement with other names for what it assigns.
  func renamingTargets(_ name: (String) -> String) -> Statement {
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
