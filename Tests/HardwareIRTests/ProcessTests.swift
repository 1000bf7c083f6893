import HardwareIR
import Testing

/// How statements come together in processes.
@Suite struct ProcessTests {
  private func module(
    registers: [String: Bool] = [:], _ statements: [Statement]
  ) -> ModuleDefinition {
    var module = ModuleDefinition(
      name: "sample", contract: Contract(""), location: nil)
    module.registers = registers.sorted { $0.key < $1.key }.map { name, hasReset in
      Register(name: name, type: .bit, reset: hasReset ? BitPattern(0, width: 1) : nil)
    }
    module.statements = statements
    return module
  }

  private let one = Expression.literal(BitPattern(1, width: 1), .bit)

  private func assign(_ name: String) -> Statement {
    .assign(target: Target(name), value: one, location: nil)
  }

  private func when(_ statements: Statement...) -> Statement {
    .when(condition: one, then: statements, otherwise: [], location: nil)
  }

  @Test("One unconditional assignment is a process of its own")
  func continuous() {
    let processes = module([assign("a"), assign("b")]).processes()
    #expect(processes.map(\.kind) == [.continuous, .continuous])
  }

  @Test("Statements that share a signal are one process, over the statements between")
  func joined() {
    let processes = module([assign("a"), assign("b"), when(assign("a"), assign("c"))]).processes()
    #expect(processes.map(\.targets) == [["a", "c"], ["b"]])
    #expect(processes.map(\.kind) == [.combinational, .continuous])
  }

  @Test("Registers of one kind are clocked; registers with wires or of two kinds are not alone")
  func clocked() {
    let processes = module(
      registers: ["q": true, "p": true, "d": false],
      [when(assign("q"), assign("p")), when(assign("d"))]
    ).processes()
    #expect(processes.map(\.kind) == [.clocked(hasReset: true), .clocked(hasReset: false)])
    let mixed = module(registers: ["q": true, "d": false], [when(assign("q"), assign("d"))])
    #expect(mixed.processes().map(\.kind) == [.combinational])
    let withWire = module(registers: ["q": true], [assign("w"), when(assign("q"), assign("w"))])
    #expect(withWire.processes().map(\.kind) == [.combinational])
  }

  @Test("A process stands under the last heading before it, and a claim alone")
  func headings() {
    let claim = Statement.property(Property(.claim, "Holds", one))
    let module = module([.section("First"), assign("a"), claim, .section("Second"), assign("b")])
    let processes = module.processes()
    #expect(processes.map(\.kind) == [.continuous, .property, .continuous])
    #expect(processes.map(\.section) == [1, 1, 2])
    #expect(module.headings == [nil, "First", "Second"])
  }
}
