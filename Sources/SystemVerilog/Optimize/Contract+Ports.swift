import HardwareIR

extension Contract {
  /// What is promised of the ports that are left.
  func without(_ ports: Set<String>) -> Contract {
    var result = self
    result.latency = latency.compactMap { $0.without(ports) }
    result.throughput = throughput.map { $0.without(ports) }
    result.reset = reset.compactMap { $0.without(ports) }
    if case .only(let all) = paths { result.paths = .only(all.compactMap { $0.without(ports) }) }
    return result
  }
}

extension Contract.Latency {
  fileprivate func without(_ ports: Set<String>) -> Contract.Latency? {
    guard case .cycles(let count, let from, let to, let domain, let note) = self else {
      return self
    }
    let left = to.without(ports)
    return left.isEmpty
      ? nil : .cycles(count, from: from, to: left, domain: domain, note: note)
  }
}

extension Contract.Throughput {
  fileprivate func without(_ ports: Set<String>) -> Contract.Throughput {
    guard case .items(let count, let item, let cycles, let from, let to, let note) = self else {
      return self
    }
    return .items(
      count, of: item, cycles: cycles, from: from, to: to.without(ports), note: note)
  }
}

extension Contract.Reset {
  fileprivate func without(_ ports: Set<String>) -> Contract.Reset? {
    guard case .value(let value, let outputs) = self else { return self }
    let left = outputs.without(ports)
    return left.isEmpty ? nil : .value(value, of: left)
  }
}

extension Contract.Path {
  fileprivate func without(_ ports: Set<String>) -> Contract.Path? {
    let left = to.without(ports)
    return left.isEmpty ? nil : Contract.Path(from: from, to: left)
  }
}

extension [Contract.Ports] {
  fileprivate func without(_ ports: Set<String>) -> [Contract.Ports] {
    compactMap { named in
      let left = named.ports.filter { !ports.contains($0) }
      if left.isEmpty { return nil }
      return left.count == named.ports.count ? named : Contract.Ports(name: left[0], ports: left)
    }
  }
}
