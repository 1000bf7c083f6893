import Testing
import VerilatorSimulation

@Suite("Streams and taps of a Verilated model")
struct StreamTests {
  static let paces: [(StreamPace, StreamPace)] = [
    (.full, .full),
    (.random(pausing: 0.5, seed: 1), .full),
    (.full, .random(pausing: 0.5, seed: 2)),
    (.random(pausing: 0.7, seed: 3), .random(pausing: 0.3, seed: 4)),
  ]

  @Test("A FIFO keeps the order of its items under all four drives", arguments: paces)
  func keepsOrder(source: StreamPace, sink: StreamPace) async throws {
    let simulation = try await Simulation(of: fifo, fill: .random(seed: 5))
    try simulation.reset()
    let items = (0..<300).map { index in
      [PortValue(index * 217 % 65_536), PortValue(words: [UInt32(index), .max, 0x2a])]
    }
    try simulation.pace("in", source)
    try simulation.pace("out", sink)
    try simulation.send("in", items)
    let received = try simulation.receive("out", items.count, limit: 3000)
    for (item, sent) in zip(received, items) {
      #expect(item.fields[0].words(1)[0] & 0xffff == sent[0].words(1)[0])
      #expect(item.fields[1] == sent[1])
    }
    #expect(received.first?.fields[0].isNegative == false)
    #expect(received.contains { $0.fields[0].isNegative })
    #expect(try simulation.pending("in") == 0)
    #expect(try simulation.received("in").count == items.count)
    if case (.full, .full) = (source, sink) {
      #expect(received.map(\.cycle) == Array(3..<303))
    } else {
      #expect(simulation.cycle > 400)
    }
  }

  @Test("A seed gives the same cycles again")
  func repeats() async throws {
    var cycles: [[Int]] = []
    for seed: UInt64 in [9, 9, 10] {
      let simulation = try await Simulation(of: fifo)
      try simulation.reset()
      try simulation.pace("in", .random(pausing: 0.4, seed: seed))
      try simulation.send("in", (0..<50).map { [PortValue($0), 0] })
      cycles.append(try simulation.receive("out", 50, limit: 500).map(\.cycle))
    }
    #expect(cycles[0] == cycles[1])
    #expect(cycles[0] != cycles[2])
  }

  @Test("A run that hangs ends at the cycle limit and says where it stands")
  func hangs() async throws {
    let simulation = try await Simulation(of: fifo)
    try simulation.reset()
    try simulation.send("in", (0..<10).map { [PortValue($0), 0] })
    let stuck = #expect(throws: SimulationError.self) {
      try simulation.run(limit: 1000, until: .streamsDone())
    }
    #expect(
      "\(try #require(stuck))"
        == "Design fifo did not reach 'all items sent' within 1000 cycles "
        + "(cycle 1002, stream in has 6 items not accepted); "
        + "raise the limit or look at a waveform.")
    #expect(try simulation.run(limit: 100, until: .streamsDone(receiving: ["out": 10])) == 10)
    let missing = #expect(throws: SimulationError.self) {
      try simulation.receive("out", 11, limit: 50)
    }
    #expect("\(try #require(missing))".contains("stream out gave 10 of 11 items"))
  }

  @Test("A simulation that was not reset says so")
  func notReset() async throws {
    let simulation = try await Simulation(of: fifo)
    try simulation.send("in", [[1, 2]])
    let error = #expect(throws: SimulationError.self) {
      try simulation.receive("out", 1, limit: 10)
    }
    #expect("\(try #require(error))".contains("rst_ni is 0: reset() was not called"))
  }

  @Test("Items that do not suit a stream are refused")
  func refusesItems() async throws {
    let simulation = try await Simulation(of: fifo)
    #expect(
      throws: SimulationError.invalidRequest(
        "An item of stream in has 2 fields, not 1; give each.")
    ) { try simulation.send("in", [1]) }
    #expect(
      throws: SimulationError.invalidRequest(
        "Stream out leaves the design; receive from it instead.")
    ) { try simulation.send("out", [[1, 2]]) }
    #expect(
      throws: SimulationError.unknownName(
        kind: "stream", name: "inn", design: "fifo", near: ["in", "out"])
    ) { try simulation.received("inn") }
  }

  @Test(
    "A broken rule of a stream is reported with its cycle",
    arguments: [
      ("drop_i", "Stream out: valid fell before ready accepted the item."),
      ("change_i", "Stream out: the payload changed while the item waited for ready."),
    ])
  func watchesRules(fault: String, text: String) async throws {
    let simulation = try await Simulation(of: faultySource)
    try simulation.reset()
    try simulation.step(10)
    simulation[fault] = 1
    let failure = SimulationFailure(cycle: 13, kind: .streamRule, text: text)
    #expect(throws: SimulationError.failed(failure)) { try simulation.step(20) }
    #expect(simulation.cycle == 14)
    #expect(simulation.failures == [failure])
  }

  @Test("Valid in reset is reported")
  func watchesReset() async throws {
    let simulation = try await Simulation(of: faultySource)
    simulation["rush_i"] = 1
    let failure = SimulationFailure(
      cycle: 1, kind: .streamRule, text: "Stream out: valid is 1 in reset.")
    #expect(throws: SimulationError.failed(failure)) { try simulation.reset() }
  }

  @Test("A tap records its ports whenever it is valid")
  func taps() async throws {
    let simulation = try await Simulation(of: counter)
    try simulation.reset()
    simulation["enable_i"] = 1
    simulation["wide_i"] = 77
    try simulation.step(6)
    #expect(
      try simulation.tap("odd") == [
        StreamItem(cycle: 3, fields: [1, 77]), StreamItem(cycle: 5, fields: [3, 77]),
        StreamItem(cycle: 7, fields: [5, 77]),
      ])
    #expect(try simulation.tap("odd").isEmpty)
  }
}
