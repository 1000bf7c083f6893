/// Gives calls of a memory that stand under conditions their meaning where no condition holds:
/// nothing is requested there, and so address and data are free.
///
/// Of a port that is called once, address and data go before the conditions, which then choose only
/// whether the port is enabled. Of one that is called more often, they are those of the last call,
/// so that no choice is spent on cycles in which nobody looks.
enum ConditionalAccesses {
  private struct Calls {
    var port: MemoryPortSignals
    /// The top-level statement with the first call.
    var position: Int
    var hasUnconditional = false
    /// The assignments of each call, in order.
    var assignments: [[RecordedStatement]] = []
  }

  static func complete(_ statements: [RecordedStatement]) -> [RecordedStatement] {
    var calls: [Calls] = []
    for (position, statement) in statements.enumerated() {
      collect(statement, position, isConditional: false, &calls)
    }
    calls.removeAll(where: \.hasUnconditional)
    if calls.isEmpty { return statements }
    var moved: Set<ObjectIdentifier> = []
    var before: [Int: [RecordedStatement]] = [:]
    for port in calls {
      for assignment in port.assignments.last ?? [] {
        guard case .assign(let target, _) = assignment.kind else { continue }
        let added: RecordedStatement
        if target === port.port.enable {
          added = RecordedStatement(.assign(target: target, value: 0), at: assignment.location)
        } else {
          added = RecordedStatement(assignment.kind, at: assignment.location)
          if port.assignments.count == 1 { moved.insert(ObjectIdentifier(assignment)) }
        }
        before[port.position, default: []].append(added)
      }
    }
    return statements.enumerated().flatMap { position, statement in
      remove(moved, from: statement)
      return (before[position] ?? []) + [statement]
    }
  }

  private static func collect(
    _ statement: RecordedStatement, _ position: Int, isConditional: Bool, _ calls: inout [Calls]
  ) {
    if let access = statement.access {
      let index =
        calls.firstIndex { $0.port === access.port }
        ?? {
          calls.append(Calls(port: access.port, position: position))
          return calls.count - 1
        }()
      if !isConditional { calls[index].hasUnconditional = true }
      if calls[index].assignments.last?.first?.access?.call === access.call {
        calls[index].assignments[calls[index].assignments.count - 1].append(statement)
      } else {
        calls[index].assignments.append([statement])
      }
    }
    for inner in statement.blocks.joined() {
      collect(inner, position, isConditional: true, &calls)
    }
  }

  private static func remove(_ moved: Set<ObjectIdentifier>, from statement: RecordedStatement) {
    if moved.isEmpty { return }
    func without(_ block: [RecordedStatement]) -> [RecordedStatement] {
      block.filter { !moved.contains(ObjectIdentifier($0)) }
    }
    switch statement.kind {
    case .when(let branches):
      statement.kind = .when(
        branches: branches.map {
          WhenBranch(
            condition: $0.condition, block: without($0.block), location: $0.location)
        })
    case .decode(let subject, let arms):
      statement.kind = .decode(
        subject: subject, arms: arms.map { ($0.value, without($0.block)) })
    case .assign, .property, .section, .mistake: return
    }
    for inner in statement.blocks.joined() { remove(moved, from: inner) }
  }
}

extension RecordedStatement {
  /// The blocks inside, in order.
  fileprivate var blocks: [[RecordedStatement]] {
    switch kind {
    case .when(let branches): branches.map(\.block)
    case .decode(_, let arms): arms.map(\.block)
    case .assign, .property, .section, .mistake: []
    }
  }
}
