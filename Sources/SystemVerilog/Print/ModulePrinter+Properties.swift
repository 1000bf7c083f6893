import HardwareIR

extension ModulePrinter {
  /// Claims, assumptions and cover points, for simulation and proofs only.
  mutating func printProperties(_ statements: [Statement]) {
    let properties = statements.compactMap { statement -> Property? in
      if case .property(let property) = statement { property } else { nil }
    }
    guard !properties.isEmpty else { return }
    out.line("`ifndef SYNTHESIS")
    switch emitter.profile.properties {
    case .immediate:
      let domains = Set(properties.map(\.domain)).sorted()
      for (number, domain) in domains.enumerated() {
        if number > 0 { out.line() }
        printImmediate(properties.filter { $0.domain == domain }, in: domain)
      }
    case .concurrent: printConcurrent(properties)
    }
    if let claimStand { printStand(claimStand) }
    out.line("`endif")
    out.line()
  }

  // A named block carries the label: Icarus 11 does not read a labelled assertion, and warns of one
  // in always_ff.
  private mutating func printImmediate(_ properties: [Property], in domain: ClockDomain) {
    out.indented { out in
      out.line("always @(posedge \(domain.clockName)) begin")
      out.line("  if (\(domain.resetName)) begin")
    }
    for property in properties {
      let text = expressions.lines(
        property.condition, prefix: keyword(property.kind) + " (", suffix: ");",
        room: out.room - 8)
      printLines(["begin : \(property.label)"], depth: 3, at: property.location)
      printLines(text, depth: 4)
      printLines(["end"], depth: 3)
    }
    out.indented { out in
      out.line("  end")
      out.line("end")
    }
  }

  private mutating func printConcurrent(_ properties: [Property]) {
    for property in properties {
      let clock = "@(posedge \(property.domain.clockName))"
      let reset = "disable iff (!\(property.domain.resetName))"
      let start = "\(property.label): \(keyword(property.kind)) property"
      let text = expressions.lines(
        property.condition, prefix: "\(start) (\(clock) \(reset) ", suffix: ");",
        room: out.room - 2)
      printLines(text, depth: 1, at: property.location)
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
