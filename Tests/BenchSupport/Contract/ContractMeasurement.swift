import HardwareIR
import SimulationInterface

/// Measures what a contract states about latency, throughput and reset.
///
/// A cause is given to one of two simulations that are alike in all else, flags for a cycle, data
/// by another value. A latency is the first cycle in which an effect tells them apart.
struct ContractMeasurement {
  let module: ModuleDefinition
  let clocks: [ContractTrial.Clock]
  let situations: [Situation]
  let make: (_ seed: UInt64) async throws -> any Simulator

  private static let seeds: ClosedRange<UInt64> = 1...12

  /// What is not as the contract says, in sentences.
  func mistakes() async throws -> [String] {
    var found: [String] = []
    for (number, latency) in module.contract.latency.enumerated()
    where situations.contains(where: { $0.shows(.latency(number)) }) {
      guard case .cycles(let count, let from, let to, let domain, _) = latency else { continue }
      let chain = Chain(from: from, to: to, domain: domain)
      found += try await mistakes(chain, .latency(number), cycles: count)
    }
    for (number, throughput) in module.contract.throughput.enumerated()
    where situations.contains(where: { $0.shows(.throughput(number)) }) {
      guard case .items(_, let item, let cycles, let from, let to, _) = throughput else { continue }
      guard !to.isEmpty else {
        found.append("one \(item) every \(cycles) is seen nowhere; state to:")
        continue
      }
      let chain = Chain(from: from, to: to, domain: domain(of: to[0].ports[0]))
      found += try await mistakes(chain, .throughput(number), item, every: cycles)
    }
    return try await found + resetMistakes()
  }

  /// Where something comes from and goes to.
  private struct Chain {
    var from: [Contract.Ports]
    var to: [Contract.Ports]
    /// Whose edges are counted.
    var domain: ClockDomain

    var text: String {
      from.map(\.name).joined(separator: ", ") + " to " + to.map(\.name).joined(separator: ", ")
    }

    /// What tells the two simulations apart in the present cycle.
    func seen(in trial: ContractTrial) throws -> [Contract.Ports] {
      try to.filter { try $0.ports.contains(where: trial.differs) }
    }
  }

  private func trial(_ situation: Situation, seed: UInt64) async throws -> ContractTrial {
    let pair = (try await make(seed), try await make(seed))
    let trial = try ContractTrial(
      module, pair, holding: situation.holding, below: situation.below, clocks: clocks, seed: seed)
    try situation.prepare(trial)
    for _ in 0..<trial.random(below: 4) { try trial.step() }
    return trial
  }

  private func domain(of port: String) -> ClockDomain {
    module.ports.first { $0.name == port }?.domain ?? .default
  }

  // MARK: Latency

  private func mistakes(
    _ chain: Chain, _ part: Situation.Part, cycles: Int
  ) async throws -> [String] {
    let subject = "\(cycles) cycles from \(chain.text)"
    var seenFrom: Set<String> = []
    var seenTo: Set<String> = []
    for situation in situations where situation.shows(part) {
      for source in chain.from {
        for port in source.ports {
          for seed in Self.seeds {
            let trial = try await trial(situation, seed: seed)
            guard !trial.isHeld(port) else { continue }
            guard let effect = try effect(of: port, chain, trial, horizon: cycles + 6) else {
              continue
            }
            guard effect.cycles == cycles else {
              return ["\(subject): \(port) is seen after \(effect.cycles), seed \(seed)"]
            }
            seenFrom.insert(source.name)
            seenTo.formUnion(effect.to)
          }
        }
      }
    }
    return chain.from.map(\.name).filter { !seenFrom.contains($0) }
      .map { "\(subject): \($0) is seen nowhere" }
      + chain.to.map(\.name).filter { !seenTo.contains($0) }
      .map { "\(subject): \($0) shows nothing" }
  }

  /// When `port` first has an effect, and where.
  private func effect(
    of port: String, _ chain: Chain, _ trial: ContractTrial, horizon: Int
  ) throws -> (cycles: Int, to: Set<String>)? {
    while !trial.hasEdge(domain(of: port)) { try trial.step() }
    try trial.drive(causes: [port])
    var edges = 0
    while true {
      let seen = try chain.seen(in: trial)
      if !seen.isEmpty { return (edges, Set(seen.map(\.name))) }
      repeat {
        try trial.advance()
        try trial.drive()
      } while !trial.hasEdge(chain.domain)
      edges += 1
      if edges > horizon { return nil }
    }
  }

  // MARK: Throughput

  private func mistakes(
    _ chain: Chain, _ part: Situation.Part, _ item: String, every cycles: Int
  ) async throws -> [String] {
    let subject = "one \(item) every \(cycles)"
    var isSeen = false
    for situation in situations where situation.shows(part) {
      let ports = chain.from.isEmpty ? starts(of: chain) : chain.from.flatMap(\.ports)
      for port in ports {
        guard let latency = try await latency(of: port, chain, situation) else { continue }
        isSeen = true
        let isKept =
          chain.from.isEmpty
          ? try await goesOn(port, chain, situation, latency, cycles)
          : try await keeps(port, chain, situation, latency, every: cycles)
        if !isKept { return ["\(subject): \(port) does not keep that up"] }
        guard cycles > 1, !chain.from.isEmpty else { continue }
        do {
          if try await keeps(port, chain, situation, latency, every: cycles - 1) {
            return ["\(subject): \(port) does so every \(cycles - 1)"]
          }
        } catch SimulationError.failed {
          // A claim forbids it.
        }
      }
    }
    return isSeen ? [] : ["\(subject): nothing is seen"]
  }

  /// What begins that which nothing enters: what a latency to the same outputs is from.
  private func starts(of chain: Chain) -> [String] {
    for case .cycles(_, let from, let to, _, _) in module.contract.latency where to == chain.to {
      return from.flatMap(\.ports)
    }
    return []
  }

  /// The latency of a cause alone.
  private func latency(
    of port: String, _ chain: Chain, _ situation: Situation
  ) async throws -> Int? {
    for seed in Self.seeds {
      let trial = try await trial(situation, seed: seed)
      guard !trial.isHeld(port) else { return nil }
      if let effect = try effect(of: port, chain, trial, horizon: 200) { return effect.cycles }
    }
    return nil
  }

  /// Whether each of several items in a row has the latency of one that is alone.
  private func keeps(
    _ port: String, _ chain: Chain, _ situation: Situation, _ latency: Int, every spacing: Int
  ) async throws -> Bool {
    for chosen in 0..<Self.items {
      var isSeen = false
      // Data may be equal in what is seen of them.
      for seed in Self.seeds where !isSeen {
        let trial = try await trial(situation, seed: seed)
        let found = try self.latency(
          ofItem: chosen, at: port, chain, trial, every: spacing, horizon: latency)
        if let found, found != latency { return false }
        isSeen = found != nil
      }
      if !isSeen { return false }
    }
    return true
  }

  private static let items = 6

  /// The latency of one of several items in a row, which comes in one simulation alone.
  private func latency(
    ofItem chosen: Int, at port: String, _ chain: Chain, _ trial: ContractTrial,
    every spacing: Int, horizon: Int
  ) throws -> Int? {
    while !trial.hasEdge(domain(of: port)) { try trial.step() }
    var sourceEdges = 0
    // Of the domain where items are seen, since the chosen one; nil before.
    var edges: Int?
    while (edges ?? 0) <= horizon {
      let isEdge = trial.hasEdge(domain(of: port))
      let (item, rest) = sourceEdges.quotientAndRemainder(dividingBy: spacing)
      let isItem = isEdge && rest == 0 && item < Self.items
      let isChosen = isItem && item == chosen
      try trial.drive(flags: isItem ? [port] : [], causes: isChosen ? [port] : [])
      if isEdge { sourceEdges += 1 }
      if isChosen { edges = 0 }
      if isChosen || trial.hasEdge(chain.domain), try !chain.seen(in: trial).isEmpty {
        return edges
      }
      try trial.advance()
      if trial.hasEdge(chain.domain) { edges = edges.map { $0 + 1 } }
    }
    return nil
  }

  /// Whether a start is followed by items at the stated distance.
  private func goesOn(
    _ port: String, _ chain: Chain, _ situation: Situation, _ latency: Int, _ spacing: Int
  ) async throws -> Bool {
    let trial = try await trial(situation, seed: 1)
    try trial.drive(causes: [port])
    for _ in 0..<latency {
      try trial.advance()
      try trial.drive()
    }
    for _ in 0..<4 {
      if try chain.seen(in: trial).isEmpty { return false }
      for _ in 0..<spacing {
        try trial.advance()
        try trial.drive()
      }
    }
    return true
  }

  // MARK: Reset

  private func resetMistakes() async throws -> [String] {
    var found: [String] = []
    for case .value(let value, let ports) in module.contract.reset {
      for seed in Self.seeds {
        let trial = try ContractTrial(
          module, (try await make(seed), try await make(seed)), clocks: clocks, seed: seed)
        try trial.driveNoise()
        for port in ports.flatMap(\.ports) where try trial.value(of: port) != PortValue(value) {
          found.append("\(port) is \(try trial.value(of: port)) after a reset, not \(value)")
        }
        if !found.isEmpty { return found }
      }
    }
    return found
  }
}
