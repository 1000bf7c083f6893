extension Circuit {
  /// Every rule that the circuit breaks, in no particular order.
  public func check() -> [Diagnostic] {
    var found: [Diagnostic] = []
    var paths: [String: CombinationalPaths] = [:]
    let definitions = Dictionary(
      modules.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    for module in modules {
      if module.ports.isEmpty {
        found.append(
          Diagnostic(
            .definition, "\(module.name) has no ports; declare an input or an output",
            at: module.location))
      }
      let names = NameCheck.check(module)
      found += names
      // The other checks find signals by their names.
      guard names.isEmpty else { continue }
      found += DriverCheck.check(module)
      found += LatchCheck.check(module)
      found += ConnectionCheck.check(module, definitions: definitions)
      found += CycleCheck.check(module, paths: &paths)
      found += DomainCheck.check(module, definitions: definitions, paths: paths)
    }
    return found
  }
}
