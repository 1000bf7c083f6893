import HardwareIR

/// Makes a contract of a module's documentation: signals become names of ports.
struct ContractLowering {
  private let reflection: Reflection
  private let location: SourceLocation
  private(set) var contract: Contract
  private(set) var diagnostics: [Diagnostic] = []
  /// The ports of each array, by its name.
  private lazy var portsOfArray: [String: [String]] = Dictionary(
    grouping: reflection.ports.lazy.map(\.signal).filter { $0.element != nil },
    by: { $0.elementName?.stem ?? "" }
  ).mapValues { $0.compactMap(\.name) }

  init(_ reflection: Reflection) {
    self.reflection = reflection
    let documentation = reflection.module.documentation
    location = documentation.location
    contract = Contract(documentation.summary, at: documentation.location)
    contract.latency = documentation.latency.compactMap { lower($0) }
    contract.throughput = documentation.throughput.compactMap { lower($0) }
    contract.reset = documentation.reset.compactMap { lower($0) }
    contract.paths = lower(documentation.combinationalPaths)
  }

  private mutating func report(_ message: String) {
    diagnostics.append(
      Diagnostic(.contract, "\(reflection.scope.moduleName) states \(message)", at: location))
  }

  // MARK: Parts

  private mutating func lower(_ latency: Documentation.Latency) -> Contract.Latency? {
    switch latency.content {
    case .sentence(let text): return .sentence(text)
    case .cycles(let count, let from, let to, let note):
      guard count >= 0 else {
        report("a latency of \(count) cycles; give it 0 or more")
        return nil
      }
      let subject = "a latency"
      let sources = ports(of: from, .input, .events, subject)
      let targets = meant(by: to, .output, .events, subject)
      guard !sources.isEmpty, let domain = targets.first?.signal.domain else { return nil }
      guard targets.allSatisfy({ $0.signal.domain == domain }) else {
        let domains = Set(targets.map(\.signal.domain)).sorted().map { "\($0)" }
        report(
          "a latency to outputs in \(domains.joined(separator: " and ")); state one for each")
        return nil
      }
      return .cycles(count, from: sources, to: named(targets), domain: domain, note: note)
    }
  }

  private mutating func lower(_ throughput: Documentation.Throughput) -> Contract.Throughput? {
    switch throughput.content {
    case .sentence(let text): return .sentence(text)
    case .items(let count, let item, let cycles, let from, let to, let note):
      guard count >= 1, cycles >= 1 else {
        report("a throughput of \(count) \(item) in \(cycles) cycles; give both 1 or more")
        return nil
      }
      return .items(
        count, of: item, cycles: cycles, from: ports(of: from, .input, .events, "a throughput"),
        to: ports(of: to, .output, .events, "a throughput"), note: note)
    }
  }

  private mutating func lower(_ reset: Documentation.Reset) -> Contract.Reset? {
    switch reset.content {
    case .none: return Contract.Reset.none
    case .control: return .control
    case .sentence(let text): return .sentence(text)
    case .value(let value, let outputs):
      let meant = meant(by: outputs, .output, .ports, "a reset")
      if let signal = meant.first(where: { $0.signal.type.range?.contains(value) == false })?.signal
      {
        report("a reset of \(signal): \(literalSentence(value, signal.type))")
        return nil
      }
      return meant.isEmpty ? nil : .value(value, of: named(meant))
    }
  }

  private mutating func lower(_ paths: Documentation.Paths) -> Contract.Paths {
    switch paths.content {
    case .unstated: return .unstated
    case .all: return .all
    case .only(let paths):
      var lowered: [Contract.Path] = []
      let mistakesBefore = diagnostics.count
      for path in paths {
        let subject = "a combinational path"
        let from = ports(of: path.from, .input, .ports, subject)
        let to = ports(of: path.to, .output, .ports, subject)
        if !from.isEmpty, !to.isEmpty { lowered.append(Contract.Path(from: from, to: to)) }
      }
      // What else is wrong with mistaken paths is a consequence.
      let isMistaken = diagnostics.count > mistakesBefore
      return isMistaken && reflection.blackBox == nil ? .unstated : .only(lowered)
    }
  }

  // MARK: Ports

  private func isPort(_ signal: Signal, _ direction: Port.Direction) -> Bool {
    guard signal.owner === reflection.scope, case .port(direction) = signal.node else {
      return false
    }
    return true
  }

  /// The ports that terminals mean, arrays as one.
  private mutating func ports(
    of terminals: [any Terminal], _ direction: Port.Direction, _ streams: StreamMeaning,
    _ subject: String
  ) -> [Contract.Ports] {
    named(meant(by: terminals, direction, streams, subject))
  }

  /// The ports that terminals mean; none after a mistake.
  private mutating func meant(
    by terminals: [any Terminal], _ direction: Port.Direction, _ streams: StreamMeaning,
    _ subject: String
  ) -> [TerminalSignal] {
    var found: [TerminalSignal] = []
    for terminal in terminals {
      let all = signals(of: terminal, streams)
      var stranger: Signal?
      let before = found.count
      for item in all {
        if isPort(item.signal, direction) {
          found.append(item)
        } else if !item.isPart, stranger == nil {
          stranger = item.signal
        }
      }
      if found.count == before { stranger = stranger ?? all.first?.signal }
      if let stranger {
        let kind = direction == .input ? "input" : "output"
        let side = direction == .input ? "from" : "to"
        report("\(subject) \(side) \(stranger), which is no \(kind) of it; name its own \(kind)s")
        return []
      }
    }
    return found
  }

  private mutating func named(_ found: [TerminalSignal]) -> [Contract.Ports] {
    var result: [Contract.Ports] = []
    var seen: Set<String> = []
    lazy var names = Set(found.compactMap(\.signal.name))
    for item in found {
      guard let name = item.signal.name, seen.insert(name).inserted else { continue }
      if let stem = item.signal.elementName?.stem, let ports = portsOfArray[stem],
        ports.allSatisfy(names.contains)
      {
        seen.formUnion(ports)
        result.append(
          .init(name: streamName(item, item.signal.element?.stem) ?? stem, ports: ports))
      } else {
        result.append(
          .init(
            name: item.isStream ? streamName(item, item.signal.stem) ?? name : name, ports: [name]))
      }
    }
    return result
  }

  /// The name of a stream, from that of its valid; none where the ports have names that are given.
  private func streamName(_ item: TerminalSignal, _ valid: String?) -> String? {
    let given = item.signal.given
    guard item.isStream, given?.name == nil, given?.prefixes.isEmpty ?? true, let valid,
      valid.hasSuffix("_valid")
    else { return nil }
    return String(valid.dropLast("_valid".count))
  }
}
