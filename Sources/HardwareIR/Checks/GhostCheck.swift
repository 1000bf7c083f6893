/// Hardware does not depend on ghosts, which synthesis leaves out.
struct GhostCheck {
  private let module: ModuleDefinition
  private let ghosts: Set<String>
  private let temporaries: Set<String>
  private let sites: [String: [AssignmentSite]]
  private var found: [Diagnostic] = []
  /// The ghosts that have been reported.
  private var reported: Set<String> = []

  static func check(_ module: ModuleDefinition) -> [Diagnostic] {
    let ghosts = module.ghosts
    guard !ghosts.isEmpty else { return [] }
    var check = GhostCheck(module, ghosts)
    check.checkDrivers()
    check.checkSignals()
    check.checkInstances()
    return check.found
  }

  private init(_ module: ModuleDefinition, _ ghosts: Set<String>) {
    self.module = module
    self.ghosts = ghosts
    temporaries = Set(module.wires.lazy.filter { $0.role == .temporary }.map(\.name))
    sites = module.assignmentSites()
  }

  /// A memory and an instance drive hardware.
  private mutating func checkDrivers() {
    let driven = module.externallyDriven.union(module.memories.flatMap(\.inputs))
    for name in ghosts.intersection(driven).sorted() where reported.insert(name).inserted {
      found.append(
        Diagnostic(
          .ghost,
          "'\(name)' of \(module.name) belongs to a memory or an instance, which is hardware and "
            + "no ghost; copy it to a wire, and make that one",
          at: module.wires.first { $0.name == name }?.location))
    }
  }

  private mutating func checkSignals() {
    let outputs = module.ports.lazy.filter { $0.direction == .output }.map(\.name)
    let memoryInputs = module.memories.flatMap(\.inputs)
    for name in Array(outputs) + memoryInputs { inspect("'\(name)'", sites[name] ?? []) }
    let wires = module.wires.lazy.filter { !$0.isGhost && $0.role != .temporary }.map(\.name)
    let registers = module.registers.lazy.filter { !$0.isGhost }.map(\.name)
    for name in Array(wires) + registers { inspect("'\(name)'", sites[name] ?? []) }
  }

  private mutating func checkInstances() {
    for instance in module.instances {
      for connection in instance.connections {
        guard case .input(let value) = connection.connection else { continue }
        let site = AssignmentSite(value: value, conditions: [], location: connection.location)
        inspect("input '\(connection.port)' of instance '\(instance.name)'", [site])
      }
    }
  }

  /// Reports the ghosts that a signal of the hardware depends on, also through wires that the
  /// language has made.
  private mutating func inspect(_ reader: String, _ sites: [AssignmentSite]) {
    var seen: Set<String> = []
    var pending = sites
    while let site = pending.popLast() {
      for expression in [site.value] + site.conditions {
        expression.forEachReference { name in
          guard seen.insert(name).inserted else { return }
          if ghosts.contains(name) {
            report(name, reader, at: site.location)
          } else if temporaries.contains(name) {
            pending += self.sites[name] ?? []
          }
        }
      }
    }
  }

  private mutating func report(_ ghost: String, _ reader: String, at location: SourceLocation?) {
    guard reported.insert(ghost).inserted else { return }
    found.append(
      Diagnostic(
        .ghost,
        "\(reader) of \(module.name) depends on '\(ghost)', a ghost that synthesis leaves out; "
          + "declare '\(ghost)' without ghost(_), or let only claims and other ghosts read it",
        at: location))
  }
}
