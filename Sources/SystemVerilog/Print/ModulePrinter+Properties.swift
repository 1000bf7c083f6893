import HardwareIR

extension ModulePrinter {
  /// Claims, assumptions and cover points, for simulation and proofs only.
  mutating func printProperties(_ statements: [BlockStatement]) {
    let domains = Set(statements.flatMap(\.domains)).sorted()
    guard !domains.isEmpty else { return }
    out.line("`ifndef SYNTHESIS")
    switch emitter.profile.properties {
    case .immediate:
      for (number, domain) in domains.enumerated() {
        if number > 0 { out.line() }
        printImmediate(statements, in: domain)
      }
    case .concurrent: for statement in statements { printConcurrent(statement) }
    }
    if let stand = arrangement.claimStand { printStand(stand) }
    out.line("`endif")
    out.line()
  }

  private mutating func printImmediate(_ statements: [BlockStatement], in domain: ClockDomain) {
    let properties = statements.compactMap { statement -> Property? in
      if case .property(let property) = statement, property.domain == domain {
        property
      } else {
        nil
      }
    }
    if !properties.isEmpty { printImmediate(properties, in: domain) }
    var isFirst = properties.isEmpty
    for case .loop(let loop) in statements where loop.body.contains(where: { $0.isIn(domain) }) {
      if !isFirst { out.line() }
      isFirst = false
      printScope(loop) { $0.printImmediate(loop.body, in: domain) }
    }
  }

  // A named block carries the label: Icarus 11 does not read a labelled assertion, and warns of one
  // in always_ff.
  private mutating func printImmediate(_ properties: [Property], in domain: ClockDomain) {
    let clock = module.clockName(of: domain)
    let reset = ResetText(module, domain)
    indented { out in
      out.line("always @(posedge \(clock)) begin")
      out.line("  if (\(reset.isInactive)) begin")
    }
    for property in properties {
      printLines(["begin : \(property.label)"], depth: 3, at: property.location)
      printCondition(property, depth: 4)
      printLines(["end"], depth: 3)
    }
    indented { out in
      out.line("  end")
      out.line("end")
    }
  }

  /// Properties once for each value of a variable. A loop inside a process would not do: Verilator
  /// 5.006 takes the reset of such a process for one that is sampled.
  private mutating func printScope(
    _ loop: BlockLoop, _ body: (inout ModulePrinter) -> Void
  ) {
    let name = openVariable(loop.range)
    let values = loop.range.values
    let label = arrangement.labelOfClaims(loop.body.firstLabel)
    indented {
      $0.line(
        "for (genvar \(name) = \(values.lowerBound); \(name) < \(values.upperBound); \(name)++) "
          + "begin : \(label)")
    }
    scopes += 1
    body(&self)
    scopes -= 1
    indented { $0.line("end") }
    expressions.signals.variables[loop.range.variable] = nil
  }

  private mutating func printCondition(_ property: Property, depth: Int) {
    let text = expressions.lines(
      property.condition, prefix: keyword(property.kind) + " (", suffix: ");", room: room(depth))
    printLines(text, depth: depth)
  }

  private mutating func printConcurrent(_ statement: BlockStatement) {
    switch statement {
    case .property(let property):
      let clock = "@(posedge \(module.clockName(of: property.domain)))"
      let reset = "disable iff (\(ResetText(module, property.domain).isActive))"
      let start = "\(property.label): \(keyword(property.kind)) property"
      let text = expressions.lines(
        property.condition, prefix: "\(start) (\(clock) \(reset) ", suffix: ");",
        room: room(1))
      printLines(text, depth: 1, at: property.location)
    case .loop(let loop):
      printScope(loop) { for statement in loop.body { $0.printConcurrent(statement) } }
    default: break
    }
  }

  /// Without the claims, lint would miss a reader of what only they read.
  private mutating func printStand(_ stand: UnusedBits.Stand) {
    out.line("`else")
    printLines(["logic \(stand.name);"], depth: 1)
    let text = expressions.lines(
      stand.value, prefix: "assign \(stand.name) = ", room: out.room - 2)
    printLines(text, depth: 1)
  }

  private func keyword(_ kind: Property.Kind) -> String {
    switch kind {
    case .claim: "assert"
    case .assumption: "assume"
    case .cover: "cover"
    }
  }
}

extension BlockStatement {
  /// Those in whose clock edges properties hold.
  fileprivate var domains: [ClockDomain] {
    switch self {
    case .property(let property): [property.domain]
    case .loop(let loop): loop.body.flatMap(\.domains)
    default: []
    }
  }

  fileprivate func isIn(_ domain: ClockDomain) -> Bool { domains.contains(domain) }
}

extension [BlockStatement] {
  /// The label of the first property.
  fileprivate var firstLabel: String {
    for statement in self {
      switch statement {
      case .property(let property): return property.label
      case .loop(let loop): return loop.body.firstLabel
      default: continue
      }
    }
    return "claims"
  }
}
