import HardwareIR

extension Lowering {
  func declaredNames() -> Set<String> {
    var names: Set<String> = []
    for signal in reflection.ports.map(\.signal) + reflection.wires + reflection.registers
      + recorder.wires + recorder.registers
    {
      names.insert(signal.name ?? "")
    }
    for register in reflection.registers + recorder.registers { names.insert(register.stem + "_d") }
    for memory in reflection.memories { names.insert("u_" + (memory.name ?? "")) }
    for child in reflection.children {
      names.insert("u_" + child.scope.instanceName)
      for (port, _) in child.ports {
        names.insert("\(child.scope.instanceName)_\(port.stem)")
      }
    }
    return names
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
    let name = withoutRepetition(wanted)
    var candidate = name
    var suffix = 2
    while names.contains(candidate) || ReservedWords.contains(candidate) {
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
