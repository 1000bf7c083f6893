/// Statements that belong together because they assign a common signal, and how they print.
///
/// A designer's block is one process: the block that assigns registers and wires is neither split
/// by signal nor repeated.
public struct Process: Hashable, Sendable {
  public enum Kind: Hashable, Sendable {
    /// One unconditional assignment to an output or a wire, or one to each of some of its slices.
    case continuous
    /// Outputs and wires, the states of state machines, and registers that share their block.
    case combinational
    /// Registers of one clock domain only, all with a reset or all without.
    case clocked(hasReset: Bool, domain: ClockDomain = .default)
    /// A claim, an assumption or a cover point.
    case property
  }

  public var kind: Kind
  public var statements: [Statement]
  /// Under which of the module's `headings` the process stands; 0 before the first.
  public var section: Int
  /// The signals that the process assigns, in order of first assignment.
  public var targets: [String]
}

extension ModuleDefinition {
  /// The headings of the module in order, after the unnamed beginning that stands before the first.
  public var headings: [String?] {
    [nil] + statements.compactMap { if case .section(let title) = $0 { title } else { nil } }
  }

  /// The module's behaviour as processes, in the order of their first statements.
  public func processes() -> [Process] {
    // Names are not yet known to be unique: the check of names asks for processes.
    let kinds = Dictionary(
      registers.map { register in
        let hasReset = register.reset != nil
        return (register.name, Process.Kind.clocked(hasReset: hasReset, domain: register.domain))
      }, uniquingKeysWith: { first, _ in first })
    var groups = DisjointGroups(count: statements.count)
    var firstStatement: [String: Int] = [:]
    var targetsOfStatement: [[String]] = []
    for (index, statement) in statements.enumerated() {
      var targets: [String] = []
      statement.forEachAssignment { target, _, _ in
        if !targets.contains(target.name) { targets.append(target.name) }
      }
      for target in targets {
        if let first = firstStatement[target] {
          groups.join(first, index)
        } else {
          firstStatement[target] = index
        }
      }
      targetsOfStatement.append(targets)
    }

    var result: [Process] = []
    var processOfGroup: [Int: Int] = [:]
    var section = 0
    for (index, statement) in statements.enumerated() {
      if case .section = statement {
        section += 1
        continue
      }
      let group = groups.root(index)
      if let process = processOfGroup[group] {
        result[process].statements.append(statement)
        for target in targetsOfStatement[index] where !result[process].targets.contains(target) {
          result[process].targets.append(target)
        }
      } else {
        processOfGroup[group] = result.count
        result.append(
          Process(
            kind: .continuous, statements: [statement], section: section,
            targets: targetsOfStatement[index]))
      }
    }
    let states = stateRegisters
    for index in result.indices {
      result[index].kind = kind(of: result[index], registers: kinds, states: states)
    }
    return result
  }

  private func kind(
    of process: Process, registers: [String: Process.Kind], states: Set<String>
  ) -> Process.Kind {
    if case .property? = process.statements.first { return .property }
    if !states.isEmpty, !states.isDisjoint(with: process.targets) { return .combinational }
    let kinds = process.targets.compactMap { registers[$0] }
    if kinds.count == process.targets.count, let first = kinds.first,
      kinds.allSatisfy({ $0 == first })
    {
      return first
    }
    return kinds.isEmpty && areDisjoint(process.statements) ? .continuous : .combinational
  }

  /// Whether all statements are assignments, no two of them to a common bit.
  private func areDisjoint(_ statements: [Statement]) -> Bool {
    var slices: [ClosedRange<Int>] = []
    for statement in statements {
      guard case .assign(let target, _, _) = statement else { return false }
      guard let bits = target.bits else { return statements.count == 1 }
      slices.append(bits)
    }
    slices.sort { $0.lowerBound < $1.lowerBound }
    return zip(slices, slices.dropFirst()).allSatisfy { $0.upperBound < $1.lowerBound }
  }
}

/// Union-find over statement indices.
private struct DisjointGroups {
  private var parent: [Int]

  init(count: Int) { parent = Array(0..<count) }

  mutating func root(_ element: Int) -> Int {
    var current = element
    while parent[current] != current {
      parent[current] = parent[parent[current]]
      current = parent[current]
    }
    return current
  }

  mutating func join(_ first: Int, _ second: Int) {
    let (low, high) = (root(first), root(second))
    parent[max(low, high)] = min(low, high)
  }
}
