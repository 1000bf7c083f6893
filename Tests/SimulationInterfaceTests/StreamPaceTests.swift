import CircuitInterpreter
import HardwareDSL
import HardwareLibrary
import SimulationInterface
import Testing

@Suite("Paces of streams")
struct StreamPaceTests {
  @Test("A pace that would never go on is refused", arguments: [1.0, 1.5, -0.1, .nan, .infinity])
  func refused(probability: Double) throws {
    let simulation = try InterpretedSimulation(of: elaborate(StreamFIFO(width: 4, depth: 2)))
    let sentence =
      probability == 1
      ? "Stream output would pause with probability 1, for ever; give less, or .stopped."
      : "Stream output cannot pause with probability \(probability); give 0 to less than 1."
    #expect(throws: SimulationError.invalidRequest(sentence)) {
      try simulation.pace("output", .random(pausing: probability, seed: 1))
    }
  }

  @Test("A stream that is stopped goes on at another pace", arguments: ["input", "output"])
  func stopped(stream: String) throws {
    let simulation = try InterpretedSimulation(of: elaborate(StreamFIFO(width: 4, depth: 2)))
    try simulation.reset()
    try simulation.pace(stream, .stopped)
    try simulation.send("input", [1, 2, 3])
    try simulation.step(50)
    #expect(try simulation.pending("input") == (stream == "input" ? 3 : 1))
    if stream == "output" { #expect(try simulation.received("output").isEmpty) }
    try simulation.pace(stream, .full)
    #expect(try simulation.receive("output", 3, limit: 10).map(\.integer) == [1, 2, 3])
  }
}
