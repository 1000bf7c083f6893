/// Outputs and wires have a value on every path, and are not read in their own block before their
/// last assignment.
enum LatchCheck {
  static func check(_ module: ModuleDefinition) -> [Diagnostic] {
    let registers = Set(module.registers.map(\.name))
    let widths = module.widths
    var found: [Diagnostic] = []
    for process in module.processes() where process.kind == .combinational {
      let targets = process.targets.filter { !registers.contains($0) }
      let complete = assigned(process.statements, widths)
      for target in targets where !complete.contains(target) {
        let gap = complete.gap(in: target, width: widths[target] ?? 0)
        let subject = SignalPhrase(module.quoted(target), bits: gap)
        found.append(
          Diagnostic(
            .latch,
            "\(subject.text) of \(module.name) \(subject.form("has", "have")) no value where "
              + "none of its conditions holds; assign a default before the conditions",
            at: firstAssignment(of: target, in: process.statements)))
      }
      found += earlyReads(Set(targets), process.statements, module)
    }
    return found
  }

  /// What has a value after `statements`, whatever the conditions.
  private static func assigned(
    _ statements: [Statement], _ widths: [String: Int]
  ) -> AssignedBits {
    var result = AssignedBits()
    for statement in statements {
      switch statement {
      case .assign(let target, _, _): result.insert(target, width: widths[target.name] ?? 0)
      case .when(_, let then, let otherwise, _):
        let both = assigned(then, widths).intersection(assigned(otherwise, widths))
        result.formUnion(both, widths: widths)
      // Encodings beyond the last case assign nothing, so a decode never completes a signal.
      case .decode: break
      case .property, .section: break
      }
    }
    return result
  }

  private static func firstAssignment(
    of name: String, in statements: [Statement]
  ) -> SourceLocation? {
    var result: SourceLocation?
    for statement in statements {
      statement.forEachAssignment { target, _, location in
        if target.name == name, result == nil { result = location }
      }
    }
    return result
  }

  private static func earlyReads(
    _ targets: Set<String>, _ statements: [Statement], _ module: ModuleDefinition
  ) -> [Diagnostic] {
    var pending: [String: Int] = [:]
    for statement in statements {
      statement.forEachAssignment { target, _, _ in pending[target.name, default: 0] += 1 }
    }
    var found: [Diagnostic] = []
    func read(_ expression: Expression, _ location: SourceLocation?) {
      expression.forEachReference { name in
        if targets.contains(name), pending[name, default: 0] > 0 {
          found.append(
            Diagnostic(
              .readBeforeAssignment,
              "\(module.quoted(name)) of \(module.name) is read in the block that assigns it, "
                + "before its last assignment; move the reading behind it or into a block of its "
                + "own",
              at: location))
        }
      }
    }
    func walk(_ statements: [Statement]) {
      for statement in statements {
        switch statement {
        case .assign(let target, let value, let location):
          read(value, location)
          pending[target.name, default: 1] -= 1
        case .when(let condition, let then, let otherwise, let location):
          read(condition, location)
          walk(then)
          walk(otherwise)
        case .decode(let subject, let arms, let location):
          read(subject, location)
          for arm in arms { walk(arm.statements) }
        case .property, .section: break
        }
      }
    }
    walk(statements)
    return found
  }
}
