import HardwareIR

/// Whether the text has the outputs that are only observed.
public enum TapPorts: Hashable, Sendable {
  /// It has none of them, in no module, nor what only they need: for a chip.
  case omitted
  /// It has them, for a test bench.
  case kept
}

extension Circuit {
  /// The circuit without its taps, in all modules, and without what only they need: wires,
  /// registers, ports and instances. What something else reads as well stays, be it a claim.
  /// Inputs, clocks and resets stay.
  public func withoutTaps() -> Circuit {
    guard modules.contains(where: { !$0.taps.isEmpty }) else { return self }
    var circuit = self
    circuit.taps = []
    var removal = TapRemoval(circuit)
    while removal.removeObservers() { removal = TapRemoval(removal.circuit) }
    return removal.circuit
  }
}

/// One pass over all modules, parents first.
private struct TapRemoval {
  private(set) var circuit: Circuit
  /// The outputs of modules that are gone.
  private var gone: [String: Set<String>] = [:]
  /// Those of them that the module itself reads: they become wires.
  private var readInside: [String: Set<String>] = [:]
  /// The modules that had outputs and have none any more.
  private var outputless: Set<String> = []

  init(_ circuit: Circuit) {
    self.circuit = circuit
    let modules = circuit.modules
    var needed: [String: Set<String>] = [:]
    for module in modules.reversed() {
      guard module.blackBox == nil else {
        // A model is never printed, and reads what it likes.
        for instance in module.instances {
          needed[instance.module, default: []].formUnion(instance.connections.map(\.port))
        }
        continue
      }
      let taps = Set(module.taps.flatMap { [$0.valid] + $0.data })
      let removed = taps.subtracting(needed[module.name] ?? [])
      gone[module.name] = removed
      var without = module
      without.ports.removeAll { removed.contains($0.name) }
      without.statements = Self.dropping(removed, from: module.statements)
      // What the module reads of its own taps, as a claim may, it goes on to make.
      var live = DeadLogic.liveSignals(of: without)
      let read = live.intersection(removed)
      readInside[module.name] = read
      if !read.isEmpty {
        without.statements = Self.dropping(removed.subtracting(read), from: module.statements)
        live = DeadLogic.liveSignals(of: without)
      }
      for instance in module.instances {
        for case (let port, .output(let wire)) in instance.connections.map({
          ($0.port, $0.connection)
        }) where live.contains(wire) {
          needed[instance.module, default: []].insert(port)
        }
      }
    }
    for index in modules.indices where modules[index].blackBox == nil {
      self.circuit.modules[index] = reduced(modules[index])
    }
    for (before, after) in zip(modules, self.circuit.modules) {
      if Self.hasOutputs(before), !Self.hasOutputs(after) { outputless.insert(before.name) }
    }
  }

  private static func hasOutputs(_ module: ModuleDefinition) -> Bool {
    module.ports.contains { $0.direction == .output }
  }

  /// The module without the outputs that are gone, here and in its children, and without what only
  /// they read.
  private func reduced(_ module: ModuleDefinition) -> ModuleDefinition {
    var result = module
    var removed = gone[module.name] ?? []
    let read = readInside[module.name] ?? []
    for port in module.ports where read.contains(port.name) {
      var wire = Wire(
        name: port.name, type: port.type, note: port.note, location: port.location,
        role: .temporary)
      wire.element = port.element
      result.wires.append(wire)
    }
    result.ports.removeAll { removed.contains($0.name) }
    result.contract = module.contract.without(removed)
    result.taps = module.taps.compactMap { tap in
      guard !removed.contains(tap.valid) else { return nil }
      var tap = tap
      tap.data.removeAll { removed.contains($0) }
      return tap
    }
    removed.subtract(read)
    for index in module.instances.indices {
      let outputs = gone[module.instances[index].module] ?? []
      result.instances[index].connections.removeAll { connection in
        guard outputs.contains(connection.port), case .output(let wire) = connection.connection
        else { return false }
        removed.insert(wire)
        return true
      }
    }
    guard !removed.isEmpty || !read.isEmpty else { return module }
    let before = DeadLogic.liveSignals(of: module)
    let after = DeadLogic.liveSignals(of: result)
    removed.formUnion(before.subtracting(after))
    removed.formUnion(Self.deadReaders(of: removed, in: module, live: before))
    // An input stays, read or not, and so does what an instance or a memory goes on to drive.
    removed.subtract(result.ports.map(\.name))
    removed.subtract(result.externallyDriven)
    result.wires.removeAll { removed.contains($0.name) }
    result.registers.removeAll { removed.contains($0.name) }
    result.statements = Self.dropping(removed, from: module.statements)
    return result
  }

  /// What nothing reads, and reads itself what is gone, as a wire that is `unused` on purpose does.
  private static func deadReaders(
    of removed: Set<String>, in module: ModuleDefinition, live: Set<String>
  ) -> Set<String> {
    var found: Set<String> = []
    var isComplete = false
    while !isComplete {
      isComplete = true
      for statement in module.statements {
        var reads = false
        statement.forEachExpression { expression in
          expression.forEachReference { name in
            if removed.contains(name) || found.contains(name) { reads = true }
          }
        }
        guard reads else { continue }
        statement.forEachAssignment { target, _, _ in
          if !live.contains(target.name), found.insert(target.name).inserted { isComplete = false }
        }
      }
    }
    return found
  }

  /// Statements without assignments to what is gone. Headings stay, since instances count them; the
  /// text has none without something below it.
  private static func dropping(
    _ removed: Set<String>, from statements: [Statement]
  ) -> [Statement] {
    statements.compactMap { $0.droppingAssignments(to: removed.contains) }
  }

  // MARK: Observers

  /// Removes the instances whose outputs were taps alone and that claim nothing, and the modules
  /// that are then in no use. Whether there were any.
  mutating func removeObservers() -> Bool {
    var claiming: Set<String> = []
    for module in circuit.modules {
      let claims = module.statements.contains { if case .property = $0 { true } else { false } }
      // What a tool is told of is wanted too.
      let isTold = module.registers.contains { !$0.attributes.isEmpty }
      for instance in module.instances where !instance.attributes.isEmpty {
        claiming.insert(instance.module)
      }
      if claims || isTold || module.blackBox != nil
        || module.instances.contains(where: { claiming.contains($0.module) })
      {
        claiming.insert(module.name)
      }
    }
    let observers = outputless.subtracting(claiming).subtracting([circuit.top.name])
    guard !observers.isEmpty else { return false }
    for index in circuit.modules.indices {
      let module = circuit.modules[index]
      guard module.instances.contains(where: { observers.contains($0.module) }) else { continue }
      var result = module
      result.instances.removeAll { observers.contains($0.module) }
      let lost = DeadLogic.liveSignals(of: module)
        .subtracting(DeadLogic.liveSignals(of: result)).subtracting(result.externallyDriven)
      result.wires.removeAll { lost.contains($0.name) }
      result.registers.removeAll { lost.contains($0.name) }
      result.statements = Self.dropping(lost, from: module.statements)
      circuit.modules[index] = result
    }
    circuit.modules.removeAll { observers.contains($0.name) }
    return true
  }
}
