import CircuitFuzzing
import HardwareDSL
import HardwareIR
import YosysProof

extension MutatedUnit.Drawn {
  /// Whether Yosys proves, in a short time, that the slip changes nothing: that unit and mutant,
  /// side by side from equal state, give equal outputs for ever.
  func isProvedEquivalent() async throws -> Bool {
    let circuit = try elaborate(unit.module())
    guard let changed = mutant.applied(to: circuit), circuit.top.clockDomains.count <= 1 else {
      return false
    }
    // An induction needs something to hold on to: that registers are equal. Those that are not
    // show it within a few cycles.
    var equal = circuit.top.registers.filter { !$0.isGhost }.map(\.name)
    while true {
      let pair = SideBySide(circuit.top, changed.top, registers: equal)
      switch try? await prove(pair.circuit, cyclesMax: 5, limit: .seconds(20)) {
      case .proved: return true
      case .broken(let run):
        let unequal = pair.registers(in: run.failures)
        if unequal.isEmpty { return false }
        equal.removeAll { unequal.contains($0) }
      // What Yosys does not take is not proved.
      case .open, nil: return false
      }
    }
  }
}

/// A module beside its mutant, with the same inputs, and the claim that their outputs are equal.
///
/// Registers without reset begin as zeros, as no output depends on what they begin as. What is
/// inside either is cut out: what instances and memories give is an input of both, equal as
/// long as what they get is, which is claimed too. So a proof is of the module alone, and holds
/// whatever is inside.
private struct SideBySide {
  private static let mutantName = "mutant_side"
  let circuit: Circuit

  private let claims: [(label: String, register: String?)]

  /// - Parameter registers: those that are claimed to be equal too.
  init(_ module: ModuleDefinition, _ changed: ModuleDefinition, registers: [String]) {
    var top = module.cut()
    var other = changed.cut()
    other.name = Self.mutantName
    // What the unit assumes of its surroundings it assumes for both.
    other.statements.removeAll { if case .property = $0 { true } else { false } }
    top.statements.removeAll { statement in
      if case .property(let property) = statement { property.kind != .assumption } else { false }
    }
    let equal = Set(registers)
    let prefix = "state_of_"
    for register in module.registers where equal.contains(register.name) {
      let reference = Expression.reference(register.name, register.type)
      top.show(reference, as: prefix + register.name)
      other.show(reference, as: prefix + register.name)
    }
    // Nothing there is clocked: only the claims are.
    if module.clockDomains.isEmpty { other.ports.removeAll { $0.role != .data } }
    claims = top.addSide(other).enumerated().map { index, port in
      ("Equal\(index)", port.hasPrefix(prefix) ? String(port.dropFirst(prefix.count)) : nil)
    }
    circuit = Circuit(modules: [other, top])
  }

  /// The registers that are found to differ; none where an output does.
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
    module.resetAll()
    return module
  }

  private mutating func resetAll() {
    for index in registers.indices where registers[index].reset == nil {
      registers[index].reset = BitPattern(0, width: registers[index].type.width)
    }
    // A claim has a clock, too.
    if clockDomains.isEmpty { ports.insert(.clock(of: .default), at: 0) }
    if !clocking.contains(where: { $0.role == .reset }) {
      ports.insert(.reset(of: .default), at: 1)
    }
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

  /// Puts the mutant beside the module: equal inputs, and outputs that are claimed to be equal.
  ///
  /// - Returns: the outputs, in the order of their claims.
  fileprivate mutating func addSide(_ side: ModuleDefinition) -> [String] {
    var pins: [PortConnection] = []
    var claims: [(name: String, condition: Expression)] = []
    for port in ports where port.role == .data {
      let reference = Expression.reference(port.name, port.type)
      guard port.direction == .output else {
        pins.append(PortConnection(port: port.name, connection: .input(reference)))
        continue
      }
      let wire = Wire(name: "side_\(port.name)", type: port.type)
      wires.append(wire)
      pins.append(PortConnection(port: port.name, connection: .output(wire.name)))
      claims.append((port.name, .binary(.equal, reference, .reference(wire.name, port.type))))
    }
    instances = [InstanceDefinition(name: "side", module: side.name, connections: pins)]
    for (index, claim) in claims.enumerated() {
      statements.append(.property(Property(.claim, "Equal\(index)", claim.condition)))
    }
    return claims.map(\.name)
  }
}
