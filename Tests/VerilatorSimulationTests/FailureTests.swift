import Testing
import VerilatorSimulation

@Suite("Failures of a Verilated model")
struct FailureTests {
  @Test("A failed assertion is reported with its cycle and its text, and can be passed")
  func assertion() async throws {
    let simulation = try await Simulation(of: counter)
    try simulation.reset()
    simulation["enable_i"] = 1
    simulation["fail__at_i"] = 30
    let error = #expect(throws: SimulationError.self) { try simulation.step(100) }
    #expect(
      "\(try #require(error))"
        == "Cycle 32: counter.sv:42: Assertion failed in counter.CountNotForbidden: "
        + "count reached 30")
    #expect(simulation.cycle == 33)
    try simulation.step(10)
    #expect(simulation["count_o"] == 41)
    #expect(simulation.failures.count == 1)
  }

  @Test("$fatal is reported, and the process lives on")
  func fatal() async throws {
    let simulation = try await Simulation(of: counter)
    try simulation.reset()
    try simulation.step(4)
    simulation["fatal_i"] = 1
    #expect(
      throws: SimulationError.failed(
        SimulationFailure(
          cycle: 6, kind: .design,
          text: "counter.sv:30: Assertion failed in counter: count is 0"))
    ) { try simulation.run(limit: 10, until: .port("count_o", equals: 3)) }
  }

  @Test("$finish ends a simulation")
  func finish() async throws {
    let simulation = try await Simulation(of: counter)
    try simulation.reset()
    simulation["finish_i"] = 1
    #expect(try simulation.run(limit: 10, until: .finish) == 1)
    #expect(throws: SimulationError.finished(design: "counter", cycle: 2)) {
      try simulation.step()
    }
  }

  @Test("A model that does not settle is reported, and runs no further")
  func oscillates() async throws {
    let simulation = try await Simulation(of: faultySource)
    try simulation.reset()
    simulation["oscillate_i"] = 1
    for _ in 0..<2 {
      let error = #expect(throws: SimulationError.self) { try simulation.step() }
      guard case .failed(let failure) = try #require(error) else {
        Issue.record("not a failure: \(String(describing: error))")
        return
      }
      #expect(failure.kind == .simulator)
      #expect(failure.text.contains("did not converge"))
    }
  }
}
