import HardwareIR

extension Lowering {
  /// Reports a signal that is not one of this module.
  func reportForeign(_ signal: Signal, _ what: String) {
    let module = reflection.scope.moduleName
    if signal.name != nil {
      report(
        .scope,
        "\(signal) is \(what) in \(module), to which it does not belong; pass it through a port")
    } else if reflection.scope.hides(signal) {
      // Reported already, where a property holds it.
      return
    } else if case .port(let direction) = signal.node {
      let port = direction == .input ? "an input" : "an output"
      let place = signal.location.map { " (\($0))" } ?? ""
      usedStrayPorts.insert(ObjectIdentifier(signal))
      report(
        .scope,
        "\(port)\(place) that no stored property of \(module) holds is \(what); "
          + "store its module as a property of \(module)")
    } else {
      report(
        .scope,
        "a signal without name is \(what) in \(module); make it, or the module or bundle that it "
          + "is part of, a stored property, or name it with wire(\"name\", _)")
    }
  }

  /// Reports the modules that the body makes and does not use.
  func reportDroppedModules() {
    location = reflection.ports.first?.signal.location
    for place in recorder.strayPorts.droppedModules(except: usedStrayPorts) {
      report(
        .scope,
        "the body of \(reflection.scope.moduleName) makes a module (\(place)) and drops it; store "
          + "it as a property of \(reflection.scope.moduleName)")
    }
  }
}
