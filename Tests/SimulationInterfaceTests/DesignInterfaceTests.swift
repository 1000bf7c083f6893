import HardwareIR
import SimulationInterface
import Testing

@Suite("What a test sees of a design")
struct DesignInterfaceTests {
  @Test("It is read from a circuit's top module")
  func fromCircuit() {
    var module = ModuleDefinition(name: "top", documentation: Documentation(""), location: nil)
    module.ports = [
      Port(name: "clk_i", direction: .input, type: .bit),
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
}
