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

  @Test(
    "A map of one field, of any kind, at either end of a register",
    arguments: [0...0, 31...31, 0...31, 32...32, 63...63, 32...63, 0...63, 31...32])
  func alone(bits: ClosedRange<Int>) async throws {
    let kinds: [RegisterAccess] = [
      .constant, .readOnly, .readWrite, .writeOneToClear, .writeOneToSet, .pulse,
      .counter(.wraps), .counter(.saturates, amountBits: bits.count),
    ]
    for kind in kinds {
      let field = RegisterField("f", kind, bits: bits, "The field.")
      let map = RegisterMap(
        "alone", "One field.", addressBits: 3, [MappedRegister("r", at: 0, "All.", [field])])
      let simulation = try await TestedSimulation(elaborate(AXI4LiteRegisters(map), .strict))()
      var bench = try RegisterBench(simulation, map, pausing: 1, seed: 3)
      for _ in 0..<200 {
        if let mistake = try bench.step() { Issue.record("\(kind) in \(bits): \(mistake)") }
      }
      #expect(bench.answered > 100)
    }
  }

  @Test("A reset of one cycle in the middle of accesses and events drops both", .simulatedInAll)
  func resetInTheMiddle() async throws {
    let simulation = try await TestedSimulation(
      elaborate(AXI4LiteRegisters(DeviceMap.map), .strict))()
    try simulation.reset()
    let inputs = simulation.interface.ports.filter { port in
      ["sets_", "clears_", "amounts_"].contains { port.name.hasPrefix($0) }
    }
    let values = simulation.interface.ports.map(\.name).filter { $0.hasPrefix("values_") }
    let initial = try values.map { try simulation.peek($0) }
    for port in inputs where !port.name.hasPrefix("clears_") {
      try simulation.poke(port.name, PortValue((1 << min(40, port.widthBits)) - 1))
    }
    for port in ["awvalid", "wvalid", "arvalid"] { try simulation.poke("s_axil_\(port)", 1) }
    try simulation.poke("s_axil_wstrb", 15)
    try simulation.step(4)
    #expect(try simulation.peek("s_axil_bvalid") == 1 && simulation.peek("s_axil_awready") == 0)
    for port in ["awvalid", "wvalid", "arvalid"] { try simulation.poke("s_axil_\(port)", 0) }
    try simulation.reset(cycles: 1)
    #expect(try values.map { try simulation.peek($0) } == initial)
    for port in ["bvalid", "rvalid"] { #expect(try simulation.peek("s_axil_\(port)") == 0) }
    for port in ["awready", "wready", "arready"] {
      #expect(try simulation.peek("s_axil_\(port)") == 1)
    }
    try simulation.step(5)
    #expect(simulation.failures.isEmpty)
    for port in ["bvalid", "rvalid"] { #expect(try simulation.peek("s_axil_\(port)") == 0) }
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
