import SimulationInterface
import Testing

@Suite("Values of ports")
struct PortValueTests {
  @Test("A value keeps its number through words", arguments: [0, 1, -1, 4095, -4096, .max, .min])
  func roundTrip(number: Int) {
    let value = PortValue(number)
    #expect(value.integer == number)
    #expect(value.description == "\(number)")
    #expect(value.words(3)[2] == (number < 0 ? .max : 0))
  }

  @Test("Words beyond an Int are kept and have no integer")
  func wide() {
    let value = PortValue(UInt64.max)
    #expect(value.integer == nil)
    #expect(value.words(3) == [.max, .max, 0])
    #expect(value == PortValue(words: [.max, .max, 0, 0]))
    #expect(PortValue(words: []) == 0)
  }
}

@Suite("Names that a mistyped one may have meant")
struct NearNamesTests {
  @Test("The nearest come first, and of equal ones the first in the alphabet")
  func order() {
    let names = ["valid_o", "ready_i", "valid_i", "data_i"]
    #expect(NearNames.of("valid", among: names) == ["valid_i", "valid_o", "data_i"])
    #expect(NearNames.of("redy_i", among: names, count: 1) == ["ready_i"])
    #expect(NearNames.of("x", among: []) == [])
  }
}
