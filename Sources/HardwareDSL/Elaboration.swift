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
    definition.memories = reflection.memories.map { name, memory in
      MemoryDefinition(
        name: name, depth: memory.depth, word: memory.word, domain: memory.domain,
        note: memory.note, location: memory.location)
    }
    definition.statements = lowering.statements
    for child in reflection.children { connect(child, in: &definition, lowering) }
    let placed = ClockPlacement.resolve(recorder.placements, of: reflection) { name in
      indexOfModule[name].map { modules[$0] }
    }
    for (index, domains) in placed.domains { definition.instances[index].domains = domains }
    diagnostics += placed.diagnostics
    let ports = reflection.ports.map(port)
    definition.ports = clocking(of: definition, ports) + ports
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
        if let driver = lowering.connection(to: signal) {
          connections.append(
            PortConnection(
              port: port, connection: .input(driver.value), location: driver.location))
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

  /// Clock and reset ports, as far as anything inside needs them: those of the default domain, then
  /// in the order in which ports name their domains.
  private func clocking(of definition: ModuleDefinition, _ ports: [Port]) -> [Port] {
    var clocked: Set<ClockDomain> = []
    var reset: Set<ClockDomain> = []
    for register in definition.registers {
      clocked.insert(register.domain)
      if register.reset != nil { reset.insert(register.domain) }
    }
    for memory in definition.memories { clocked.insert(memory.domain) }
    for case .assertion(_, _, let domain, _) in definition.statements {
      clocked.insert(domain)
      reset.insert(domain)
    }
    for instance in definition.instances {
      guard let index = indexOfModule[instance.module] else { continue }
      for port in modules[index].clocking {
        let domain = instance.outer(port.domain)
        if port.role == .clock { clocked.insert(domain) } else { reset.insert(domain) }
      }
    }
    var order: [ClockDomain: Int] = [.default: -1]
    for (index, port) in ports.enumerated() where order[port.domain] == nil {
      order[port.domain] = index
    }
    let sorted = clocked.sorted { left, right in
      (order[left] ?? ports.count, left) < (order[right] ?? ports.count, right)
    }
    return sorted.flatMap { domain in
      reset.contains(domain)
        ? [.clock(of: domain), .reset(of: domain)] : [Port.clock(of: domain)]
    }
  }

  private func port(_ signal: Signal, _ group: String?) -> Port {
    var direction = Port.Direction.input
    if case .port(let portDirection) = signal.node { direction = portDirection }
    return Port(
      name: signal.name ?? "", direction: direction, type: signal.type, domain: signal.domain,
      note: signal.note, group: group, location: signal.location)
  }

  private func wire(_ signal: Signal) -> Wire {
    var wire = Wire(
      name: signal.name ?? "", type: signal.type, note: signal.note, location: signal.location)
    if case .crossing(let crossing)? = signal.arrival { wire.crossing = crossing }
    return wire
  }

  private func register(_ signal: Signal) -> Register? {
    guard case .register(let reset) = signal.node else { return nil }
    var register = Register(
      name: signal.name ?? "", type: signal.type, reset: reset, domain: signal.domain,
      note: signal.note, location: signal.location)
    if case .synchronizer? = signal.arrival { register.isSynchronizer = true }
    return register
  }
}
