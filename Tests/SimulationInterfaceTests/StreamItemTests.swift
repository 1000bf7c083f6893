import SimulationInterface
import Testing

@Suite struct StreamItemTests {
  @Test("An item prints its cycle and its fields")
  func description() {
    #expect("\(StreamItem(cycle: 3, fields: [1, -77]))" == "cycle 3: [1, -77]")
    #expect("\([StreamItem(cycle: 4, fields: [0])])" == "[cycle 4: [0]]")
  }
}
