extension ModuleDefinition {
  /// The same behaviour with constants computed, and without the branches that constant conditions
  /// and subjects exclude.
  ///
  /// A register that loses its last assignment so is assigned itself, so that it still exists.
  public func foldingConstants() -> ModuleDefinition {
    var folding = StatementFolding()
    var result = self
    result.statements = folding.fold(statements)
    if folding.hasExcluded {
      result.statements += keepers(after: result.statements)
    }
    for instance in instances.indices {
      for connection in instances[instance].connections.indices {
        if case .input(let value) = instances[instance].connections[connection].connection,
          value.hasLiteral
        {
          result.instances[instance].connections[connection].connection = .input(value.folded())
        }
      }
    }
    return result
  }

  /// Assignments of itself to each register, or part of one, that nothing assigns any more.
  private func keepers(after folded: [Statement]) -> [Statement] {
    let widths = widths
    func assigned(_ statements: [Statement]) -> [String: Set<Int>] {
      var bits: [String: Set<Int>] = [:]
      for statement in statements {
        statement.forEachAssignment { target, _, _ in
          bits[target.name, default: []]
            .formUnion(target.bits ?? 0...((widths[target.name] ?? 1) - 1))
        }
      }
      return bits
    }
    let (before, after) = (assigned(statements), assigned(folded))
    return registers.flatMap { register in
      let lost = (before[register.name] ?? []).subtracting(after[register.name] ?? [])
      return ranges(of: lost).map { bits in
        let whole = Expression.reference(register.name, register.type)
        if bits.count == register.type.width {
          return Statement.assign(target: Target(register.name), value: whole, location: nil)
        }
        return .assign(
          target: Target(register.name, bits: bits),
          value: .slice(whole, low: bits.lowerBound, width: bits.count), location: nil)
      }
    }
  }

  private func ranges(of bits: Set<Int>) -> [ClosedRange<Int>] {
    var ranges: [ClosedRange<Int>] = []
    for bit in bits.sorted() {
      if let last = ranges.last, last.upperBound == bit - 1 {
        ranges[ranges.count - 1] = last.lowerBound...bit
      } else {
        ranges.append(bit...bit)
      }
    }
    return ranges
  }
}

private struct StatementFolding {
  /// Whether a branch has been left out.
  var hasExcluded = false

  mutating func fold(_ statements: [Statement]) -> [Statement] {
    var result: [Statement] = []
    var takesBranch = false
    for statement in statements {
      switch statement {
      case .assign(let target, let value, let location):
        result.append(.assign(target: target, value: value.folded(), location: location))
      case .when(let condition, let then, let otherwise, let location):
        let condition = condition.folded()
        if let value = condition.constant {
          takesBranch = true
          result += fold(value.isZero ? otherwise : then)
        } else {
          result += when(condition, fold(then), fold(otherwise), location)
        }
      case .decode(let subject, let arms, let location):
        let subject = subject.folded()
        if let value = subject.constant {
          takesBranch = true
          let arm = arms.first { BitPattern($0.value, width: value.width) == value }
          result += fold(arm?.statements ?? [])
        } else {
          let arms = arms.map { DecodeArm(value: $0.value, statements: fold($0.statements)) }
          guard arms.contains(where: { !$0.statements.isEmpty }) else { continue }
          result.append(.decode(subject: subject, arms: arms, location: location))
        }
      case .property(var property):
        property.condition = property.condition.folded()
        result.append(.property(property))
      case .section: result.append(statement)
      }
    }
    hasExcluded = hasExcluded || takesBranch
    return takesBranch ? withoutVoid(result) : result
  }

  private func when(
    _ condition: Expression, _ then: [Statement], _ otherwise: [Statement],
    _ location: SourceLocation?
  ) -> [Statement] {
    if then.isEmpty && otherwise.isEmpty { return [] }
    if then.isEmpty {
      return [
        .when(
          condition: condition.inverse, then: otherwise, otherwise: [], location: location)
      ]
    }
    return [.when(condition: condition, then: then, otherwise: otherwise, location: location)]
  }

  /// A branch that is always taken may make earlier assignments void.
  private func withoutVoid(_ statements: [Statement]) -> [Statement] {
    var assignedLater: Set<String> = []
    var result: [Statement] = []
    for statement in statements.reversed() {
      guard let kept = statement.droppingAssignments(to: assignedLater.contains) else { continue }
      result.append(kept)
      if case .assign(let target, _, _) = statement, target.bits == nil {
        assignedLater.insert(target.name)
      }
    }
    return result.reversed()
  }
}
