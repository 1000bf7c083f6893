import HardwareDSL
import SystemVerilog
import TestSupport
import Testing

@testable import VerilatorSimulation

/// Counts up, and says when it is at five.
private final class Counter: Module {
  let count = output(.unsigned(3))
  let value = register(.unsigned(3), reset: 0)
  var documentation: Documentation { Documentation("Counts.") }
  var body: Behavior {
    value <== value &+ 1
    count <== value
    cover("Five", value == 5)
  }
}

@Suite("Cover points that cannot be counted")
struct CoverageTests {
  @Test("A file that cannot be written is a failure, and not zeros")
  func unwritable() async throws {
    let simulation = try await Simulation(of: elaborate(Counter()), optimization: .buildTime)
    let kernel = try #require(simulation.kernel as? VerilatorKernel)
    try simulation.reset()
    try simulation.step(6)
    let points = simulation.interface.coverPoints
    let file = "/no/such/folder/coverage"
    let outcome = kernel.library.writeCoverage(kernel.handle, file)
    let error = #expect(throws: SimulationError.self) {
      try kernel.hits(of: points, outcome: outcome, file: file)
    }
    #expect(
      error?.description
        == "The cover points of design counter cannot be counted, since /no/such/folder/coverage "
        + "cannot be written and read again; make room in that folder, or set TMPDIR to another.")
    let unbuilt = #expect(throws: SimulationError.self) {
      try kernel.hits(of: points, outcome: 0, file: file)
    }
    #expect(unbuilt?.description.contains("was built without its cover points") == true)
    // Nothing is lost by it.
    #expect(try simulation.covered("Five") == 1)
  }

  @Test("A cover point that the text lacks is a failure, and not a zero")
  func missing() async throws {
    let circuit = try elaborate(Counter())
    let files = SystemVerilogEmitter().emit(circuit).map {
      EmittedFile(name: $0.name, text: $0.text.replacing(": Five", with: ": Cinque"))
    }
    let simulation = try await Simulation(of: DesignUnderTest(circuit, files: files).builtQuickly)
    try simulation.reset()
    let error = #expect(throws: SimulationError.self) { try simulation.covers }
    #expect(
      error?.description
        == "The text of design counter has no cover point Five, which is Five of the circuit; give "
        + "the simulation the text of that circuit.")
  }
}
