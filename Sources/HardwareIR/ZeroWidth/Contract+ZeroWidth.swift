extension Contract {
  /// The contract of a module that lacks some of the ports: what is said of these alone goes.
  func withoutPorts(_ names: Set<String>) -> Contract {
    guard !names.isEmpty else { return self }
    func rest(_ ports: [Ports]) -> [Ports] {
      ports.compactMap { given in
        let left = given.ports.filter { !names.contains($0) }
        return left.isEmpty ? nil : Ports(name: given.name, ports: left)
      }
    }
    func path(_ from: [Ports], _ to: [Ports]) -> Path? {
      let path = Path(from: rest(from), to: rest(to))
      return path.from.isEmpty || path.to.isEmpty ? nil : path
    }
    var result = self
    result.latency = latency.compactMap { latency in
      guard case .cycles(let count, let from, let to, let domain, let note) = latency else {
        return latency
      }
      return path(from, to).map {
        .cycles(count, from: $0.from, to: $0.to, domain: domain, note: note)
      }
    }
    result.throughput = throughput.compactMap { throughput in
      guard case .items(let count, let what, let cycles, let from, let to, let note) = throughput
      else { return throughput }
      // Items enter and are seen as far as ports tell.
      if from.isEmpty, to.isEmpty { return throughput }
      let (entries, exits) = (rest(from), rest(to))
      if entries.isEmpty, exits.isEmpty { return nil }
      return .items(count, of: what, cycles: cycles, from: entries, to: exits, note: note)
    }
    result.reset = reset.compactMap { reset in
      guard case .value(let value, let ports) = reset else { return reset }
      let left = rest(ports)
      return left.isEmpty ? nil : .value(value, of: left)
    }
    if case .only(let paths) = paths {
      result.paths = .only(paths.compactMap { path($0.from, $0.to) })
    }
    return result
  }
}
