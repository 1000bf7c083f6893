/// What a contract says about paths, latency and reset is what the module describes.
struct ContractCheck {
  private let module: ModuleDefinition
  private let actual: [String: Set<String>]

  /// - Parameter inputsOfOutput: the combinational paths that the module has.
  init(_ module: ModuleDefinition, inputsOfOutput: [String: Set<String>]) {
    self.module = module
    actual = inputsOfOutput
  }

  func check() -> [Diagnostic] {
    let contract = module.contract
    var found = contract.latency.compactMap(mistake)
    switch contract.paths {
    case .unstated: break
    case .all: found += mistakes(stated: [everything])
    case .only(let paths): found += mistakes(stated: paths)
    }
    return found
  }

  private func report(_ message: String) -> Diagnostic {
    Diagnostic(.contract, message, at: module.contract.location ?? module.location)
  }

  // MARK: Paths

  /// The path from each input to each output.
  private var everything: Contract.Path {
    func ports(_ direction: Port.Direction) -> [Contract.Ports] {
      module.ports.filter { $0.role == .data && $0.direction == direction }
        .map { Contract.Ports(name: $0.name, ports: [$0.name]) }
    }
    return Contract.Path(from: ports(.input), to: ports(.output))
  }

  private func mistakes(stated: [Contract.Path]) -> [Diagnostic] {
    let denied = denied(by: stated)
    let invented = stated.compactMap(invented)
    guard !denied.isEmpty || !invented.isEmpty else { return [] }
    let names = PortNames(module, stated)
    var faults: [String] = []
    if !denied.isEmpty { faults.append("'\(names.text(denied))' is not stated") }
    if !invented.isEmpty {
      faults.append("'\(Contract.Paths.only(invented).text ?? "")' does not exist")
    }
    return [
      report(
        "\(module.name) states the combinational paths '\(module.contract.paths.text ?? "")', but "
          + "has '\(names.text(actual))': \(faults.joined(separator: ", and ")); state the paths "
          + "that there are, or put a register where there must be none")
    ]
  }

  /// The paths that there are and that are not stated.
  private func denied(by stated: [Contract.Path]) -> [String: Set<String>] {
    var pathsOfInput: [String: [Int]] = [:]
    var pathsOfOutput: [String: [Int]] = [:]
    for (index, path) in stated.enumerated() {
      for port in path.from.lazy.flatMap(\.ports) { pathsOfInput[port, default: []].append(index) }
      for port in path.to.lazy.flatMap(\.ports) { pathsOfOutput[port, default: []].append(index) }
    }
    var denied: [String: Set<String>] = [:]
    for (output, inputs) in actual where !inputs.isEmpty {
      let paths = pathsOfOutput[output] ?? []
      let others = inputs.filter { input in
        !(pathsOfInput[input] ?? []).contains { paths.contains($0) }
      }
      if !others.isEmpty { denied[output] = others }
    }
    return denied
  }

  /// The part of a stated path that there is not.
  private func invented(in path: Contract.Path) -> Contract.Path? {
    let missing = path.to.compactMap { to -> Contract.Path? in
      let from = path.from.filter { !reaches($0, to) }
      return from.isEmpty ? nil : Contract.Path(from: from, to: [to])
    }
    guard let first = missing.first else { return nil }
    let isWhole = missing.allSatisfy { $0.from == first.from }
    return isWhole
      ? Contract.Path(from: first.from, to: missing.flatMap(\.to)) : first
  }

  private func reaches(_ from: Contract.Ports, _ to: Contract.Ports) -> Bool {
    to.ports.contains { output in
      actual[output].map { inputs in from.ports.contains(where: inputs.contains) } ?? false
    }
  }

  // MARK: Latency

  private func mistake(in latency: Contract.Latency) -> Diagnostic? {
    guard case .cycles(let count, let from, let to, _, _) = latency else { return nil }
    let stated =
      "\(module.name) states a latency of \(Contract.cycles(count)) from \(from.text) to \(to.text)"
    if count > 0 {
      for source in from {
        guard let target = to.first(where: { reaches(source, $0) }) else { continue }
        return report(
          "\(stated), but \(source.name) reaches \(target.name) in the same cycle; "
            + "state 0 cycles, or put a register on the path")
      }
      return nil
    }
    let lost =
      from.first { source in !to.contains { reaches(source, $0) } }
      ?? to.first { target in !from.contains { reaches($0, target) } }
    return lost.map { ports in
      report(
        "\(stated), but no path without a register joins \(ports.name) to the other side; "
          + "state the cycles that it takes")
    }
  }
}

/// How ports are called where a sentence lists paths: by their array, unless a contract names the
/// elements of that array one by one.
private struct PortNames {
  private let names: [String: String]
  private let order: [String: Int]

  init(_ module: ModuleDefinition, _ stated: [Contract.Path]) {
    var single: Set<String> = []
    for path in stated {
      for terminal in path.from + path.to where terminal.ports == [terminal.name] {
        single.insert(terminal.name)
      }
    }
    var apart: Set<String> = []
    for port in module.ports where single.contains(port.name) {
      if let stem = port.element?.stem { apart.insert(stem) }
    }
    var names: [String: String] = [:]
    for port in module.ports where names[port.name] == nil {
      let stem = port.element?.stem
      names[port.name] = stem.map { apart.contains($0) ? port.name : $0 } ?? port.name
    }
    self.names = names
    order = Dictionary(
      module.ports.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// Paths by their outputs, those from the same inputs together, in the order of the ports.
  func text(_ inputsOfOutput: [String: Set<String>]) -> String {
    var groups: [(outputs: [String], inputs: Set<String>)] = []
    for output in sorted(inputsOfOutput.keys) {
      let inputs = Set((inputsOfOutput[output] ?? []).map(called))
      guard !inputs.isEmpty else { continue }
      let name = called(output)
      if let index = groups.firstIndex(where: { $0.outputs == [name] }) {
        groups[index].inputs.formUnion(inputs)
      } else {
        groups.append(([name], inputs))
      }
    }
    var joined: [(outputs: [String], inputs: Set<String>)] = []
    for group in groups {
      if let index = joined.firstIndex(where: { $0.inputs == group.inputs }) {
        joined[index].outputs += group.outputs
      } else {
        joined.append(group)
      }
    }
    var inputOrder: [String: Int] = [:]
    for port in sorted(order.keys).reversed() { inputOrder[called(port)] = order[port] }
    let texts = joined.map { group in
      let inputs = group.inputs.sorted { (inputOrder[$0] ?? 0, $0) < (inputOrder[$1] ?? 0, $1) }
      return "\(Contract.list(inputs)) to \(Contract.list(group.outputs))"
    }
    return texts.isEmpty ? "none" : texts.joined(separator: "; ")
  }

  private func called(_ port: String) -> String { names[port] ?? port }

  private func sorted(_ ports: some Sequence<String>) -> [String] {
    ports.sorted { (order[$0] ?? 0, $0) < (order[$1] ?? 0, $1) }
  }
}
