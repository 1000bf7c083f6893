import BenchSupport
import HardwareDSL
import HardwareLibrary
import Testing

/// What lies between two domains notices that one side alone is reset, in both simulators.
@Suite("Resets of two domains", .simulated)
struct CommonResetTests {
  enum Unit: CaseIterable, Sendable {
    case fifo, pulses

    var circuit: Circuit {
      get throws {
        switch self {
        case .fifo: try elaborate(AsynchronousFIFO(width: 8, depth: 8))
        case .pulses: try elaborate(PulseSynchronizer(stages: 3))
        }
      }
    }

    var name: String {
      switch self {
      case .fifo: "asynchronous_fifo_w8_d8"
      case .pulses: "pulse_synchronizer_s3"
      }
    }
  }

  /// The claims that failed when resets are asserted for some cycles, after 100 cycles of use.
  private func failures(
    _ simulation: any Simulator, _ unit: Unit, _ clocks: AsynchronousFIFOTests.Clocks,
    resetting resets: [(name: String, delay: Int, cycles: Int)]
  ) throws -> [SimulationFailure] {
    try simulation.setClock(.source, period: clocks.source.period, phase: clocks.source.phase)
    try simulation.setClock(.sink, period: clocks.sink.period, phase: clocks.sink.phase)
    try simulation.reset(cycles: 8)
    if unit == .fifo { try simulation.send("input", Array(0..<20)) }
    try simulation.step(100)
    if unit == .fifo { _ = try simulation.receive("output", 20, limit: 400) }
    for cycle in 0..<100 {
      for reset in resets {
        simulation[reset.name] =
          (reset.delay..<reset.delay + reset.cycles).contains(cycle) ? 0 : 1
      }
      // A failed claim ends the step, not the run.
      do { try simulation.step() } catch SimulationError.failed { continue }
    }
    return simulation.failures
  }

  /// Also clocks of which one does not tick while the other side comes back from a short reset.
  private static let clocks =
    AsynchronousFIFOTests.clocks
    + [0, 3].flatMap { phase in
      [
        AsynchronousFIFOTests.Clocks(source: (1, 0), sink: (7, phase)),
        AsynchronousFIFOTests.Clocks(source: (7, phase), sink: (1, 0)),
      ]
    }

  private static let aloneText = [
    "rst_source_ni": "SourceNotResetAlone", "rst_sink_ni": "SinkNotResetAlone",
  ]

  @Test(
    "A side that is reset alone is noticed, however short the reset", .simulatedInAll,
    arguments: Unit.allCases)
  func alone(unit: Unit) async throws {
    let simulate = try TestedSimulation(unit.circuit)
    for clocks in Self.clocks {
      for (reset, label) in Self.aloneText {
        for cycles in [1, 4, 30] {
          let found = try failures(
            try await simulate(), unit, clocks, resetting: [(reset, 3, cycles)])
          expect(found, label, unit, "\(clocks) \(reset) \(cycles)")
        }
      }
    }
  }

  /// Expects that the claim fails, once, and no other but that of the words in a queue.
  private func expect(
    _ found: [SimulationFailure], _ label: String, _ unit: Unit, _ context: String
  ) {
    let claims = found.compactMap { failure in
      failure.text.firstMatch(of: /Assertion failed in ([a-z0-9_]+\.[A-Za-z]+)/).map {
        String($0.output.1)
      }
    }
    #expect(claims.count == found.count, "\(context): \(found)")
    #expect(
      claims.filter { $0 != unit.name + ".LevelInRange" } == [unit.name + "." + label],
      "\(context): \(found)")
  }

  @Test(
    "Resets that overlap may begin and end in any order", .simulatedInAll,
    arguments: Unit.allCases)
  func together(unit: Unit) async throws {
    let simulate = try TestedSimulation(unit.circuit)
    let overlapping = [(0, 20, 0, 20), (0, 20, 1, 40), (1, 40, 0, 20), (0, 5, 0, 60)]
    for clocks in AsynchronousFIFOTests.clocks {
      for (sourceDelay, sourceCycles, sinkDelay, sinkCycles) in overlapping {
        let resets = [
          ("rst_source_ni", sourceDelay, sourceCycles), ("rst_sink_ni", sinkDelay, sinkCycles),
        ]
        let found = try failures(try await simulate(), unit, clocks, resetting: resets)
        #expect(found.isEmpty, "\(clocks) \(resets): \(found)")
      }
    }
  }

  @Test("After both resets a queue is empty and goes on")
  func goesOn() async throws {
    let simulation = try await TestedSimulation(Unit.fifo.circuit)()
    try simulation.reset()
    try simulation.send("input", Array(0..<20))
    _ = try simulation.receive("output", 17, limit: 400)
    simulation["rst_source_ni"] = 0
    simulation["rst_sink_ni"] = 0
    try simulation.step(4)
    simulation["rst_sink_ni"] = 1
    try simulation.step(9)
    simulation["rst_source_ni"] = 1
    let before = try simulation.received("output").count
    try simulation.send("input", Array(100..<140))
    let received = try simulation.receive("output", 40, limit: 400)
    #expect(received.suffix(40).map(\.integer) == Array(100..<140), "\(before)")
    #expect(simulation.failures.isEmpty)
  }
}
