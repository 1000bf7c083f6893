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
    let file = "/no/such/folder/coverage"
    let outcome = kernel.library.writeCoverage(kernel.handle, file)
    let error = #expect(throws: SimulationError.self) {
      try kernel.coverageText("cover points", outcome: outcome, file: file)
    }
    #expect(
      error?.description
        == "The cover points of design counter cannot be counted, since /no/such/folder/coverage "
        + "cannot be written and read again; make room in that folder, or set TMPDIR to another.")
    let unbuilt = #expect(throws: SimulationError.self) {
      try kernel.coverageText("cover points", outcome: 0, file: file)
    }
    #expect(unbuilt?.description.contains("was built without its cover points") == true)
    // Nothing is lost by it.
    #expect(try simulation.covered("Five") == 1)
  }

  @Test("Lines are counted with the branches that are not written, beside cover points")
  func lines() async throws {
    let text = """
      module held (input logic clk_i, input logic rst_ni, input logic clear_i, output logic q_o);
        always_ff @(posedge clk_i or negedge rst_ni) begin
          if (!rst_ni) q_o <= 1'b1;
          else if (clear_i) q_o <= 1'b0;
        end
        One: cover property (@(posedge clk_i) q_o);
      endmodule

      """
    var design = DesignUnderTest(
      topName: "held", files: [SourceFile(name: "held.sv", text: text)],
      ports: [
        .input("clk_i"), .input("rst_ni"), .input("clear_i"), .output("q_o"),
      ]
    ).builtQuickly
    design.lineCoverage = .counted
    let simulation = try await Simulation(of: design)
    try simulation.reset()
    try simulation.step(5)
    let before = try simulation.lineCounts.map { "\($0) \($0.hits > 0)" }
    #expect(
      before == [
        "held.sv:2: block true", "held.sv:3: elsif true", "held.sv:4: else true",
        "held.sv:4: if false",
      ])
    simulation["clear_i"] = 1
    try simulation.step(3)
    #expect(try simulation.lineCounts.allSatisfy { $0.hits > 0 })
    let uncounted = try await Simulation(of: elaborate(Counter()), optimization: .buildTime)
    let sentence = "Lines of design counter are not counted; set its lineCoverage to .counted."
    #expect(throws: SimulationError.coverageUnavailable(sentence)) { try uncounted.lineCounts }
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
