extension Circuit {
  /// Every rule that the circuit breaks, in no particular order.
  ///
  /// - Parameters:
  ///   - faulty: modules that are known to be wrong and left out.
  ///   - nameProblems: those of modules, as far as they are known.
  public func check(
    except faulty: Set<String> = [], names nameProblems: [String: [Diagnostic]] = [:]
  ) -> [Diagnostic] {
    var found: [Diagnostic] = []
    var paths: [String: ModulePaths] = [:]
    let resets = ResetCheck.Family()
    var resetContract = ResetContract()
    // The modules whose paths are those of the circuit, which a mistake in a child changes.
    var known: Set<String> = []
    let definitions = definitions
    for module in modules where !faulty.contains(module.name) {
      if module.ports.isEmpty {
        found.append(
          Diagnostic(
            .definition, "\(module.name) has no ports; declare an input or an output",
            at: module.location))
      }
      let names = nameProblems[module.name] ?? module.nameProblems()
      found += names
      // The other checks find signals by their names.
      guard names.isEmpty else { continue }
      found += BlackBoxCheck.check(module)
      if module.hasBehaviour {
        found += DriverCheck.check(module)
        found += MemoryCheck.check(module)
        found += LatchCheck.check(module)
        found += ConnectionCheck.check(module, definitions: definitions)
        let loops = CycleCheck.check(module, paths: &paths)
        found += loops
        if !loops.contains(where: { $0.rule == .combinationalLoop }),
          module.instances.allSatisfy({ known.contains($0.module) })
        {
          known.insert(module.name)
        }
        found += DomainCheck.check(module, definitions: definitions, paths: paths)
        found += ResetCheck.check(module, resets)
        found += GhostCheck.check(module)
      }
      if let box = module.blackBox {
        if let paths = paths[module.name] {
          found += BlackBoxCheck.check(module, modelPaths: paths)
        }
        paths[module.name] = ModulePaths(module, box)
        known.insert(module.name)
      } else if known.contains(module.name), let paths = paths[module.name] {
        found += ContractCheck(module, inputsOfOutput: paths.inputsOfOutput).check()
      }
      found += resetContract.check(module)
    }
    return found + BlackBoxCheck.check(self) + FileCheck.check(self)
  }

  /// What has no effect as it is written, in no particular order: the warnings.
  ///
  /// - Parameter faulty: modules that are known to be wrong and left out.
  public func lint(except faulty: Set<String> = []) -> [Diagnostic] {
    var found: [Diagnostic] = []
    // A black box does what nothing here describes.
    var unobserved: Set<String> = []
    for module in modules where module.blackBox == nil {
      let observers = Set(module.instances.lazy.map(\.module)).subtracting(unobserved)
      if observers.isEmpty, !module.hasProperties { unobserved.insert(module.name) }
      guard !faulty.contains(module.name) else { continue }
      found += DeadSignalCheck.check(module, observers: observers)
      found += ConstantConditionCheck.check(module)
    }
    return found
  }
}

extension ModuleDefinition {
  fileprivate var hasProperties: Bool {
    statements.contains {
      if case .property = $0 { true } else { false }
    }
  }
}
