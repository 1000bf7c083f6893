extension Circuit {
  /// Every rule that the circuit breaks, in no particular order.
  ///
  /// - Parameter faulty: modules that are known to be wrong and left out.
  public func check(except faulty: Set<String> = []) -> [Diagnostic] {
    var found: [Diagnostic] = []
    var paths: [String: CombinationalPaths] = [:]
    let resets = ResetCheck.Family()
    let definitions = Dictionary(
      modules.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    for module in modules where !faulty.contains(module.name) {
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
      found += ResetCheck.check(module, resets)
    }
    return found
  }

  /// What has no effect as it is written, in no particular order: the warnings.
  ///
  /// - Parameter faulty: modules that are known to be wrong and left out.
  public func lint(except faulty: Set<String> = []) -> [Diagnostic] {
    var found: [Diagnostic] = []
    // Nothing is known of a module that is not described here.
    var unobserved: Set<String> = []
    for module in modules {
      let observers = Set(module.instances.lazy.map(\.module)).subtracting(unobserved)
      if observers.isEmpty, !module.hasClaims { unobserved.insert(module.name) }
      guard !faulty.contains(module.name) else { continue }
      found += DeadSignalCheck.check(module, observers: observers)
      found += ConstantConditionCheck.check(module)
    }
    return found
  }
}

extension ModuleDefinition {
  fileprivate var hasClaims: Bool {
    statements.contains {
      if case .assertion = $0 { true } else { false }
    }
  }
}
