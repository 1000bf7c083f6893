import HardwareIR

extension ModulePrinter {
  enum AssignmentForm { case blocking, nonblocking }

  /// Statements at `depth` levels of two spaces.
  mutating func printStatements(_ statements: [BlockStatement], depth: Int, form: AssignmentForm) {
    for statement in statements { printStatement(statement, depth: depth, form: form) }
  }

  private mutating func printStatement(
    _ statement: BlockStatement, depth: Int, form: AssignmentForm
  ) {
    let indent = String(repeating: "  ", count: scopes + depth)
    switch statement {
    case .assign(let target, let value, let location):
      let name = assignedName(target, form: form)
      let arrow = form == .blocking ? "=" : "<="
      let text = expressions.lines(value, prefix: "\(name) \(arrow) ", room: room(depth))
      printLines(text, depth: depth, at: location)
    case .when:
      printWhen(statement, depth: depth, form: form, opening: "if")
    case .decode(let subject, let arms, let location):
      printDecode(subject, arms, at: location, depth: depth, form: form)
    case .property: break
    case .section(let title): out.line(indent + "// " + TextWriter.oneLine(title))
    case .loop(let loop):
      let name = openVariable(loop.range)
      let values = loop.range.values
      out.line(
        "\(indent)for (int \(name) = \(values.lowerBound); \(name) < \(values.upperBound); "
          + "\(name)++) begin")
      printStatements(loop.body, depth: depth + 1, form: form)
      out.line("\(indent)end")
      expressions.signals.variables[loop.range.variable] = nil
    }
  }

  mutating func printWhen(
    _ statement: BlockStatement, depth: Int, form: AssignmentForm, opening: String
  ) {
    guard case .when(let condition, let then, let otherwise, let location) = statement else {
      return
    }
    let indent = String(repeating: "  ", count: scopes + depth)
    let head = expressions.lines(
      condition, prefix: "\(opening) (", suffix: ") begin",
      room: room(depth))
    printLines(head, depth: depth, at: location)
    printStatements(then, depth: depth + 1, form: form)
    if otherwise.count == 1, case .when(let condition, let then, let rest, let inner) = otherwise[0]
    {
      // The branches of one statement have one place.
      let next = BlockStatement.when(
        condition: condition, then: then, otherwise: rest,
        location: inner?.short == location?.short ? nil : inner)
      printWhen(next, depth: depth, form: form, opening: "end else if")
      return
    }
    if !otherwise.isEmpty {
      out.line("\(indent)end else begin")
      printStatements(otherwise, depth: depth + 1, form: form)
    }
    out.line("\(indent)end")
  }

  // Without `unique`: the arms are distinct and there is a default, so it would say nothing (slang
  // reports it as redundant), and Icarus 11 does not know it.
  private mutating func printDecode(
    _ subject: Expression, _ arms: [BlockArm], at location: SourceLocation?, depth: Int,
    form: AssignmentForm
  ) {
    let indent = String(repeating: "  ", count: scopes + depth)
    let head = expressions.lines(
      subject, prefix: "case (", suffix: ")", room: room(depth))
    printLines(head, depth: depth, at: location)
    for arm in arms {
      // Arms are numbers, also of bits.
      let type = subject.type.isEnumeration ? subject.type : .unsigned(subject.type.width)
      let label = expressions.print(.literal(BitPattern(arm.value, width: type.width), type))
      if arm.statements.isEmpty {
        out.line("\(indent)  \(label): ;")
        continue
      }
      if arm.statements.count == 1,
        case .assign(let target, let value, let location) = arm.statements[0]
      {
        let arrow = form == .blocking ? "=" : "<="
        let text = expressions.lines(
          value, prefix: "\(label): \(assignedName(target, form: form)) \(arrow) ",
          room: room(depth + 1))
        printLines(text, depth: depth + 1, at: location)
        continue
      }
      out.line("\(indent)  \(label): begin")
      printStatements(arm.statements, depth: depth + 2, form: form)
      out.line("\(indent)  end")
    }
    out.line("\(indent)  default: \(defaultArm(subject, arms, form: form))")
    out.line("\(indent)endcase")
  }

  /// An encoding without a case goes to the reset state, if the decode moves the state at all.
  private func defaultArm(
    _ subject: Expression, _ arms: [BlockArm], form: AssignmentForm
  ) -> String {
    guard case .reference(let name, let type) = subject, case .enumeration = type,
      let register = registerByName[name], let reset = register.reset
    else { return ";" }
    var assignsSubject = false
    for arm in arms {
      for statement in arm.statements {
        statement.forEachAssignment { target, _ in
          if target.name == name { assignsSubject = true }
        }
      }
    }
    guard assignsSubject else { return ";" }
    let arrow = form == .blocking ? "=" : "<="
    let value = expressions.print(.literal(reset, type))
    return "\(assignedName(Target(name), form: form)) \(arrow) \(value);"
  }

  func assignedName(_ target: Target, form: AssignmentForm) -> String {
    if form == .blocking, registerByName[target.name] != nil {
      let name = names.nextValue(of: target.name)
      guard let bits = target.bits else { return name }
      return bits.count == 1
        ? "\(name)[\(bits.lowerBound)]" : "\(name)[\(bits.upperBound):\(bits.lowerBound)]"
    }
    let select = expressions.signals.select(target.name, width: Int.max, isSigned: false)
    guard let select else { return target.name }
    guard let bits = target.bits else { return expressions.signals.text(select) }
    return expressions.signals.text(select.slice(Affine(bits.lowerBound), bits.count))
  }
}
