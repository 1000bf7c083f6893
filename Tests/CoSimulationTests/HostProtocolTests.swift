import AttentionCompiler
import AttentionSpec
import CircuitInterpreter
import CoSimulation
import Testing

/// What a host may do wrong, or early, does not hang the engine.
@Suite struct HostProtocolTests {
  private let accelerator: GeneratedAccelerator
  private let simulation: InterpretedSimulation

  init() throws {
    accelerator = try GeneratedAccelerator(Configurations.small)
    simulation = try InterpretedSimulation(of: accelerator.circuit)
    try simulation.reset()
  }

  @Test("A start without slots or chunks is ignored", arguments: [[0, 0], [5, 0], [0, 2]])
  func emptyStart(_ counts: [Int]) throws {
    let registers = zip([MemoryMap.Register.slotCount, .chunkCount], counts)
    let writes = registers.map { [PortValue(MemoryMap.address($0)), PortValue($1)] }
    try simulation.send("write", writes + [[PortValue(MemoryMap.address(.start)), 1]])
    try simulation.run(limit: 20, until: .streamsDone())
    #expect(simulation["busy_o"] == 0)
  }

  @Test("A read of no output is answered with zero")
  func unmappedRead() throws {
    let job = try CosimRandomHeadsTests.head(seed: 9, configuration: Configurations.small)
    let engine = try SimulatedAccelerator(interpreting: accelerator)
    #expect(Comparison(job, try engine.run(job)).isExact)
    let addresses = [
      MemoryMap.address(.query, unit: 0, word: 0), MemoryMap.address(.output, unit: 2, word: 0),
      MemoryMap.address(.output, unit: 3, word: 1), 0xF000_0000,
    ]
    try engine.simulation.send("read_request", addresses.map { [PortValue($0)] })
    let answers = try engine.simulation.receive("read_response", addresses.count, limit: 50)
    #expect(answers.map(\.integer) == [0, 0, 0, 0])
  }

  @Test("A reset in the middle of a head leaves an engine that runs the next one")
  func resetInTheMiddle() throws {
    let engine = try SimulatedAccelerator(interpreting: accelerator)
    let job = try CosimRandomHeadsTests.head(seed: 11, configuration: Configurations.small)
    for cycles in [1, 40, 90, 130, 200] {
      try engine.simulation.send(
        "write", job.program.writes.map { [PortValue($0.address), PortValue(words: $0.data)] })
      try engine.simulation.run(limit: 10_000, until: .streamsDone())
      try engine.simulation.step(cycles)
      try engine.simulation.reset()
      for tap in accelerator.circuit.taps { _ = try engine.simulation.tap(tap.name) }
      #expect(Comparison(job, try engine.run(job)).isExact, "reset after \(cycles) cycles")
    }
  }
}
