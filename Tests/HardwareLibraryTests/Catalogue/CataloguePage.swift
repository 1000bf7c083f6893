import BenchSupport
import HardwareDSL
import HardwareIR

/// The text of docs/catalogue.md.
struct CataloguePage {
  let figures: CatalogueFigures

  private static let head = """
    # The catalogue

    What the library has, what each unit costs and how far it is proved. `scripts/catalogue` writes
    this page; nothing in it is written by hand.

    Latency, throughput and resets are those of the contracts, which tests measure. Every unit runs
    under random data at full rate, with bubbles, with back-pressure and with both, in the
    interpreter by day and in Verilator by night. *Proved* means in every run, by induction or by
    reachability; *to 12 cycles*, in every run of so many from a reset on. Each proof finds a bug
    that is put in for it. `scripts/prove` runs all of them.

    Costs are those of the example, in cells as synthesized, without wires and without memories: a
    unit's memory is a cell of the technology. The clock is the longest path, in ns.

    """

  func text() throws -> String {
    var text = Self.head
    for group in LibraryCatalogue.groups {
      text += "\n## \(group.heading)\n\n| unit | what it is | latency | throughput | proved |\n"
      text += "|---|---|---|---|---|\n"
      let circuits = try group.units.map { try elaborate($0.module(), .strict) }
      for (unit, circuit) in zip(group.units, circuits) {
        let facts = circuit.top.contract.facts
        let fact = { (heading: String) in facts.first { $0.heading == heading }?.text ?? "" }
        text += Self.row([
          "`\(unit.name)`", circuit.top.contract.summary, fact("Latency"), fact("Throughput"),
          Self.proofs(of: unit.name),
        ])
      }
      text += "\n| example | register bits |"
      let libraries = ["osu018", "asap7", "sky130"]
      text += libraries.map { " \($0): cells | um2 | ns |" }.joined() + "\n|---|--:|"
      text += libraries.map { _ in "--:|--:|--:|" }.joined() + "\n"
      for circuit in circuits {
        let costs = libraries.flatMap { library in
          Self.cells(figures.costs[library]?[circuit.top.name])
        }
        text += Self.row(["`\(circuit.top.name)`", "\(circuit.registerBits)"] + costs)
      }
    }
    return text
  }

  private static func row(_ cells: [String]) -> String {
    "| " + cells.joined(separator: " | ") + " |\n"
  }

  private static func cells(_ cost: CatalogueFigures.Cost?) -> [String] {
    guard let cost else { return ["", "", ""] }
    return ["\(cost.cells)", "\(cost.area)", cost.clock.map { "\($0)" } ?? "none"]
  }

  /// What is proved of a unit, each statement once with all parameters.
  static func proofs(of unit: String) -> String {
    var statements: [(text: String, depth: UnitProof.Depth, parameters: [String])] = []
    for proof in LibraryProofs.all where proof.unit == unit {
      if let index = statements.firstIndex(where: {
        $0.text == proof.statement && $0.depth == proof.depth
      }) {
        statements[index].parameters.append(proof.parameters)
      } else {
        statements.append((proof.statement, proof.depth, [proof.parameters]))
      }
    }
    return statements.map { statement in
      let parameters = statement.parameters.filter { !$0.isEmpty }.joined(separator: ", ")
      let depth =
        if case .cycles(let count) = statement.depth { "to \(count) cycles: " } else { "" }
      return depth + statement.text + (parameters.isEmpty ? "" : " (\(parameters))")
    }.joined(separator: "; ")
  }
}

extension Circuit {
  /// The bits of all registers that are hardware, children's too.
  fileprivate var registerBits: Int { registerBits(of: top.name) }

  private func registerBits(of name: String) -> Int {
    guard let module = modules.first(where: { $0.name == name })?.withoutGhosts() else { return 0 }
    return module.registers.reduce(0) { $0 + $1.type.width }
      + module.instances.reduce(0) { $0 + registerBits(of: $1.module) }
  }
}
