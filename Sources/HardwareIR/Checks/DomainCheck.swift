/// What is clocked depends on signals of its own clock domain only; what crosses says so.
struct DomainCheck {
  private let module: ModuleDefinition
  private let definitions: [String: ModuleDefinition]
  private let sites: [String: [AssignmentSite]]
  private let sources: DomainSources
  private var found: [Diagnostic] = []

  static func check(
    _ module: ModuleDefinition, definitions: [String: ModuleDefinition],
    paths: [String: ModulePaths]
  ) -> [Diagnostic] {
    guard hasSeveralDomains(module, definitions) else { return [] }
    var check = DomainCheck(module, definitions, paths)
    check.checkRegisters()
    check.checkMemories()
    check.checkPorts()
    check.checkInstances()
    check.checkProperties()
    check.checkCrossings()
    check.checkSynchronizers()
    return check.found
  }

  private init(
    _ module: ModuleDefinition, _ definitions: [String: ModuleDefinition],
    _ paths: [String: ModulePaths]
  ) {
    self.module = module
    self.definitions = definitions
    sites = module.assignmentSites()
    sources = DomainSources(module, sites, definitions: definitions, paths: paths)
  }

  /// Whether there is anything to check: most modules have one domain.
  private static func hasSeveralDomains(
    _ module: ModuleDefinition, _ definitions: [String: ModuleDefinition]
  ) -> Bool {
    let first = module.ports.first?.domain ?? .default
    func isOther(_ domain: ClockDomain) -> Bool { domain != first || domain == .asynchronous }
    return module.ports.contains { isOther($0.domain) }
      || module.registers.contains { isOther($0.domain) }
      || module.memories.contains { isOther($0.domain) }
      || module.wires.contains { $0.crossing != nil }
      || module.instances.contains { instance in
        guard let definition = definitions[instance.module] else { return false }
        return definition.clocking.contains { isOther(instance.outer($0.domain)) }
          || definition.ports.contains { $0.domain == .asynchronous }
      }
  }

  // MARK: What depends on signals

  private mutating func checkRegisters() {
    for register in module.registers where !register.isSynchronizer {
      let sink = Sink("register '\(register.name)' of \(module.name)", register.domain)
      check(sink, sites[register.name] ?? [])
    }
  }

  private mutating func checkMemories() {
    for memory in module.memories {
      let sink = Sink("memory '\(memory.name)' of \(module.name)", memory.domain)
      check(sink, memory.inputs.flatMap { sites[$0] ?? [] })
    }
  }

  private mutating func checkPorts() {
    for port in module.ports where port.direction == .output {
      let sink = Sink("output '\(port.name)' of \(module.name)", port.domain)
      let copied = AssignmentSite(
        value: .reference(port.name, port.type), conditions: [], location: port.location)
      check(sink, sites[port.name] ?? [copied])
    }
  }

  private mutating func checkInstances() {
    for instance in module.instances {
      guard let definition = definitions[instance.module] else { continue }
      let ports = InstancePorts(instance, definition)
      for connection in instance.connections {
        guard case .input(let value) = connection.connection,
          let domain = ports.domain(of: connection.port)
        else { continue }
        var sink = Sink(
          "input '\(connection.port)' of instance '\(instance.name)' in \(module.name)", domain)
        sink.remedy = "place the instance in that domain with clock(_, in:), or "
        check(sink, sites(of: connection, value))
      }
    }
  }

  private func sites(of connection: PortConnection, _ value: Expression) -> [AssignmentSite] {
    // What is assigned under conditions has a wire, whose assignments have places.
    if case .reference(let wire, _) = value, connection.location == nil, let sites = sites[wire] {
      return sites
    }
    return [AssignmentSite(value: value, conditions: [], location: connection.location)]
  }

  private mutating func checkProperties() {
    for case .property(let property) in module.statements {
      check(
        Sink("\(property.kind.phrase) \(property.label) of \(module.name)", property.domain),
        [AssignmentSite(value: property.condition, conditions: [], location: property.location)])
    }
  }

  // MARK: What crosses

  private mutating func checkCrossings() {
    for wire in module.wires {
      guard let crossing = wire.crossing else { continue }
      checkMixture(
        "crossing '\(wire.name)' of \(module.name)", sites[wire.name] ?? [],
        except: crossing.domain)
    }
  }

  private mutating func checkSynchronizers() {
    let direct = DirectSignals(module, definitions: definitions)
    for register in module.registers where register.isSynchronizer {
      let text = "synchronizer '\(register.name)' of \(module.name)"
      let sampled = sites[register.name] ?? []
      if checkMixture(text, sampled) { continue }
      let isDirect = sampled.allSatisfy { direct.contains($0.value) && $0.conditions.isEmpty }
      if !isDirect { reportGlitches(text, sampled, except: register.domain) }
    }
    for instance in module.instances {
      guard let definition = definitions[instance.module] else { continue }
      let sampled = DirectSignals(definition, definitions: definitions).sampledInputs()
      for connection in instance.connections where sampled.contains(connection.port) {
        guard case .input(let value) = connection.connection, !direct.contains(value) else {
          continue
        }
        let text =
          "a synchronizer behind input '\(connection.port)' of instance '\(instance.name)' in "
          + module.name
        reportGlitches(text, sites(of: connection, value))
      }
    }
  }

  private mutating func reportGlitches(
    _ text: String, _ sites: [AssignmentSite], except own: ClockDomain? = nil
  ) {
    guard let (domain, origin) = origins(in: sites).first, domain != own else { return }
    report(
      "\(text) samples logic over '\(origin.signal)', in \(domain), whose glitches it may catch; "
        + "put a register in between", at: sites.first?.location)
  }

  /// Reports a dependence on several domains, of which at most one can cross.
  @discardableResult
  private mutating func checkMixture(
    _ text: String, _ sites: [AssignmentSite], except own: ClockDomain? = nil
  ) -> Bool {
    let origins = origins(in: sites).filter { $0.domain != own }
    guard origins.count > 1 else { return false }
    report(
      "\(text) depends on '\(origins[0].origin.signal)', in \(origins[0].domain), and on "
        + "'\(origins[1].origin.signal)', in \(origins[1].domain); let each cross by itself and "
        + "join them in one domain", at: sites.first?.location)
    return true
  }

  private func origins(
    in sites: [AssignmentSite]
  ) -> [(domain: ClockDomain, origin: DomainSources.Origin)] {
    var found: [(domain: ClockDomain, origin: DomainSources.Origin)] = []
    for site in sites {
      for expression in [site.value] + site.conditions {
        expression.forEachReference { name in
          for domain in sources.domains(of: name) where !found.contains(where: { $0.0 == domain }) {
            found.append((domain, sources.origin(of: domain, in: name)))
          }
        }
      }
    }
    return found
  }

  // MARK: Sentences

  /// What samples signals, or hands them on as those of a domain.
  private struct Sink {
    var text: String
    var domain: ClockDomain
    var remedy = "declare both in one domain, or "

    init(_ text: String, _ domain: ClockDomain) {
      self.text = text
      self.domain = domain
    }
  }

  private mutating func check(_ sink: Sink, _ sites: [AssignmentSite]) {
    if sink.domain == .asynchronous {
      checkMixture(sink.text, sites)
      return
    }
    var reported: Set<ClockDomain> = [sink.domain]
    for site in sites {
      for (index, expression) in ([site.value] + site.conditions).enumerated() {
        expression.forEachReference { name in
          for domain in sources.domains(of: name) where reported.insert(domain).inserted {
            let origin = sources.origin(of: domain, in: name)
            let depends = index == 0 ? "depends on" : "depends, by a condition, on"
            report(
              "\(sink.text), in \(sink.domain), \(depends) '\(origin.signal)', in \(domain)"
                + through(origin.path) + "; " + remedy(sink, domain), at: site.location)
          }
        }
      }
    }
  }

  private func through(_ path: [String]) -> String {
    path.isEmpty ? "" : ", through " + path.map { "'\($0)'" }.joined(separator: " and ")
  }

  private func remedy(_ sink: Sink, _ domain: ClockDomain) -> String {
    domain == .asynchronous
      ? "sample it with synchronized, or use crossing and give the reason"
      : sink.remedy
        + "bring it over with synchronized, an AsynchronousFIFO, or crossing and a reason"
  }

  private mutating func report(_ message: String, at location: SourceLocation?) {
    found.append(Diagnostic(.clockDomain, message, at: location))
  }
}
