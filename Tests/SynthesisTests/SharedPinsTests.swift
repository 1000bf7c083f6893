import HardwareIR
import Testing

@testable import Synthesis

@Suite("Shared pins")
struct SharedPinsTests {
  @Test("Bits are shared through slices, extensions and copies, and constants are not")
  func sharedBits() throws {
    let word = Expression.reference("word", .bits(8))
    let copy = Expression.reference("copy", .bits(8))
    var module = ModuleDefinition(name: "parent", contract: Contract(""), location: nil)
    module.statements = [
      .assign(target: "copy", value: .reinterpret(word, as: .bits(8)), location: nil)
    ]
    func instance(_ name: String, _ value: Expression) -> InstanceDefinition {
      InstanceDefinition(
        name: name, module: name,
        connections: [PortConnection(port: "value_i", connection: .input(value))])
    }
    module.instances = [
      instance("low", .slice(copy, low: 2, width: 3)), instance("whole", word),
      instance(
        "signed",
        .extend(.reinterpret(.slice(word, low: 7, width: 1), as: .signed(1)), to: .signed(3))),
      instance("constant", .literal(BitPattern(0, width: 8), .bits(8))),
    ]
    #expect(
      SharedPins(module, macros: [:]).bits == [
        "low": ["value_i": [0, 1, 2]], "whole": ["value_i": [2, 3, 4, 7]],
        "signed": ["value_i": [0, 1, 2]],
      ])
  }
}
