/// Which registers a module and those below it reset, and whether a contract says so.
struct ResetContract {
  /// What holds state, as far as that is known.
  private struct Contents {
    var hasReset = false
    var hasData = false
    /// Nobody knows what a black box resets.
    var isKnown = true

    mutating func add(_ other: Contents) {
      hasReset = hasReset || other.hasReset
      hasData = hasData || other.hasData
      isKnown = isKnown && other.isKnown
    }
  }

  private var contentsOfModule: [String: Contents] = [:]

  /// Children come before their parents.
  mutating func check(_ module: ModuleDefinition) -> [Diagnostic] {
    var contents = Contents()
    for register in module.registers where !register.isGhost {
      if register.reset == nil { contents.hasData = true } else { contents.hasReset = true }
    }
    if !module.memories.isEmpty { contents.hasData = true }
    for instance in module.instances {
      contents.add(contentsOfModule[instance.module] ?? Contents(isKnown: false))
    }
    if module.blackBox != nil { contents.isKnown = false }
    contentsOfModule[module.name] = contents
    guard contents.isKnown else { return [] }
    let contract = module.contract
    return contract.reset.compactMap { reset in
      let problem: String
      switch reset {
      case .none where contents.hasReset: problem = "of none, but it has registers with a reset"
      case .control where !contents.hasReset:
        problem = "of control only, but it has no register with a reset"
      case .control where !contents.hasData:
        problem = "of control only, but all of its registers have a reset"
      default: return nil
      }
      return Diagnostic(
        .contract,
        "\(module.name) states a reset \(problem), here or in a child; state what is reset",
        at: contract.location ?? module.location)
    }
  }
}
