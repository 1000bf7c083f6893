import HardwareIR
import SimulationInterface
import Testing

@Suite("What a test sees of a design")
struct DesignInterfaceTests {
  @Test("It is read from a circuit's top module")
  func fromCircuit() {
    var module = ModuleDefinition(name: "top", contract: Contract(""), location: nil)
    module.ports = [
      .clock(of: .default),
      Port(name: "in_valid_i", direction: .input, type: .bit),
      Port(name: "in_ready_o", direction: .output, type: .bit),
      Port(name: "in_data_i", direction: .input, type: .signed(9)),
    ]
    let stream = StreamPort(
      name: "in", direction: .input, valid: "in_valid_i", ready: "in_ready_o",
      payload: ["in_data_i"])
    let interface = DesignInterface(Circuit(modules: [module], streams: [stream]))
    #expect(interface.topName == "top")
    #expect(interface.reset == nil)
    #expect(interface.ports[3] == PortSpec.input("in_data_i", widthBits: 9).signed)
    #expect(interface.streams[0].payload == ["in_data_i"])
    #expect(throws: Never.self) { try interface.check() }
  }

  @Test("A contradiction is refused with a sentence")
  func contradictions() {
    var interface = DesignInterface(topName: "top", ports: [.input("clk_i")], reset: nil)
    interface.taps = [TapSpec(name: "sum", valid: "sum_valid_o", data: [])]
    #expect(
      throws: SimulationError.invalidDesign(
        "Design top: the valid of tap sum, sum_valid_o, is not among the ports; add it to the "
          + "port table.")
    ) { try interface.check() }
    interface.clock = nil
    #expect(
      throws: SimulationError.invalidDesign(
        "Design top: sum is a stream or tap, which needs a clock; list its ports alone.")
    ) { try interface.check() }
  }

  @Test("Every domain has a clock, and streams and taps belong to one")
  func clocks() {
    var interface = DesignInterface(
      topName: "top",
      ports: [
        .input("clk_i"), .input("clk_pixel_i"), .input("rst_pixel_ni"), .output("valid_o"),
      ], reset: nil,
      namedClocks: [
        ClockSpec(domain: .named("pixel"), clock: "clk_pixel_i", reset: "rst_pixel_ni")
      ])
    interface.taps = [TapSpec(name: "sum", valid: "valid_o", data: [], domain: .named("pixel"))]
    #expect(throws: Never.self) { try interface.check() }
    #expect(interface.clocks.map(\.clock) == ["clk_i", "clk_pixel_i"])
    func expectContradiction(_ sentence: String, _ change: (inout DesignInterface) -> Void) {
      var changed = interface
      change(&changed)
      #expect(throws: SimulationError.invalidDesign("Design top: " + sentence)) {
        try changed.check()
      }
    }
    expectContradiction(
      "sum is a stream or tap, which needs a clock, in clock domain 'audio'; list its ports alone."
    ) { $0.taps[0].domain = .named("audio") }
    expectContradiction(
      "the clock clk_pixel_i is of the default clock domain; give each clock a domain of its own."
    ) { $0.namedClocks[0].domain = .default }
    expectContradiction(
      "clock or reset clk_i is listed twice; give each clock or reset a name of its own."
    ) { $0.namedClocks[0].clock = "clk_i" }
    expectContradiction(
      "the reset rst_pixel_ni has no clock; list it among the ports alone."
    ) {
      $0.clock = nil
      $0.reset = "rst_pixel_ni"
    }
  }

  @Test("Streams and taps of a domain in which nothing is clocked are plain ports")
  func unclocked() {
    var module = ModuleDefinition(name: "top", contract: Contract(""), location: nil)
    module.ports = [
      .clock(of: .named("pixel")), Port(name: "valid_o", direction: .output, type: .bit),
    ]
    let circuit = Circuit(
      modules: [module],
      taps: [
        Tap(name: "here", valid: "valid_o", data: []),
        Tap(name: "there", valid: "valid_o", data: [], domain: .named("pixel")),
      ])
    let interface = DesignInterface(circuit)
    #expect(interface.clock == nil)
    #expect(interface.taps.map(\.name) == ["there"])
    let clock = ClockSpec(domain: .named("pixel"), clock: "clk_pixel_i", reset: nil)
    #expect(interface.clocks == [clock])
  }
}
