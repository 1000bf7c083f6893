import HardwareIR

/// What happens to a warning: a signal that nothing observes, a condition that is always the same.
public enum Strictness: Sendable {
  /// It is kept in the circuit's `warnings`.
  case lenient
  /// It is a mistake, as every other.
  case strict
}

/// Describes `top` and every module below it as plain values and checks the result.
///
/// - Parameters:
///   - top: Where it is constructed in the call, as in `elaborate(Top())`, initialisers are watched
///     as well as bodies: a module that one makes and drops is a mistake.
///   - allowed: Rules that the design breaks on purpose. Only `missingReset`, `streamHandshake` and
///     those of warnings can be: a circuit that breaks another means nothing.
///   - clockPorts: What the top's clocks and resets are called, by domain; it goes before the
///     module's own `clockPorts`.
/// - Throws: `DiagnosticError` with every mistake found, each at its place in the source.
public func elaborate(
  _ top: @autoclosure () throws -> any Module, _ strictness: Strictness = .lenient,
  allowing allowed: Set<Diagnostic.Rule> = [], clockPorts: [ClockDomain: ClockPorts] = [:]
) throws -> Circuit {
  let ports = PortLog()
  let module = try ElaborationContext(recorder: nil, ports: ports).run { try top() }
  let reflection = Reflection(of: module, instanceName: "", parent: nil)
  reflection.clockNames.take(clockPorts)
  reflection.findHiddenHardware()
  var elaborator = Elaborator()
  elaborator.define(reflection)
  elaborator.reportDroppedModules(in: ports, top: reflection)
  var circuit = Circuit(
    modules: elaborator.modules, streams: reflection.streams, taps: reflection.taps)
  circuit.nameCells()
  let mistakes = elaborator.diagnostics
  let places = Set(mistakes.compactMap(\.location))
  var found =
    mistakes
    + circuit.check(except: elaborator.skipped, names: elaborator.nameProblems)
    .filter { diagnostic in
      // A mistaken assignment is mended first.
      diagnostic.rule != .drivenTwice || diagnostic.location.map { !places.contains($0) } ?? true
    }
  // Signals are found by their names.
  if found.isEmpty || (strictness == .strict && !found.contains { $0.rule == .name }) {
    circuit.warnings = circuit.lint(except: elaborator.faulty).sorted()
  }
  if strictness == .strict { found += circuit.warnings.map(\.asError) }
  found.removeAll { $0.rule.isJudgement && allowed.contains($0.rule) }
  guard found.isEmpty else { throw DiagnosticError(found) }
  guard elaborator.hasZeroWidths else { return circuit }
  circuit = circuit.withoutZeroWidths()
  guard circuit.top.ports.isEmpty else { return circuit }
  throw DiagnosticError([
    Diagnostic(
      .definition,
      "no port of \(circuit.top.name) has a bit, so that nothing is left of it; give one a width "
        + "of 1 or more", at: circuit.top.location)
  ])
}

private struct Elaborator {
  var modules: [ModuleDefinition] = []
  var diagnostics: [Diagnostic] = []
  /// The modules with a mistake in what the language has checked so far.
  private(set) var faulty: Set<String> = []
  /// Those where any other rule would find consequences, not causes: declarations are mistaken,
  /// here or in a child, or nobody knows what an assignment would have driven.
  private(set) var skipped: Set<String> = []
  /// What is wrong with the names of each module.
  private(set) var nameProblems: [String: [Diagnostic]] = [:]
  /// Whether a value somewhere has no bits.
  private(set) var hasZeroWidths = false
  private var misdeclared: Set<String> = []
  /// The ports that bodies use without the module that they are part of.
  private var usedStrayPorts: Set<ObjectIdentifier> = []
  private var indexOfModule: [String: Int] = [:]
  /// The first module object of each name, whose body has run.
  private var firstOfName: [String: Reflection] = [:]

  init() {}

  mutating func define(_ reflection: Reflection) {
    let name = reflection.scope.moduleName
    if !reflection.refusals.isEmpty { return refuse(reflection) }
    if let first = firstOfName[name], reflection.diagnostics.isEmpty,
      reflection.hiddenHardware.isEmpty, reflection.holdsTheSame(as: first)
    {
      return
    }
    firstOfName[name] = firstOfName[name] ?? reflection
    for child in reflection.children { define(child) }
    diagnostics += reflection.diagnostics + reflection.hiddenHardware

    let recorder = Recorder(scope: reflection.scope)
    recorder.run { _ = reflection.module.body }
    let placed = place(reflection, recorder.placements)
    let contract = ContractLowering(reflection)
    if reflection.diagnostics.isEmpty { diagnostics += contract.diagnostics }
    var lowering = Lowering(reflection, recorder)
    var (definition, mistakes) = describe(
      reflection, recorder, lowering, contract.contract, placed)
    var problems = definition.nameProblems()
    if !problems.isEmpty, !(reflection.children.isEmpty && reflection.memories.isEmpty) {
      // Wires to children and memories may be in the designer's way, which is seldom.
      lowering = Lowering(reflection, recorder, naming: .givingWay)
      (definition, mistakes) = describe(
        reflection, recorder, lowering, contract.contract, placed)
      problems = definition.nameProblems()
    }
    nameProblems[name] = nameProblems[name] ?? problems
    hasZeroWidths =
      hasZeroWidths || lowering.hasZeroWidths || definition.declaresZeroWidths
    report(reflection, recorder, lowering)
    diagnostics += mistakes
    if mistakes.contains(where: { $0.rule == .clockDomain }) {
      misdeclared.insert(name)
      skipped.insert(name)
    }
    add(definition)
  }

  /// Takes up what is wrong with a module and its body.
  private mutating func report(
    _ reflection: Reflection, _ recorder: Recorder, _ lowering: Lowering
  ) {
    let name = reflection.scope.moduleName
    usedStrayPorts.formUnion(lowering.usedStrayPorts)
    if !reflection.diagnostics.isEmpty { misdeclared.insert(name) }
    // The ports that it seems to lack are hidden.
    if !reflection.hiddenHardware.isEmpty, reflection.ports.isEmpty { skipped.insert(name) }
    let names = [name] + reflection.children.map(\.scope.moduleName)
    if lowering.hasMistakenTarget || !misdeclared.isDisjoint(with: names) { skipped.insert(name) }
    if !(lowering.diagnostics + reflection.hiddenHardware).isEmpty || skipped.contains(name) {
      faulty.insert(name)
    }
    // A mistaken declaration is reported where it stands, not again at every use.
    let declarations = reflection.diagnostics + reflection.children.flatMap(\.diagnostics)
    diagnostics += lowering.diagnostics.filter { diagnostic in
      !(declarations + recorder.diagnostics).contains {
        $0.rule == diagnostic.rule && $0.message.hasSuffix("': " + diagnostic.message)
      }
    }
  }

  /// A module as plain values, and what is wrong with it as a black box.
  private func describe(
    _ reflection: Reflection, _ recorder: Recorder, _ lowering: Lowering, _ contract: Contract,
    _ placed: [Int: [ClockDomain: ClockDomain]]
  ) -> (ModuleDefinition, [Diagnostic]) {
    var definition = ModuleDefinition(
      name: reflection.scope.moduleName, contract: contract,
      location: reflection.ports.first?.signal.location)
    definition.wires = reflection.wires.map { wire($0) }
    definition.wires += recorder.wires.map { signal in
      wire(signal, recorder.roles[ObjectIdentifier(signal)] ?? .declared)
    }
    definition.wires += lowering.wires
    definition.registers = (reflection.registers + recorder.registers).compactMap(register)
    definition.registers += lowering.registers
    definition.memories = reflection.memories.map(\.definition)
    definition.statements = lowering.statements
    definition.streams = reflection.streams
    definition.parameters = reflection.statedParameters
    definition.sourceFile = definition.describingFile(
      of: String(describing: type(of: reflection.module)))
    definition.taps = reflection.taps
    for (index, child) in reflection.children.enumerated() {
      connect(child, placed[index] ?? [:], of: reflection, in: &definition, lowering)
    }
    definition.fitMemoriesToTheirUse()
    definition.ports = reflection.ports.map(port)
    let clocking = clocking(of: definition, reflection.clockNames)
    var mistakes = reflection.clockNames.mistakes(clocking, of: reflection)
    if let box = reflection.blackBox {
      mistakes += BlackBoxElaboration(box: box, reflection: reflection).complete(
        &definition, needs: clocking)
    } else {
      definition.ports = clocking + definition.ports
      driveClocks(in: &definition, lowering)
      definition = definition.separatingGhosts().markingGhosts()
    }
    mistakes += AttributeResolution.resolve(recorder.attributes, of: reflection, in: &definition)
    return (definition, mistakes)
  }

  /// A module with parameters that it refuses. What else is wrong with it is a consequence.
  private mutating func refuse(_ reflection: Reflection) {
    let name = reflection.scope.moduleName
    diagnostics += reflection.refusals
    misdeclared.insert(name)
    faulty.insert(name)
    guard skipped.insert(name).inserted else { return }
    modules.append(
      ModuleDefinition(
        name: name, contract: Contract(""), location: reflection.refusals[0].location))
  }

  /// Reports the modules that initialisers make and nothing holds. Where a declaration is mistaken,
  /// what it should have held is not reported as well.
  mutating func reportDroppedModules(in ports: PortLog, top: Reflection) {
    guard misdeclared.isEmpty else { return }
    for place in ports.droppedModules(except: usedStrayPorts.union(top.scope.hidden)) {
      diagnostics.append(
        Diagnostic(
          .scope,
          "an initialiser of \(top.scope.moduleName), or of a module inside, makes a module "
            + "(\(place)) and drops it; store it as a property",
          at: top.ports.first?.signal.location))
    }
  }

  private mutating func add(_ definition: ModuleDefinition) {
    if let index = indexOfModule[definition.name] {
      // What makes no difference is no parameter.
      modules[index].parameters.removeAll { !definition.parameters.contains($0) }
      var definition = definition
      definition.parameters = modules[index].parameters
      if modules[index] != definition {
        diagnostics.append(
          Diagnostic(
            .name,
            "two different modules are named '\(definition.name)'; put the parameters that differ "
              + "into \(definition.blackBox == nil ? "moduleName" : "parameters")",
            at: definition.location))
        misdeclared.insert(definition.name)
        skipped.insert(definition.name)
      }
      return
    }
    indexOfModule[definition.name] = modules.count
    modules.append(definition)
  }

  /// Adds a child. A black box connects its clock and reset like its other ports.
  private func connect(
    _ child: Reflection, _ domains: [ClockDomain: ClockDomain], of parent: Reflection,
    in definition: inout ModuleDefinition, _ lowering: Lowering
  ) {
    let name = child.scope.instanceName
    var connections: [PortConnection] = []
    if let box = child.blackBox {
      connections = BlackBoxElaboration.connections(
        box, in: domains[.default] ?? .default, of: parent.clockNames)
    }
    for (signal, _) in child.ports {
      guard let port = signal.name else { continue }
      if case .port(.input) = signal.node {
        if let driver = lowering.connection(to: signal) {
          connections.append(
            PortConnection(
              port: port, connection: .input(driver.value), location: driver.location))
        }
      } else {
        let wire =
          lowering.isRead(signal)
          ? lowering.wireName(signal, of: child.scope)
          : lowering.unusedWireName(signal, of: child.scope)
        var declared = Wire(
          name: wire, type: signal.type, location: signal.location, role: .temporary)
        declared.element = child.scope.elementInParent(of: signal)
        definition.wires.append(declared)
        connections.append(PortConnection(port: port, connection: .output(wire)))
      }
    }
    var instance = InstanceDefinition(
      name: name, module: child.scope.moduleName, connections: connections, domains: domains,
      location: child.scope.firstUse ?? child.placeInParent ?? definition.location)
    instance.element = child.scope.element
    instance.section = lowering.section(of: child)
    definition.instances.append(instance)
  }

  /// The clock domains of the children, by their numbers.
  private mutating func place(
    _ reflection: Reflection, _ placements: [ClockPlacement]
  ) -> [Int: [ClockDomain: ClockDomain]] {
    let placed = ClockPlacement.resolve(placements, of: reflection) { name in
      indexOfModule[name].map { modules[$0] }
    }
    diagnostics += placed.diagnostics
    if !placed.diagnostics.isEmpty {
      skipped.insert(reflection.scope.moduleName)
      faulty.insert(reflection.scope.moduleName)
    }
    return placed.domains
  }

  /// Clock and reset ports, as far as anything inside needs them: those of the default domain, then
  /// in the order in which ports name their domains.
  private func clocking(of definition: ModuleDefinition, _ names: ClockNames) -> [Port] {
    let (clocked, reset) = definition.clockingNeeds { name in
      indexOfModule[name].map { modules[$0] }
    }
    var order: [ClockDomain: Int] = [.default: -1]
    for (index, port) in definition.ports.enumerated() where order[port.domain] == nil {
      order[port.domain] = index
    }
    let sorted = clocked.sorted { left, right in
      (order[left] ?? .max, left) < (order[right] ?? .max, right)
    }
    return sorted.flatMap { domain in
      reset.contains(domain)
        ? [names.clock(of: domain), names.reset(of: domain)] : [names.clock(of: domain)]
    }
  }

  /// Connects the clocks and resets of the children whose ports, or the module's, have names of
  /// their own. A reset that acts at the other level gets a wire.
  private func driveClocks(in definition: inout ModuleDefinition, _ lowering: Lowering) {
    var inverted: [ClockDomain: String] = [:]
    for index in definition.instances.indices {
      let instance = definition.instances[index]
      guard let child = indexOfModule[instance.module].map({ modules[$0] }), child.blackBox == nil
      else { continue }
      for port in child.clocking {
        let domain = instance.outer(port.domain)
        var driver = definition.clockName(of: domain)
        if port.role == .reset {
          driver = definition.resetName(of: domain)
          if let reset = definition.reset(of: domain), reset.resetLevel != port.resetLevel {
            driver = inverted[domain] ?? ClockNames.invert(reset, in: &definition, lowering)
            inverted[domain] = driver
          }
        }
        if driver != instance.driver(of: port) {
          definition.instances[index].drivers[port.name] = driver
        }
      }
    }
  }

  private func port(_ signal: Signal, _ group: String?) -> Port {
    var direction = Port.Direction.input
    if case .port(let portDirection) = signal.node { direction = portDirection }
    var port = Port(
      name: signal.name ?? "", direction: direction, type: signal.type, domain: signal.domain,
      note: signal.note, group: group, location: signal.location)
    port.element = signal.elementName
    port.title = signal.title
    port.isIgnorable = signal.isIgnorable
    return port
  }

  private func wire(_ signal: Signal, _ role: Wire.Role = .declared) -> Wire {
    var wire = Wire(
      name: signal.name ?? "", type: signal.type, note: signal.note, location: signal.location,
      role: role)
    wire.element = signal.elementName
    wire.isGhost = signal.isGhost
    wire.isIgnorable = signal.isIgnorable
    if case .crossing(let crossing)? = signal.arrival { wire.crossing = crossing }
    return wire
  }

  private func register(_ signal: Signal) -> Register? {
    guard case .register(let reset) = signal.node else { return nil }
    var register = Register(
      name: signal.name ?? "", type: signal.type, reset: reset, domain: signal.domain,
      note: signal.note, location: signal.location)
    register.element = signal.elementName
    register.isGhost = signal.isGhost
    if case .synchronizer? = signal.arrival { register.isSynchronizer = true }
    return register
  }
}
