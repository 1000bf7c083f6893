import HardwareIR

extension ModulePrinter {
  /// Claims, assumptions and cover points, and the ghosts that they read, for simulation and proofs
  /// only.
  mutating func printClaims() {
    let groups = arrangement.properties.filter { !$0.isEmpty }
    guard !groups.isEmpty || !arrangement.ghosts.parts.isEmpty else { return }
    out.line("`ifndef SYNTHESIS")
    printSection(arrangement.ghosts)
    for (number, group) in groups.enumerated() {
      if number > 0 { out.line() }
      printProperties(group)
    }
    if let stand = arrangement.claimStand { printStand(stand) }
    out.endDirective("`endif")
    out.line()
  }

  private mutating func printProperties(_ parts: [ModulePart]) {
    var properties: [Property] = []
    var loops: [PartLoop] = []
    for part in parts {
      switch part {
      case .process(let process): properties += process.properties
      case .loop(let loop): loops.append(loop)
      case .cell: break
      }
    }
    switch emitter.profile.properties {
    case .immediate: if !properties.isEmpty { printImmediate(properties) }
    case .concurrent: for property in properties { printConcurrent(property) }
    }
    // A loop inside a process would not do: Verilator 5.006 takes the reset of such a process for
    // one that is sampled.
    for (number, loop) in loops.enumerated() {
      if number > 0 || !properties.isEmpty { out.line() }
      printScope(loop) { $0.printProperties(loop.body) }
    }
  }

  /// Properties of one domain. A named block carries the label: Icarus 11 does not read a labelled
  /// assertion, and warns of one in always_ff.
  private mutating func printImmediate(_ properties: [Property]) {
    let domain = properties[0].domain
    let clock = module.clockName(of: domain)
    let reset = ResetText(module, domain)
    indented { out in
      out.line("always @(posedge \(clock)) begin")
      out.line("  if (\(reset.isInactive)) begin")
    }
    for property in properties {
      printSentence(of: property, depth: 3)
      printLines(["begin : \(property.label)"], depth: 3, at: property.location)
      printCondition(property, depth: 4)
      printLines(["end"], depth: 3)
    }
    indented { out in
      out.line("  end")
      out.line("end")
    }
  }

  /// What the property says, for people.
  private mutating func printSentence(of property: Property, depth: Int) {
    guard let sentence = property.sentence else { return }
    out.indented(by: scopes + depth) { $0.comment(sentence) }
  }

  private mutating func printCondition(_ property: Property, depth: Int) {
    let text = expressions.lines(
      property.condition, prefix: keyword(property.kind) + " (", suffix: ");", room: room(depth))
    printLines(text, depth: depth)
  }

  private mutating func printConcurrent(_ property: Property) {
    printSentence(of: property, depth: 1)
    let clock = "@(posedge \(module.clockName(of: property.domain)))"
    let reset = "disable iff (\(ResetText(module, property.domain).isActive))"
    let start = "\(property.label): \(keyword(property.kind)) property"
    let text = expressions.lines(
      property.condition, prefix: "\(start) (\(clock) \(reset) ", suffix: ");", room: room(1))
    printLines(text, depth: 1, at: property.location)
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
