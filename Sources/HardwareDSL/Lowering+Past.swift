import HardwareIR

/// The registers that hold values of cycles before.
struct PastValues {
  struct Key: Hashable {
    let value: Expression
    let domain: ClockDomain
    let reset: BitPattern?
  }

  /// What a register is named after, and how many cycles it looks back.
  struct Name {
    var stem: String
    var element: ElementName?
    var cycles = 0
  }

  var registers: [Key: Expression] = [:]
  /// By the registers.
  var names: [String: Name] = [:]
}

extension Lowering {
  /// The most cycles after reset in which a claim of each domain does not know what was before.
  static func unknownCycles(in statements: [RecordedStatement]) -> [ClockDomain: Int] {
    var cycles: [ClockDomain: Int] = [:]
    for statement in statements {
      guard case .property(let property) = statement.kind else { continue }
      let count = Int(property.condition.unknownCycles)
      if count > 0 { cycles[property.domain] = max(cycles[property.domain] ?? 0, count) }
    }
    return cycles
  }

  /// Lets a ghost take values of the cycle before; false where they would not always be known.
  func mayLookBack(_ value: Signal, for target: Signal) -> Bool {
    let signal = Destination(target).signal
    guard signal.isGhost else { return true }
    claimDomain = signal.domain
    // What names a value is known as long as the value is.
    guard value.unknownCycles > signal.unknownCycles else { return true }
    report(
      .ghost,
      "\(signal) takes a value of the cycle before, which is not known right after reset; say what "
        + "it is then with past(_, reset:), or name the value itself with ghost(wire(\"name\", _))")
    return false
  }

  /// Whether a domain has been out of reset for so many cycles; nil for none.
  func isKnown(after cycles: Int, in domain: ClockDomain) -> Expression? {
    guard cycles > 0 else { return nil }
    let history = history(of: domain)
    return history.type == .bit ? history : .slice(history, low: cycles - 1, width: 1)
  }

  /// A register that fills with ones from the low end after reset.
  private func history(of domain: ClockDomain) -> Expression {
    if let history = histories[domain] { return history }
    let width = unknownCyclesMax[domain] ?? 1
    let type = HardwareType.bit.withWidth(width)
    var stem = "has_past"
    if case .named(let name) = domain { stem += "_" + name }
    let history = addGhost(stem, type, domain, reset: BitPattern(0, width: width))
    let one = Expression.literal(BitPattern(1, width: 1), .bit)
    let next =
      width == 1 ? one : .concatenation([.slice(history, low: 0, width: width - 1), one])
    if case .reference(let name, _) = history {
      hoistedStatements.append(.assign(target: Target(name), value: next, location: nil))
    }
    histories[domain] = history
    return history
  }

  /// The register that holds what `value`, which is `signal`, was.
  func past(
    _ value: Expression, of signal: Signal, cycles: Int, reset: BitPattern?
  ) -> Expression? {
    guard let domain = claimDomain else {
      report(
        .ghost,
        "past(_) stands outside of claims, assumptions, cover points and values of ghosts; in "
          + "hardware, delayed(\"name\", _, reset:) is the value of the cycle before")
      return nil
    }
    var result = value
    var name = nameOfPast(of: value, signal)
    for _ in 0..<cycles {
      name.cycles += 1
      let key = PastValues.Key(value: result, domain: domain, reset: reset)
      if let known = pastValues.registers[key] {
        result = known
        continue
      }
      let suffix = name.cycles == 1 ? "_past" : "_past_\(name.cycles)"
      let register = addGhost(
        name.stem + suffix, value.type, domain, reset: reset, name.element?.appending(suffix))
      pastValues.registers[key] = register
      if case .reference(let text, _) = register {
        pastValues.names[text] = name
        hoistedStatements.append(
          .assign(target: Target(text), value: result, location: location))
      }
      result = register
    }
    return result
  }

  private func nameOfPast(of value: Expression, _ signal: Signal) -> PastValues.Name {
    guard case .reference(let name, _) = value else {
      return PastValues.Name(stem: sink.name, element: sink.element)
    }
    if let known = pastValues.names[name] { return known }
    let isChild = childPort(signal) != nil
    return PastValues.Name(
      stem: signalStem(name),
      element: isChild ? signal.owner?.elementInParent(of: signal) : signal.element)
  }

  /// A register that only claims read; an element of an array if its name is as wanted.
  private func addGhost(
    _ wanted: String, _ type: HardwareType, _ domain: ClockDomain, reset: BitPattern?,
    _ element: ElementName? = nil
  ) -> Expression {
    // A number behind tells how many cycles it looks back.
    let name =
      names.contains(wanted + "_q")
      ? numberedName(wanted + "_too", behind: "_q") { names.contains($0) } : wanted + "_q"
    names.insert(name)
    var register = Register(
      name: name, type: type, reset: reset, domain: domain, location: location)
    register.isGhost = true
    if name == wanted + "_q" { register.element = element?.appending("_q") }
    registers.append(register)
    return .reference(name, type)
  }
}
