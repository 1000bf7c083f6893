import HardwareIR

extension Lowering {
  /// The names of the module, those that the language makes of the designer's among them: wires to
  /// ports of children and of memories give way to what the designer named.
  func takenNames() -> Set<String> {
    var names = reflection.clockNames.givenNames
    names.insert(reflection.scope.moduleName)
    let ofMemories = Set(reflection.memories.flatMap(\.signals).map { ObjectIdentifier($0) })
    for signal in reflection.ports.map(\.signal) + reflection.wires + reflection.registers
      + recorder.wires + recorder.registers
    where ofMemories.isEmpty || !ofMemories.contains(ObjectIdentifier(signal)) {
      names.insert(signal.name ?? "")
    }
    for case .property(_, let label, _, _) in recorder.statements.lazy.map(\.kind) {
      names.insert(label.text)
    }
    for memory in reflection.memories { memory.giveWay(to: &names) }
    for child in reflection.children {
      for (port, _) in child.ports {
        let wanted = "\(child.scope.instanceName)_\(port.stem)"
        let name = Self.free(wanted, besides: names)
        names.insert(name)
        if name != wanted { renamedWires[ObjectIdentifier(port)] = name }
      }
    }
    // So that temporaries leave the text what it makes up.
    for register in reflection.registers + recorder.registers { names.insert(register.stem + "_d") }
    for memory in reflection.memories { names.insert("u_" + (memory.name ?? "")) }
    for child in reflection.children { names.insert("u_" + child.scope.instanceName) }
    return names
  }

  /// The wire to a port of a child.
  func wireName(_ port: Signal, of instance: String) -> String {
    let name = renamedWires.isEmpty ? nil : renamedWires[ObjectIdentifier(port)]
    return name ?? "\(instance)_\(port.stem)"
  }

  /// The wire to an output of a child that nothing reads.
  func unusedWireName(_ port: Signal, of instance: String) -> String {
    let name = Self.free("unused_" + wireName(port, of: instance), besides: names)
    names.insert(name)
    return name
  }

  func childPort(_ signal: Signal) -> (instance: String, port: String)? {
    guard let owner = signal.owner, owner.parent === reflection.scope, let name = signal.name,
      case .port = signal.node
    else { return nil }
    if owner.firstUse == nil { owner.firstUse = location }
    return (owner.instanceName, name)
  }

  func addWire(_ name: String, _ type: HardwareType, _ element: ElementName?) {
    names.insert(name)
    var wire = Wire(name: name, type: type, location: location, role: .temporary)
    wire.element = element
    wires.append(wire)
  }

  func freeName(_ wanted: String) -> String {
    Self.free(withoutRepetition(wanted), besides: names)
  }

  /// `name`, with a number behind where it is taken.
  private static func free(_ name: String, besides names: Set<String>) -> String {
    var candidate = name
    var suffix = 2
    while names.contains(candidate) || ReservedWords.contains(candidate)
      || ClockDomain.isClockOrReset(candidate)
    {
      candidate = "\(name)_\(suffix)"
      suffix += 1
    }
    return candidate
  }

  func report(_ rule: Diagnostic.Rule, _ message: String) {
    guard reported.insert("\(message)@\(location?.description ?? "")").inserted else { return }
    diagnostics.append(Diagnostic(rule, message, at: location))
  }
}
