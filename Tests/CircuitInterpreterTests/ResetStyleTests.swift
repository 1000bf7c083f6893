import CircuitInterpreter
import HardwareDSL
import HardwareIR
import Testing

/// When a reset acts.
@Suite("Reset styles in the interpreter")
struct ResetStyleTests {
  private func counter(_ reset: ResetStyle) throws -> InterpretedSimulation {
    let simulation = try InterpretedSimulation(of: elaborate(LimitedCounter()), reset: reset)
    try simulation.reset()
    simulation["enable_i"] = 1
    try simulation.step(4)
    #expect(simulation["count_o"] == 7)
    simulation["rst_ni"] = 0
    return simulation
  }

  @Test("An asynchronous reset acts at once")
  func asynchronous() throws {
    let simulation = try counter(.asynchronous)
    #expect(simulation["count_o"] == 3)
    try simulation.step()
    #expect(simulation["count_o"] == 3)
  }

  @Test("A synchronous reset acts at the edge, and one between edges not at all")
  func synchronous() throws {
    let simulation = try counter(.synchronous)
    #expect(simulation["count_o"] == 7)
    simulation["rst_ni"] = 1
    try simulation.step()
    #expect(simulation["count_o"] == 8)
    simulation["rst_ni"] = 0
    try simulation.step()
    #expect(simulation["count_o"] == 3)
    try simulation.step(2)
    #expect(simulation["count_o"] == 3)
  }

  @Test("Data without reset takes what is before the edge of a synchronous reset")
  func data() throws {
    final class Delay: Module {
      let count = register(.unsigned(4), reset: 0)
      let late = dataRegister(.unsigned(4))
      let shown = output(.unsigned(4))
      var documentation: Documentation { Documentation("A count, and the count before.") }
      var body: Behavior {
        count <== count &+ 1
        late <== count
        shown <== late
      }
    }
    let simulation = try InterpretedSimulation(of: elaborate(Delay()), reset: .synchronous)
    try simulation.reset()
    try simulation.step(5)
    #expect(simulation["shown_o"] == 4)
    simulation["rst_ni"] = 0
    try simulation.step()
    #expect(simulation["shown_o"] == 5)
    try simulation.step()
    #expect(simulation["shown_o"] == 0)
  }
}
