import BenchSupport
import CircuitInterpreter
import HardwareDSL
import HardwareLibrary
import TestSupport
import Testing
import VerilatorSimulation

extension ClockDomain {
  fileprivate static let pixel = ClockDomain("pixel")
}

/// Two domains with registers of both kinds, a memory, claims, a child in each and crossings.
private final class TwoClocks: Module {
  let word = input(.unsigned(6))
  let flag = input(.bit, in: .asynchronous)
  let address = input(.unsigned(2), in: .pixel)
  let isWriting = input(.bit, in: .pixel)
  let near = output(.unsigned(4))
  let far = output(.unsigned(4), in: .pixel)
  let sum = output(.unsigned(6), in: .pixel)
  let kept = output(.unsigned(6), in: .pixel)
  let count = output(.unsigned(6))
  let slow = Tap<Item>.output(in: .pixel) { Item($0(.bits(6))) }

  let nearCounter = LimitedCounter()
  let farCounter = LimitedCounter()
  let held = dataRegister(.unsigned(6))
  let steps = register(.unsigned(6), reset: 3)
  let total = register(.unsigned(6), reset: 5, in: .pixel)
  let shift = dataRegister(.unsigned(6), in: .pixel)
  let words = Memory(.unsigned(6), depth: 3, in: .pixel)

  var documentation: Documentation { Documentation("Two domains.") }

  var body: Behavior {
    held <== word
    steps <== steps &+ 1
    count <== steps
    let isOn = synchronized("flag", flag, into: .pixel)
    let there = crossing("there", held, into: .pixel, because: "a test samples it anyhow")
    when(isOn) { total <== total &+ there }
    shift <== total
    sum <== shift
    words.write(total, at: address, enable: isWriting)
    words.read(at: address, enable: !isWriting)
    kept <== words.readData
    slow.valid <== isOn
    slow.payload.data <== total.asBits
    children
    claim("StepsInRange", steps < 50)
    claim("TotalInRange", total < 60, in: .pixel)
  }

  @HardwareBuilder private var children: Behavior {
    clock(farCounter, in: .pixel)
    nearCounter.enable <== word[0]
    nearCounter.clear <== (word == 9)
    near <== nearCounter.count
    farCounter.enable <== isWriting
    farCounter.clear <== farCounter.isAtEnd
    far <== farCounter.count
    unused("end", nearCounter.isAtEnd)
  }
}

@Suite("Several clocks")
struct ClockTests {
  struct Timing: Sendable {
    var period: Int
    var phase: Int
  }

  /// Of the two clocks: alike, faster and slower, with and without a common edge.
  static let ratios: [(Timing, Timing)] = [
    (Timing(period: 1, phase: 0), Timing(period: 1, phase: 0)),
    (Timing(period: 1, phase: 0), Timing(period: 3, phase: 1)),
    (Timing(period: 4, phase: 2), Timing(period: 1, phase: 0)),
    (Timing(period: 2, phase: 0), Timing(period: 2, phase: 1)),
    (Timing(period: 3, phase: 0), Timing(period: 5, phase: 2)),
  ]

  @Test("Ports and failures are Verilator's in every cycle, at every ratio", arguments: ratios)
  func lockstep(first: Timing, second: Timing) async throws {
    let circuit = try elaborate(TwoClocks())
    let verilated = try await quickSimulation(of: circuit)
    let interpreted = try InterpretedSimulation(of: circuit)
    let seed = UInt64(first.period * 10 + second.period)
    var random = TestRandom(seed: seed)
    func both(_ body: (any Simulator) throws -> Void) rethrows {
      try body(verilated)
      try body(interpreted)
    }
    try both {
      try $0.setClock(.default, period: first.period, phase: first.phase)
      try $0.setClock(.pixel, period: second.period, phase: second.phase)
      try $0.reset()
    }
    #expect(interpreted.cycle == 2 * max(first.period, second.period))
    for cycle in 0..<800 {
      if cycle == 400 { try both { try $0.setClock(.pixel, period: 2, phase: 1) } }
      let inputs = [
        "word_i": random.integer(0...63), "flag_i": random.integer(0...1),
        "address_i": random.integer(0...3), "is_writing_i": random.integer(0...1),
        "rst_ni": random.oneIn(60) ? 0 : 1, "rst_pixel_ni": random.oneIn(60) ? 0 : 1,
      ]
      for (port, value) in inputs { try both { try $0.poke(port, PortValue(value)) } }
      for port in interpreted.interface.ports where !port.name.hasPrefix("clk") {
        let (expected, got) = (try verilated.peek(port.name), try interpreted.peek(port.name))
        if expected != got {
          Issue.record("seed \(seed), cycle \(cycle), \(port.name): \(got), not \(expected)")
          return
        }
      }
      both { simulation in _ = try? simulation.step(1) }
    }
    #expect(verilated.failures.map(\.cycle) == interpreted.failures.map(\.cycle))
    #expect(verilated.failures.count > 5)
    #expect(try verilated.tap("slow") == interpreted.tap("slow"))
  }

  static let paces: [(StreamPace, StreamPace)] = [
    (.full, .full),
    (.random(pausing: 0.5, seed: 1), .full),
    (.full, .random(pausing: 0.5, seed: 2)),
    (.random(pausing: 0.7, seed: 3), .random(pausing: 0.3, seed: 4)),
  ]

  @Test(
    "A queue between two clocks passes the same items in the same cycles in both simulators",
    arguments: paces)
  func queue(source: StreamPace, sink: StreamPace) async throws {
    let circuit = try elaborate(AsynchronousFIFO(width: 32, depth: 4))
    for (first, second) in Self.ratios {
      func items(_ simulation: some Simulator) throws -> [[StreamItem]] {
        try simulation.setClock(.source, period: first.period, phase: first.phase)
        try simulation.setClock(.sink, period: second.period, phase: second.phase)
        try simulation.reset()
        try simulation.pace("input", source)
        try simulation.pace("output", sink)
        try simulation.send("input", (0..<100).map { $0 << 20 | $0 })
        let received = try simulation.receive("output", 100, limit: 5000)
        return [received, try simulation.received("input")]
      }
      let expected = try items(try await quickSimulation(of: circuit))
      let got = try items(try InterpretedSimulation(of: circuit))
      #expect(got == expected)
      #expect(got[0].map(\.integer) == (0..<100).map { $0 << 20 | $0 })
    }
  }

  /// A register in each domain, one after the other.
  private final class Relay: Module {
    let a = input(.bit)
    let y = output(.bit, in: .pixel)
    let held = register(.bit, reset: 0)
    var documentation: Documentation { Documentation("A relay.") }
    var body: Behavior {
      held <== a
      y <== synchronized("held", held, into: .pixel)
    }
  }

  @Test("Waves show cycles; a clock's registers change behind its own edges")
  func waves() throws {
    let simulation = try InterpretedSimulation(of: elaborate(Relay()))
    try simulation.setClock(.pixel, period: 3)
    try simulation.reset(cycles: 1)
    #expect(simulation.cycle == 3)
    let waveform = try Waveform(of: simulation, ["a_i", "held_q", "held_sync_1_q", "y_o"])
    simulation["a_i"] = 1
    try waveform.step(1)
    simulation["a_i"] = 0
    try waveform.step(9)
    expectText(
      waveform.text,
      is: """
        cycle         3  4  5  6  7  8  9  10 11 12
        a_i           ~~~\\__________________________
        held_q        ___/~~\\_______________________
        held_sync_1_q ______________________________
        y_o           ______________________________
        """)
    simulation["a_i"] = 1
    try simulation.step(3)
    simulation["a_i"] = 0
    try waveform.step(1)
    #expect(try simulation.peek("held_sync_1_q") == 1)
    #expect(simulation["y_o"] == 0)
    try simulation.step(3)
    #expect(simulation["y_o"] == 1)
  }

  @Test("A dump has every clock, and one under each name that it has below")
  func dump() throws {
    let simulation = try InterpretedSimulation(of: elaborate(Relay()))
    let dump = ValueChangeDump(of: simulation)
    try simulation.setClock(.pixel, period: 2, phase: 1)
    simulation["a_i"] = 1
    simulation["rst_ni"] = 1
    simulation["rst_pixel_ni"] = 1
    try simulation.step(3)
    expectText(
      dump.text,
      is: """
        $version CircuitInterpreter $end
        $timescale 1ns $end
        $scope module relay $end
        $var wire 1 ! clk_i $end
        $var wire 1 # rst_ni $end
        $var wire 1 " clk_pixel_i $end
        $var wire 1 $ rst_pixel_ni $end
        $var wire 1 % a_i $end
        $var wire 1 & y_o $end
        $var reg 1 ' held_q $end
        $var reg 1 ( held_sync_1_q $end
        $var reg 1 & held_sync_2_q $end
        $upscope $end
        $enddefinitions $end
        #0
        0!
        0"
        1#
        1$
        1%
        0&
        0'
        0(
        #5
        1!
        1'
        #10
        0!
        #15
        1!
        1"
        1(
        #20
        0!
        0"
        #25
        1!

        """)
  }

  @Test("Coverage counts each register at the edges of its own clock")
  func coverage() throws {
    let simulation = try InterpretedSimulation(of: elaborate(Relay()), coverage: .counted)
    try simulation.setClock(.pixel, period: 4)
    try simulation.reset()
    for cycle in 0..<32 {
      simulation["a_i"] = cycle / 8 % 2
      try simulation.step()
    }
    #expect(simulation.coverage.report == "branches 0 of 0\ntoggles 6 of 6\n")
  }

  @Test("A clock that is not there, or has no edges, is refused")
  func refusals() throws {
    let simulation = try InterpretedSimulation(of: elaborate(Relay()))
    #expect(
      throws: SimulationError.invalidRequest(
        "Design relay has no clock in clock domain 'audio'; it has one in the default clock domain "
          + "and clock domain 'pixel'.")
    ) { try simulation.setClock(ClockDomain("audio"), period: 2) }
    #expect(
      throws: SimulationError.invalidRequest(
        "A clock with period 0 and phase 0 has no edges; give a period of 1 or more cycles and a "
          + "phase below it.")
    ) { try simulation.setClock(.pixel, period: 0) }
    #expect(throws: SimulationError.self) { try simulation.setClock(.pixel, period: 3, phase: 3) }
    #expect(
      throws: SimulationError.invalidRequest(
        "Port clk_pixel_i is the clock, which step drives; set an input instead.")
    ) { try simulation.poke("clk_pixel_i", 1) }
    #expect(
      throws: SimulationError.cycleLimit(
        design: "relay", limit: 2, goal: "y_o is 1",
        state: "cycle 2, y_o is 0, rst_ni is 0: reset() was not called, "
          + "rst_pixel_ni is 0: reset() was not called")
    ) { try simulation.run(limit: 2, until: .port("y_o", equals: 1)) }
  }
}
