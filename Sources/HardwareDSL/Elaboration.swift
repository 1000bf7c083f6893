import HardwareIR

/// Describes `top` and every module below it as plain values and checks the result.
///
/// - Throws: `DiagnosticError` with every mistake found, each at its place in the source.
public func elaborate(_ top: any Module) throws -> Circuit {
  let reflection = Reflection(of: top, instanceName: "", parent: nil)
  var elaborator = Elaborator()
  elaborator.define(reflection)
  let circuit = Circuit(
    modules: elaborator.modules, streams: reflection.streams, taps: reflection.taps)
  let mistakes = elaborator.diagnostics
  // Checks of a circuit with holes would report their consequences, not their causes.
  let found = mistakes.isEmpty ? circuit.check() : mistakes
  guard found.isEmpty else { throw DiagnosticError(found) }
  return circuit
}

private struct Elaborator {
  var modules: [ModuleDefinition] = []
  var diagnostics: [Diagnostic] = []
  private var indexOfModule: [String: Int] = [:]
  /// The first module object of each name, whose body has run.
  private var firstOfName: [String: Reflection] = [:]

  init() {}

  mutating func define(_ reflection: Reflection) {
    let name = reflection.scope.moduleName
    if let first = firstOfName[name], reflection.diagnostics.isEmpty,
      reflection.holdsTheSame(as: first)
    {
      return
    }
    firstOfName[name] = firstOfName[name] ?? reflection
    for child in reflection.children { define(child) }
    diagnostics += reflection.diagnostics

    let recorder = Recorder(scope: reflection.scope)
    recorder.run { _ = reflection.module.body }
    let lowering = Lowering(reflection, recorder)
    // A mistaken declaration is reported where it stands, not again at every use.
    diagnostics += lowering.diagnostics.filter { diagnostic in
      !(reflection.diagnostics + recorder.diagnostics).contains {
        $0.rule == diagnostic.rule && $0.message.hasSuffix("': " + diagnostic.message)
      }
    }

    var definition = ModuleDefinition(
      name: reflection.scope.moduleName, documentation: reflection.module.documentation,
      location: reflection.ports.first?.signal.location)
    definition.wires = (reflection.wires + recorder.wires).map(wire) + lowering.wires
    definition.registers = (reflection.registers + recorder.registers).compactMap(register)
    definition.memories = reflection.memories.map(\.definition)
    definition.statements = lowering.statements
    for child in reflection.children { connect(child, in: &definition, lowering) }
    definition.fitMemoriesToTheirUse()
    definition.ports = clocking(of: definition) + reflection.ports.map(port)
    add(definition)
  }

  private mutating func add(_ definition: ModuleDefinition) {
    if let index = indexOfModule[definition.name] {
      if modules[index] != definition {
        diagnostics.append(
          Diagnostic(
            .name,
            "two different modules are named '\(definition.name)'; "
              + "put the parameters that differ into moduleName", at: definition.location))
      }
      return
    }
    indexOfModule[definition.name] = modules.count
    modules.append(definition)
  }

  private mutating func connect(
    _ child: Reflection, in definition: inout ModuleDefinition, _ lowering: Lowering
  ) {
    let name = child.scope.instanceName
    var connections: [PortConnection] = []
    for (signal, _) in child.ports {
      guard let port = signal.name else { continue }
      if case .port(.input) = signal.node {
        if let expression = lowering.connection(to: signal) {
          connections.append(PortConnection(port: port, connection: .input(expression)))
        }
      } else {
        let wire = (lowering.isRead(signal) ? "" : "unused_") + "\(name)_\(signalStem(port))"
        definition.wires.append(
          Wire(name: wire, type: signal.type, location: signal.location))
        connections.append(PortConnection(port: port, connection: .output(wire)))
      }
    }
    definition.instances.append(
      InstanceDefinition(
        name: name, module: child.scope.moduleName, connections: connections,
        location: child.ports.first?.signal.location))
  }

  /// Clock and reset ports, as far as anything inside needs them.
  private func clocking(of definition: ModuleDefinition) -> [Port] {
    let children = definition.instances.compactMap { instance in
      indexOfModule[instance.module].map { modules[$0] }
    }
    func anyChild(has name: String) -> Bool {
      children.contains { $0.ports.contains { $0.name == name } }
    }
    let hasClaims = definition.statements.contains {
      if case .assertion = $0 { true } else { false }
    }
    let needsReset =
      hasClaims || definition.registers.contains { $0.reset != nil }
      || anyChild(has: ModuleDefinition.resetName)
    let needsClock =
      needsReset || !definition.registers.isEmpty || !definition.memories.isEmpty
      || anyChild(has: ModuleDefinition.clockName)
    var ports: [Port] = []
    if needsClock {
      ports.append(Port(name: ModuleDefinition.clockName, direction: .input, type: .bit))
    }
    if needsReset {
      ports.append(Port(name: ModuleDefinition.resetName, direction: .input, type: .bit))
    }
    return ports
  }

  private func port(_ signal: Signal, _ group: String?) -> Port {
    var direction = Port.Direction.input
    if case .port(let portDirection) = signal.node { direction = portDirection }
    return Port(
      name: signal.name ?? "", direction: direction, type: signal.type, note: signal.note,
      group: group, location: signal.location)
  }

  private func wire(_ signal: Signal) -> Wire {
    Wire(
      name: signal.name ?? "", type: signal.type, note: signal.note, location: signal.location)
  }

  private func register(_ signal: Signal) -> Register? {
    guard case .register(let reset) = signal.node else { return nil }
    return Register(
      name: signal.name ?? "", type: signal.type, reset: reset, note: signal.note,
      location: signal.location)
  }
}
