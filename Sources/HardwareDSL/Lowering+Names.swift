import HardwareIR

extension Lowering {
  /// The names of the module, those that the language makes of the designer's among them. Wires to
  /// ports of children and of memories give way to what the designer named, if they are to.
  func takenNames() -> Set<String> {
    var names = reflection.clockNames.givenNames
    names.insert(reflection.scope.moduleName)
    for signal in reflection.ports.lazy.map(\.signal) { names.insert(signal.name ?? "") }
    for signals in [reflection.registers, recorder.wires, recorder.registers] {
      for signal in signals { names.insert(signal.name ?? "") }
    }
    let ofMemories = Set(reflection.memories.flatMap(\.signals).map { ObjectIdentifier($0) })
    for wire in reflection.wires
    where ofMemories.isEmpty || !ofMemories.contains(ObjectIdentifier(wire)) {
      names.insert(wire.name ?? "")
    }
    for case .property(let property) in recorder.statements.lazy.map(\.kind) {
      names.insert(property.label.text)
    }
    for memory in reflection.memories { memory.takeNames(of: &names, naming) }
    for child in reflection.children {
      for (port, _) in child.ports {
        let usual = child.scope.nameInParent(of: port)
        let isFree = names.insert(usual).inserted && !isReserved(usual)
        if !isFree, naming == .givingWay {
          let name = freeName(usual, besides: names)
          names.insert(name)
          renamedWires[ObjectIdentifier(port)] = name
        }
      }
    }
    // So that temporaries leave the text what it makes up.
    for register in reflection.registers + recorder.registers {
      names.insert(PrintedNames.usualNextValue(register.name ?? ""))
    }
    let holders =
      reflection.memories.map { $0.name ?? "" } + reflection.children.map(\.scope.instanceName)
    names.formUnion(holders.lazy.map(PrintedNames.usualInstance))
    return names
  }

  /// The wire to a port of a child.
  func wireName(_ port: Signal, of instance: ModuleScope) -> String {
    let name = renamedWires.isEmpty ? nil : renamedWires[ObjectIdentifier(port)]
    return name ?? instance.nameInParent(of: port)
  }

  /// The wire to an output of a child that nothing reads.
  func unusedWireName(_ port: Signal, of instance: ModuleScope) -> String {
    let usual = "unused_" + wireName(port, of: instance)
    guard naming == .givingWay else { return usual }
    let name = freeName(usual, besides: names)
    names.insert(name)
    return name
  }

  /// The instance of a child and the name of its port, if `signal` is one.
  func childPort(_ signal: Signal) -> (instance: ModuleScope, port: String)? {
    guard let owner = signal.owner, owner.parent === reflection.scope, let name = signal.name,
      case .port = signal.node
    else { return nil }
    if owner.firstUse == nil { owner.firstUse = location }
    return (owner, name)
  }

  func addWire(
    _ name: String, _ type: HardwareType, _ element: ElementName?, title: PortTitle? = nil
  ) {
    names.insert(name)
    var wire = Wire(name: name, type: type, location: location, role: .temporary)
    wire.element = element
    wire.title = title
    wires.append(wire)
  }

  func freeName(_ wanted: String) -> String {
    freeName(withoutRepetition(wanted), besides: names)
  }

  /// Whether a temporary can have a name.
  func isFree(_ name: String) -> Bool { !names.contains(name) && !isReserved(name) }

  /// `name`, with a number behind where it is taken.
  private func freeName(_ name: String, besides names: Set<String>) -> String {
    numberedName(name) { names.contains($0) || isReserved($0) }
  }

  private func isReserved(_ name: String) -> Bool {
    ReservedWords.contains(name) || ClockDomain.isClockOrReset(name)
  }

  func report(_ rule: Diagnostic.Rule, _ message: String) {
    if let likeness, !reportedAlike.insert([rule, likeness]).inserted { return }
    guard reported.insert("\(message)@\(location?.description ?? "")").inserted else { return }
    diagnostics.append(Diagnostic(rule, message, at: location))
  }
}
