import HardwareIR

extension RecordedStatement {
  /// The statements without conditions around nothing, which would leave wires that nothing reads.
  /// A mistaken condition stays, to be reported.
  static func effective(_ statements: [RecordedStatement]) -> [RecordedStatement] {
    statements.filter { statement in
      switch statement.kind {
      case .assign, .property, .section, .mistake: return true
      case .when(let branches):
        var kept = branches.map {
          WhenBranch(
            condition: $0.condition, block: effective($0.block), location: $0.location)
        }
        while let last = kept.last, last.block.isEmpty, last.condition?.isCondition != false {
          kept.removeLast()
        }
        statement.kind = .when(branches: kept)
        return !kept.isEmpty
      case .decode(let subject, let arms):
        let kept = arms.map { (value: $0.value, block: effective($0.block)) }
        statement.kind = .decode(subject: subject, arms: kept)
        return !kept.allSatisfy(\.block.isEmpty) || !subject.canBeDecoded(to: arms.map(\.value))
      }
    }
  }
}

extension Signal {
  /// Whether `when` takes the signal.
  fileprivate var isCondition: Bool { mistake == nil && !isConstant && type == .bit }

  /// Whether `decode` takes the signal and the values.
  fileprivate func canBeDecoded(to values: [Int]) -> Bool {
    mistake == nil && !isConstant && !type.isSigned
      && values.allSatisfy { type.range?.contains($0) != false }
  }
}
