import BenchSupport
import HardwareDSL
import HardwareLibrary
import TestSupport
import Testing

/// What lies between two domains while one of them, or both, are reset at any moment, in both
/// simulators.
@Suite("Resets of one side", .simulated)
struct OneSidedResetTests {
  /// Resets of both sides, each at random moments and for random times, mostly short ones.
  struct RandomResets {
    private var noise: TestRandom
    private let sinkPeriod: Int
    private var left = ["rst_source_ni": 0, "rst_sink_ni": 0]
    private(set) var count = 0

    init(_ clocks: AsynchronousFIFOTests.Clocks, seed: UInt64) {
      noise = TestRandom(seed: seed)
      sinkPeriod = clocks.sink.period
    }

    /// Sets the resets of a cycle; in a quiet one, none.
    mutating func set(_ simulation: any Simulator, isQuiet: Bool) throws {
      for name in ["rst_source_ni", "rst_sink_ni"] {
        var cycles = left[name] ?? 0
        if cycles == 0, !isQuiet, noise.chance(perMille: 15) {
          cycles = noise.oneIn(3) ? noise.integer(1...40) : noise.integer(1...3)
          // Who watches a stream at the edges of its clock has to see that it was reset.
          if name == "rst_sink_ni" { cycles = max(cycles, sinkPeriod) }
          count += 1
        }
        if isQuiet { cycles = 0 }
        try simulation.poke(name, cycles > 0 ? 0 : 1)
        left[name] = max(0, cycles - 1)
      }
    }
  }

  /// Also clocks of which one does not tick while the other side comes back from a short reset.
  static let clocks =
    AsynchronousFIFOTests.clocks
    + [
      AsynchronousFIFOTests.Clocks(source: (1, 0), sink: (7, 3)),
      AsynchronousFIFOTests.Clocks(source: (9, 2), sink: (1, 0)),
    ]

  /// Cycles in which resets come, and then as many as the handshake may take, and more.
  private static let (busy, quiet) = (400, 500)

  @Test(
    "No word comes again or is made up, and all that are sent afterwards arrive in order",
    .simulatedInAll, arguments: 0..<8)
  func words(number: Int) async throws {
    let clocks = Self.clocks[number]
    let simulate = try TestedSimulation(elaborate(AsynchronousFIFO(width: 32, depth: 8)))
    let simulation = try await simulate(fill: .random(seed: UInt64(number)))
    try clocks.set(simulation)
    var resets = RandomResets(clocks, seed: UInt64(number))
    try simulation.pace("output", .random(pausing: 0.4, seed: UInt64(number)))
    var sent = 0
    var last = -1
    var lost = 0
    for round in 0..<6 {
      for cycle in 0..<Self.busy + Self.quiet {
        try resets.set(simulation, isQuiet: cycle >= Self.busy)
        if try simulation.pending("input") == 0, cycle < Self.busy {
          try simulation.send("input", [sent])
          sent += 1
        }
        try simulation.step()
        for word in try simulation.received("output").map({ $0.integer ?? -1 }) {
          try #require(word > last && word < sent, "\(clocks), round \(round): \(word), \(last)")
          lost += word - last - 1
          last = word
        }
      }
      // It is empty, and goes on.
      #expect(try simulation.pending("input") == 0)
      let words = Array(sent..<sent + 30)
      try simulation.send("input", words)
      sent += 30
      let received = try simulation.receive("output", 30, limit: 2000).map { $0.integer ?? -1 }
      #expect(difference(received, words) == nil, "\(clocks), round \(round)")
      last = sent - 1
    }
    #expect(lost > 0 && resets.count > 30, "\(clocks): little was tried")
  }

  @Test(
    "No pulse is made up or comes twice, and all that are given afterwards arrive",
    .simulatedInAll, arguments: 0..<8)
  func pulses(number: Int) async throws {
    let clocks = Self.clocks[number]
    let simulate = try TestedSimulation(elaborate(PulseSynchronizer()))
    let simulation = try await simulate(fill: .random(seed: UInt64(number)))
    try clocks.set(simulation)
    var resets = RandomResets(clocks, seed: UInt64(number))
    func isEdge(_ clock: (period: Int, phase: Int), _ cycle: Int) -> Bool {
      cycle % clock.period == clock.phase
    }
    /// Pulses that were given while the unit was ready, and those that came.
    var (given, arrived) = (0, 0)
    for round in 0..<6 {
      for phase in 0..<3 {
        let before = (given, arrived)
        var isWaiting = 0
        for cycle in 0..<(phase == 0 ? Self.busy : Self.quiet) {
          try resets.set(simulation, isQuiet: phase > 0)
          let now = simulation.cycle
          // One pulse waits for the one before, or for it to be lost.
          let pulses = phase != 1 && cycle < 300 && isEdge(clocks.source, now) && isWaiting == 0
          try simulation.poke("pulse_i", pulses ? 1 : 0)
          let isReady = try simulation.peek("is_ready_o") == 1
          let isReset = try simulation.peek("rst_source_ni") == 0
          if pulses, isReady, !isReset {
            given += 1
            isWaiting = 60
          }
          if isEdge(clocks.sink, now), try simulation.peek("arrived_o") == 1 { arrived += 1 }
          isWaiting = max(0, isWaiting - 1)
          try simulation.step()
        }
        let found = (given - before.0, arrived - before.1)
        #expect(found.0 >= found.1, "\(clocks), round \(round): \(found)")
        if phase == 2 { #expect(found.0 == found.1 && found.0 > 2, "\(clocks): \(found)") }
      }
    }
    #expect(resets.count > 30)
  }

  @Test("A word that waits at the output stays when the source is reset, and is the last")
  func waitingWord() async throws {
    let simulation = try await TestedSimulation(
      elaborate(AsynchronousFIFO(width: 32, depth: 8)))()
    try simulation.reset()
    try simulation.pace("output", .stopped)
    try simulation.send("input", [1, 2, 3, 4])
    try simulation.step(200)
    simulation["rst_source_ni"] = 0
    try simulation.step(1)
    simulation["rst_source_ni"] = 1
    try simulation.send("input", [5, 6])
    try simulation.step(200)
    #expect(try simulation.peek("output_valid_o") == 1)
    #expect(try simulation.pending("input") == 2)
    try simulation.pace("output", .full)
    #expect(try simulation.receive("output", 3, limit: 400).map(\.integer) == [1, 5, 6])
  }

  @Test("After resets of both sides, in any order, both run", arguments: [2, 3], 0..<8)
  func handshake(stages: Int, number: Int) async throws {
    let clocks = Self.clocks[number]
    let slower = max(clocks.source.period, clocks.sink.period)
    for (source, sink) in [(1, 0), (0, 1), (1, 1), (5, 30), (30, 5)] {
      let bench = try await Bench(ResetHandshake(stages: stages))
      let simulation = bench.simulation
      try clocks.set(simulation)
      try bench.hold(["source_is_idle": 1, "sink_is_idle": 1])
      func expectRun() throws {
        for _ in 0..<(stages + 4) * (2 * stages + 4) * slower { try bench.step() }
        #expect(bench["source_runs"] == 1 && bench["sink_runs"] == 1, "\(clocks)")
      }
      try expectRun()
      for cycle in 0..<30 {
        simulation["rst_source_ni"] = cycle < source ? 0 : 1
        simulation["rst_sink_ni"] = cycle < sink ? 0 : 1
        try bench.step()
      }
      simulation["rst_source_ni"] = 1
      simulation["rst_sink_ni"] = 1
      try expectRun()

      // A side that is not idle keeps the other one waiting.
      for (busy, reset) in [("sink", "source"), ("source", "sink")] {
        try bench.hold([busy + "_is_idle": 0])
        simulation["rst_\(reset)_ni"] = 0
        try bench.step()
        simulation["rst_\(reset)_ni"] = 1
        for _ in 0..<(stages + 4) * (2 * stages + 4) * slower { try bench.step() }
        #expect(bench["source_runs"] == 0 && bench["sink_runs"] == 0, "\(clocks)")
        try bench.hold([busy + "_is_idle": 1])
        try expectRun()
      }
    }
  }

  @Test("A handshake takes as many answers as it is to", arguments: [2, 3, 4])
  func answers(stages: Int) async throws {
    let bench = try await Bench(ResetHandshake(stages: stages))
    try bench.hold(["source_is_idle": 1, "sink_is_idle": 1])
    // An answer takes both synchronizers, and the registers before them; up is seen in the end. The
    // first may be there already.
    let answer = 2 * stages + 2
    let expected = (stages + 2) * answer...(stages + 3) * answer + stages
    for reset in ["source", "sink"] {
      for _ in 0..<2 * expected.upperBound { try bench.step() }
      bench.simulation["rst_\(reset)_ni"] = 0
      try bench.step()
      bench.simulation["rst_\(reset)_ni"] = 1
      for other in ["source", "sink"] {
        var cycles = 0
        while bench[other + "_runs"] == 1, cycles < 100 {
          try bench.step()
          cycles += 1
        }
        #expect(cycles < 2 * stages, "\(other) stops after \(cycles)")
      }
      var cycles = 0
      while bench["source_runs"] == 0 || bench["sink_runs"] == 0, cycles < 1000 {
        try bench.step()
        cycles += 1
      }
      #expect(expected.contains(cycles), "\(reset): \(cycles)")
    }
  }

  @Test("A pulse that comes as soon as the unit is ready arrives, and once", arguments: 0..<8)
  func firstPulse(number: Int) async throws {
    let clocks = Self.clocks[number]
    let simulation = try await TestedSimulation(elaborate(PulseSynchronizer()))(
      fill: .random(seed: UInt64(number)))
    try clocks.set(simulation)
    for reset in ["", "rst_source_ni", "rst_sink_ni", "rst_source_ni"] {
      var arrived = 0
      func step(_ cycles: Int, until isOver: () throws -> Bool = { false }) throws {
        for _ in 0..<cycles {
          if try isOver() { return }
          let isEdge = simulation.cycle % clocks.sink.period == clocks.sink.phase
          if isEdge, try simulation.peek("arrived_o") == 1 { arrived += 1 }
          try simulation.step()
        }
      }
      if !reset.isEmpty {
        simulation[reset] = 0
        try step(clocks.sink.period)
        simulation[reset] = 1
        try step(200) { try simulation.peek("is_ready_o") == 0 }
      }
      try step(2000) {
        try simulation.peek("is_ready_o") == 1
          && simulation.cycle % clocks.source.period == clocks.source.phase
      }
      #expect(arrived == 0, "\(clocks), \(reset)")
      simulation["pulse_i"] = 1
      try step(1)
      simulation["pulse_i"] = 0
      try step(200)
      #expect(arrived == 1, "\(clocks), \(reset)")
    }
  }
}
