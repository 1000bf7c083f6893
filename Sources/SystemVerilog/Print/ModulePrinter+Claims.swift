import HardwareIR

extension ModulePrinter {
  /// Assertions, for simulation only.
  mutating func printClaims(_ claims: [Statement]) {
    guard !claims.isEmpty else { return }
    out.line("`ifndef SYNTHESIS")
    switch emitter.profile.claims {
    case .blocks: printBlocks(claims)
    case .properties: printProperties(claims)
    }
    out.line("`endif")
    out.line()
  }

  // A named block carries the label: Icarus 11 does not read a labelled assertion, and warns of one
  // in always_ff.
  private mutating func printBlocks(_ claims: [Statement]) {
    out.indented { out in
      out.line("always @(posedge \(ModuleDefinition.clockName)) begin")
      out.line("  if (\(ModuleDefinition.resetName)) begin")
    }
    for case .assertion(let label, let claim, let location) in claims {
      let text = expressions.lines(claim, prefix: "assert (", suffix: ");", room: out.room - 8)
      printLines(["begin : \(label)"], depth: 3, at: location)
      printLines(text, depth: 4)
      printLines(["end"], depth: 3)
    }
    out.indented { out in
      out.line("  end")
      out.line("end")
    }
  }

  private mutating func printProperties(_ claims: [Statement]) {
    let clock = "@(posedge \(ModuleDefinition.clockName))"
    let reset = "disable iff (!\(ModuleDefinition.resetName))"
    for case .assertion(let label, let claim, let location) in claims {
      let text = expressions.lines(
        claim, prefix: "\(label): assert property (\(clock) \(reset) ", suffix: ");",
        room: out.room - 2)
      printLines(text, depth: 1, at: location)
    }
  }
}
