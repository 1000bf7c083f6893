import HardwareIR

/// Joins the clocked blocks of a section that have one clock and reset and hold under the same
/// conditions, so that what happens together stands together.
struct ClockedBlocks {
  /// The conditions of a block that is one chain of them; none for one that always assigns.
  private struct Chain: Hashable {
    var conditions: [Expression] = []
    var hasLast = false
  }

  private struct Key: Hashable {
    let kind: Process.Kind
    let chain: Chain
  }

  private var groups: [Key: (members: [Int], statements: [Statement], targets: [String])] = [:]
  /// Where a block that joins others stands: the place of one of them.
  private var placeOfKey: [Key: Int] = [:]
  private var keyOfProcess: [Int: Key] = [:]

  /// The processes with blocks joined, the others in their order. What has a reset stands before
  /// the data that come with it, and else behind what makes its inputs.
  static func joined(_ processes: [Process]) -> [Process] {
    var blocks = ClockedBlocks()
    for (index, process) in processes.enumerated() { blocks.add(process, at: index) }
    if blocks.groups.allSatisfy({ $0.value.members.count == 1 }) { return processes }
    blocks.place(among: processes)
    return blocks.ordered(processes)
  }

  private mutating func add(_ process: Process, at index: Int) {
    guard case .clocked = process.kind, let chain = Self.chain(process.statements) else { return }
    let key = Key(kind: process.kind, chain: chain)
    keyOfProcess[index] = key
    guard var group = groups[key] else {
      groups[key] = ([index], process.statements, process.targets)
      return
    }
    // In place, since a section may have thousands.
    groups[key] = nil
    group.members.append(index)
    group.targets += process.targets
    group.statements += process.statements
    groups[key] = group
  }

  private mutating func place(among processes: [Process]) {
    for (key, group) in groups {
      let (first, last) = (group.members[0], group.members[group.members.count - 1])
      placeOfKey[key] = last
      guard case .clocked(hasReset: true, _) = key.kind, first != last else { continue }
      let following = (first...min(last + 1, processes.count - 1)).first {
        if case .clocked(hasReset: false, _) = processes[$0].kind { true } else { false }
      }
      if let following { placeOfKey[key] = following }
    }
  }

  private func ordered(_ processes: [Process]) -> [Process] {
    var joined: [Int: [Process]] = [:]
    for (key, group) in groups {
      guard let place = placeOfKey[key] else { continue }
      var process = processes[group.members[0]]
      process.statements =
        key.chain.conditions.isEmpty ? group.statements : [Self.joined(group.statements)]
      process.targets = group.targets
      joined[place, default: []].append(process)
    }
    return processes.indices.flatMap { index in
      // A block that was moved here stands before the one that was here.
      let here = (joined[index] ?? []).sorted { left, right in
        (left.hasReset ? 0 : 1, left.targets[0]) < (right.hasReset ? 0 : 1, right.targets[0])
      }
      return here + (keyOfProcess[index] == nil ? [processes[index]] : [])
    }
  }

  // MARK: Chains

  /// The chain that a block is; nil for one of another form.
  private static func chain(_ statements: [Statement]) -> Chain? {
    if statements.allSatisfy({ if case .assign = $0 { true } else { false } }) { return Chain() }
    guard statements.count == 1 else { return nil }
    var chain = Chain()
    var rest = statements
    while rest.count == 1, case .when(let condition, _, let otherwise, _) = rest[0] {
      chain.conditions.append(condition)
      rest = otherwise
    }
    chain.hasLast = !rest.isEmpty
    return chain.conditions.isEmpty ? nil : chain
  }

  /// Blocks of one chain as one.
  private static func joined(_ chains: [Statement]) -> Statement {
    guard case .when(let condition, _, let otherwise, let location) = chains[0] else {
      return chains[0]
    }
    var then: [Statement] = []
    var rest: [Statement] = []
    for case .when(_, let statements, let others, _) in chains {
      then += statements
      rest += others
    }
    let isChain = if case .when? = otherwise.first, otherwise.count == 1 { true } else { false }
    return .when(
      condition: condition, then: then, otherwise: isChain ? [joined(rest)] : rest,
      location: location)
  }
}

extension Process {
  fileprivate var hasReset: Bool {
    if case .clocked(hasReset: true, _) = kind { true } else { false }
  }
}
