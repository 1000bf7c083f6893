import TestSupport
import Testing
import VerilatorSimulation

@Suite("Ports and cycles of a Verilated model")
struct PortTests {
  @Test("A counter counts while it is enabled")
  func counts() async throws {
    let simulation = try await Simulation(of: counter)
    print(simulation.report)
    try simulation.reset()
    #expect(simulation.cycle == 2)
    simulation["enable_i"] = 1
    try simulation.step(5)
    simulation["enable_i"] = 0
    try simulation.step(3)
    #expect(simulation["count_o"] == 5)
    #expect(simulation["negated_o"] == -5)
    #expect(simulation.cycle == 10)
    #expect(simulation.output == "two\n")
    #expect(simulation.failures.isEmpty)
    try simulation.reset()
    #expect(simulation["count_o"] == 0)
  }

  @Test("A port of 100 bits is written and read as words")
  func wide() async throws {
    let simulation = try await Simulation(of: counter)
    try simulation.reset()
    simulation[words: "wide_i"] = [1, 2, 3, 0xf]
    try simulation.step()
    #expect(simulation[words: "wide_o"] == [1, 2, 3, 0xf])
    let value = try simulation.peek("wide_o")
    #expect(value == PortValue(words: [1, 2, 3, 0xf]))
    #expect("\(value)" == "0x0000000f000000030000000200000001")
    simulation["wide_i"] = 7
    #expect(simulation["wide_i"] == 7)
  }

  @Test("A run stops when a port has a value")
  func runsUntil() async throws {
    let simulation = try await Simulation(of: counter)
    try simulation.reset()
    simulation["enable_i"] = 1
    #expect(try simulation.run(limit: 100, until: .port("count_o", equals: 40)) == 40)
    #expect(try simulation.run(limit: 100) { $0["negated_o"] == -50 } == 10)
    let error = #expect(throws: SimulationError.self) {
      try simulation.run(limit: 20, until: .port("count_o", equals: 20))
    }
    #expect(
      "\(try #require(error))"
        == "Design counter did not reach 'count_o is 20' within 20 cycles "
        + "(cycle 72, count_o is 70); raise the limit or look at a waveform.")
  }

  @Test("State without reset starts from the chosen fill")
  func fills() async throws {
    let zeros = try await Simulation(of: counter)
    let ones = try await Simulation(of: counter, fill: .ones)
    #expect(zeros["state_o"] == 0)
    #expect(ones["state_o"] == 1)
  }

  @Test("Mistakes are errors of one sentence")
  func mistakes() async throws {
    let simulation = try await Simulation(of: counter)
    func message(_ body: () throws -> Void) -> String {
      do {
        try body()
        return ""
      } catch {
        return "\(error)"
      }
    }
    #expect(
      message { try simulation.poke("enable", 1) }
        == "Design counter has no port named 'enable'; near it: enable_i, clk_i, fatal_i.")
    #expect(
      message { try simulation.poke("fail__at_i", 256) }
        == "Value 256 does not fit port fail__at_i, which has 8 unsigned bits; "
        + "send a value within them.")
    #expect(
      message { try simulation.poke("count_o", 1) }
        == "Port count_o is an output; set an input instead.")
    #expect(
      message { try simulation.poke("clk_i", 1) }
        == "Port clk_i is the clock, which step drives; set an input instead.")
    simulation["enable_i"] = 2
    #expect(
      message { try simulation.step() }
        == "Value 2 does not fit port enable_i, which has 1 unsigned bits; "
        + "send a value within them.")
    #expect(simulation.cycle == 0)
    try simulation.step()
  }

  private static let mistakenLine = #line + 3

  private static func readUnknownPort(of simulation: Simulation) -> Int {
    simulation["count"]
  }

  @Test("A mistake that nobody was told of ends the process and names its line")
  func silentMistake() async throws {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let simulation = try await Simulation(of: counter)
      #expect(PortTests.readUnknownPort(of: simulation) == 0)
    }
    let text = String(decoding: try #require(result).standardErrorContent, as: UTF8.self)
    let place = "VerilatorSimulationTests/PortTests.swift:\(Self.mistakenLine)"
    #expect(
      withoutColumns(text).contains(
        "/" + place + ": Design counter has no port named 'count'; near it: count_o"))
  }

  @Test("Many instances of several designs run at once")
  func runsAtOnce() async throws {
    try await withThrowingTaskGroup(of: Int.self) { group in
      for cycles in 1...8 {
        group.addTask {
          let simulation = try await Simulation(of: counter)
          try simulation.reset()
          simulation["enable_i"] = 1
          for _ in 0..<cycles { try simulation.step(1001) }
          return simulation["count_o"] - cycles * 1001 % 256
        }
        group.addTask {
          let simulation = try await Simulation(of: fifo)
          try simulation.reset()
          try simulation.send("in", (1...cycles).map { [PortValue($0), 0] })
          return try simulation.receive("out", cycles, limit: 100).count - cycles
        }
      }
      for try await difference in group { #expect(difference == 0) }
    }
  }
}
