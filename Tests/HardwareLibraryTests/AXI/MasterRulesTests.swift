import BenchSupport
import CircuitInterpreter
import HardwareDSL
import HardwareLibrary
import SimulationInterface
import TestSupport
import Testing

/// What holds of all masters.
@Suite("Rules of AXI4 masters", .simulated)
struct MasterRulesTests {
  static let kinds: [(MasterRun.Way, MasterRun.Layout)] = [
    (.reads, .lanes), (.reads, .packed), (.writes, .lanes), (.writes, .packed),
  ]

  private static func master(_ kind: (MasterRun.Way, MasterRun.Layout)) -> TestedMaster {
    TestedMaster(
      way: kind.0, asking: .strided, layout: kind.1, dataBits: 32, beatsMax: 4, outstanding: 3)
  }

  @Test("After a reset at any moment a master works as ever", arguments: kinds.indices)
  func resets(kind: Int) async throws {
    let master = Self.master(Self.kinds[kind])
    let circuit = try TestedSimulation(elaborate(master.module, .strict))
    var noise = TestRandom(seed: UInt64(kind))
    for seed in 0..<TestExtent.current.choose(daily: 6, all: 25) {
      let simulation = try await circuit(fill: .random(seed: UInt64(seed)))
      let requests = master.requests(8, seed: UInt64(seed))
      // Offers of what may not be accepted any more.
      let offers = ["requests": ["address": 0x500, "bytes": 333, "rows": 3, "pitch": 400]]
        .merging(master.way == .writes ? ["beats": ["data": 99]] : [:]) { $1 }
      var run = try MasterRun(in: simulation, master.way, master.plan, requests) { simulation in
        try simulation.reset()
        try simulation.openWindows()
        try simulation.poke("results_ready_i", PortValue(noise.integer(0...1)))
        if master.way == .reads { try simulation.poke("beats_ready_i", 1) }
        for (stream, fields) in offers {
          try simulation.poke("\(stream)_valid_i", 1)
          for (field, value) in fields {
            try simulation.poke("\(stream)_\(field)_i", PortValue(value))
          }
        }
        try simulation.step(noise.integer(1...300))
        for stream in offers.keys { try simulation.poke("\(stream)_valid_i", 0) }
      }
      try master.finish(&run, seed: 1)
    }
  }

  @Test("Addresses and beats of writes do not wait for each other", .simulatedInAll)
  func independent() async throws {
    let master = Self.master((.writes, .lanes))
    let simulation = try await TestedSimulation(elaborate(master.module, .strict))(
      fill: .random(seed: 1))
    try simulation.reset()
    try simulation.openWindows()
    try simulation.send("requests", [[0x400, 16, 1, 0]])
    try simulation.send("beats", (0..<4).map { [PortValue($0)] })
    for name in ["m_axi_awready", "m_axi_wready", "m_axi_bvalid"] { try simulation.poke(name, 0) }
    try simulation.step(12)
    #expect(try simulation.peek("m_axi_awvalid") == 1)
    #expect(try simulation.peek("m_axi_wvalid") == 1)
    // All beats go before the address does.
    try simulation.poke("m_axi_wready", 1)
    try simulation.step(4)
    #expect(try simulation.peek("m_axi_awvalid") == 1)
    #expect(try simulation.peek("m_axi_wvalid") == 0)
    #expect(try simulation.pending("beats") == 0)
    try simulation.poke("m_axi_awready", 1)
    try simulation.step()
    #expect(try simulation.peek("m_axi_awvalid") == 0)
  }

  @Test("A port that ends a burst too early or too late fails it", arguments: [0, 1, 2, 99])
  func breaksOff(lastBeat: Int) async throws {
    let master = TestedMaster(
      way: .reads, asking: .linear, layout: .packed, dataBits: 32, beatsMax: 4, outstanding: 3)
    let simulation = try await TestedSimulation(elaborate(master.module, .strict))(
      fill: .random(seed: 1))
    try simulation.reset()
    try simulation.openWindows()
    _ = try (simulation.received("beats"), simulation.received("bus_ar"))
    try simulation.send("requests", [[0x410, 8], [0x422, 9], [0x500, 8]])
    // Bursts of 2, 3 and 2 beats, of which the second is marked where it should not be.
    let marked = [1, 2 + lastBeat, 6]
    try simulation.send(
      "bus_r", (0..<7).map { [0, PortValue($0), 0, marked.contains($0) ? 1 : 0] })
    let results = try simulation.receive("results", 3, limit: 100)
    #expect(results.map { $0.fields[0] } == [0, lastBeat == 2 ? 0 : 2, 0])
    if lastBeat != 2 { #expect(results[1].fields[1] == 0x422) }
    #expect(try simulation.received("beats").count == 7)
  }

  @Test("Every window lets through what lies in it", arguments: kinds.indices)
  func windows(kind: Int) async throws {
    var master = Self.master(Self.kinds[kind])
    master.asking = .linear
    let unit = try TestedSimulation(elaborate(master.module, .strict))
    for open in 0..<4 {
      let simulation = try await unit(fill: .random(seed: 1))
      let memory = try simulation.attachMemory(to: "bus")
      try simulation.reset()
      for window in 0..<4 {
        try simulation.poke("windows_\(window)_first_i", PortValue(0x400 * window + 0x80))
        try simulation.poke("windows_\(window)_last_i", PortValue(0x400 * window + 0xbf))
        try simulation.poke("windows_\(window)_is_open_i", window == open ? 1 : 0)
      }
      if master.way == .reads {
        _ = try simulation.received("beats")
      } else {
        try simulation.send("beats", (0..<240).map { [PortValue($0)] })
      }
      let requests = (0..<12).map { index -> [PortValue] in
        [PortValue(0x400 * (index / 3) + [0x80, 0x7c, 0x84][index % 3]), 64]
      }
      try simulation.send("requests", requests)
      let results = try simulation.receive("results", 12, limit: 2_000)
      let expected = (0..<12).map { PortValue($0 == 3 * open ? 0 : 1) }
      #expect(results.map { $0.fields[0] } == expected)
      let counts = master.way == .reads ? memory.statistics.reads : memory.statistics.writes
      #expect(counts.beats == 16)
    }
  }

  @Test("Nothing is asked for beyond what may be under way", arguments: [1, 2, 5])
  func outstanding(count: Int) async throws {
    let master = TestedMaster(
      way: .reads, asking: .linear, layout: .lanes, dataBits: 32, beatsMax: 1, outstanding: count)
    let simulation = try await TestedSimulation(elaborate(master.module, .strict))(
      fill: .random(seed: 1))
    try simulation.reset()
    try simulation.openWindows()
    _ = try simulation.received("bus_ar")
    try simulation.send("requests", [[0x400, 64]])
    try simulation.step(60)
    #expect(try simulation.received("bus_ar").count == count)
  }

  @Test("Requests of no bytes have their results at once, and nothing reaches the bus")
  func empty() async throws {
    for kind in Self.kinds {
      let master = Self.master(kind)
      let requests = (0..<8).map { index in
        TransferPlan.Request(address: 300 * index, bytes: index % 2, rows: 1 - index % 2)
      }
      var run = try await MasterRun(
        of: master.module, master.way, master.plan, requests, pausing: 0)
      try run.finish()
      #expect(run.results.map { $0.fields[0] } == requests.map { _ in 0 })
      #expect(run.bursts == [] && run.beats == [])
      #expect(try #require(run.results.last).cycle < run.startCycle + 8 * 3 + 4)
    }
  }

  @Test("Every branch and cover point of the masters is reached", arguments: kinds.indices)
  func covered(kind: Int) async throws {
    let master = Self.master(Self.kinds[kind])
    let unit = try TestedSimulation(elaborate(master.module, .strict), coverage: .counted)
    var missing: Set<String>?
    for pausing in [0, 0.5] {
      let simulation = try await unit(fill: .random(seed: 1))
      var run = try MasterRun(
        in: simulation, master.way, master.plan, master.requests(120, seed: 4),
        pausing: pausing)
      if master.way == .writes { _ = try run.sendBeats(master.layout, seed: 1) }
      try run.finish()
      var unreached = Set(try simulation.covers.filter { $0.hits == 0 }.map(\.point.path))
      if let interpreted = simulation as? InterpretedSimulation {
        for module in interpreted.coverage.modules {
          unreached.formUnion(
            module.branches.filter { $0.hits == 0 }.map {
              "\(module.name): \($0.branch.kind) at \($0.branch.location?.description ?? "?")"
            })
        }
      }
      missing = missing?.intersection(unreached) ?? unreached
    }
    #expect(missing == [])
  }
}
