import BenchSupport
import CircuitInterpreter
import HardwareDSL
import HardwareLibrary
import SimulationInterface
import TestSupport
import Testing

@Suite("Registers behind AXI4-Lite", .simulated)
struct RegisterTests {
  @Test(
    "Every output is that of the model in every cycle, and every branch is reached",
    .simulatedInAll)
  func model() async throws {
    let unit = try TestedSimulation(
      elaborate(AXI4LiteRegisters(DeviceMap.map), .strict), coverage: .counted)
    var missing: Set<String>?
    for pausing in [0, 2, 5] {
      let simulation = try await unit()
      var bench = try RegisterBench(simulation, DeviceMap.map, pausing: pausing, seed: 14)
      for _ in 0..<2_000 {
        try MutantRun.current?.count()
        if let mistake = try bench.step() {
          Issue.record("pausing \(pausing): \(mistake)")
          return
        }
      }
      // A read and a write in every cycle, if nobody pauses.
      #expect(bench.answered > (pausing == 0 ? 3_990 : 500))
      let unreached = try unreached(simulation)
      missing = missing?.intersection(unreached) ?? unreached
    }
    #expect(missing == [])
  }

  @Test(
    "Random maps, of any widths and places, do what they say",
    arguments: 1...TestExtent.current.choose(daily: 12, all: 60))
  func randomMap(seed: Int) async throws {
    var random = TestRandom(seed: UInt64(seed))
    let map = RegisterMap.random(&random)
    try #require(map.mistakes == [])
    let simulation = try await TestedSimulation(elaborate(AXI4LiteRegisters(map), .strict))()
    var bench = try RegisterBench(simulation, map, pausing: seed % 4, seed: UInt64(seed))
    for _ in 0..<400 {
      if let mistake = try bench.step() {
        Issue.record("seed \(seed): \(mistake)")
        return
      }
    }
    #expect(bench.answered > 100)
  }

  /// The cover points and, in the interpreter, the branches that were not reached.
  private func unreached(_ simulation: any Simulator) throws -> Set<String> {
    let covers = try simulation.covers.filter { $0.hits == 0 }.map(\.point.path)
    let modules = (simulation as? InterpretedSimulation)?.coverage.modules ?? []
    let branches = modules.flatMap { module in
      module.branches.filter { $0.hits == 0 }.map {
        "\(module.name): \($0.branch.kind) at \($0.branch.location?.description ?? "?")"
      }
    }
    return Set(covers + branches)
  }
}
