import HardwareIR
import Testing

@testable import CircuitFuzzing

/// What random circuits are made of.
@Suite("The generator")
struct GeneratorTests {
  private func cases(_ count: Int) throws -> [FuzzCase] {
    try (0..<count).map {
      try FuzzCase(seed: FuzzCase.seed(run: 1, index: $0), cycles: 100)
    }
  }

  @Test("A seed gives the same circuit and the same inputs")
  func seeds() throws {
    let (first, second) = (try cases(5), try cases(5))
    #expect(first.map(\.circuit) == second.map(\.circuit))
    #expect(first.map(\.stimulus) == second.map(\.stimulus))
    #expect(Set(first.map(\.circuit)).count == 5)
  }

  @Test("Draws are the same with every version of Swift")
  func draws() {
    var random = FuzzRandom(seed: 1)
    #expect((0..<8).map { _ in random.integer(0...99) } == [65, 19, 90, 35, 61, 48, 45, 33])
    #expect(random.integer(Int.min...Int.max) == -3_956_666_404_962_419_288)
  }

  @Test("Every operator, statement and declaration stands in 100 circuits, narrow and wide")
  func operators() throws {
    var count = OperatorCount()
    for fuzzCase in try cases(100) { count.add(fuzzCase.circuit) }
    let text = count.lines.joined(separator: "\n")
    let operators = [
      "add", "subtract", "multiply", "and", "or", "xor", "equal", "notEqual", "less",
      "lessOrEqual", "greater", "greaterOrEqual", "shiftLeft", "shiftRight",
    ]
    let unary = ["not", "negate", "anyBit", "allBits", "parity"]
    let nodes = [
      "select", "slice", "concatenation", "extend", "extend signed", "reinterpret", "constant",
    ]
    for name in operators + operators.map({ $0 + " signed" }) + unary + nodes {
      #expect(count.narrow(name) > 0, "\(name) in up to 64 bits:\n\(text)")
      #expect(count.wide(name) > 0, "\(name) in more than 64 bits:\n\(text)")
    }
    let others = [
      "assign", "when", "decode", "claim", "register", "register without reset", "memory",
      "instance", "assumption", "cover point", "assign to a slice", "memory with two ports",
      "memory with contents", "memory with a mask", "port of an enumeration",
    ]
    for name in others { #expect(count.narrow(name) > 0, "\(name):\n\(text)") }
  }

  @Test("The reset comes at the start and again, and values are often equal or corners")
  func stimulus() throws {
    var module = ModuleDefinition(name: "two", contract: Contract(""), location: nil)
    module.ports = ["a_i", "b_i"].map { Port(name: $0, direction: .input, type: .unsigned(70)) }
    let stimulus = Stimulus(module, cycles: 400, seed: 1)
    #expect(stimulus.isReset.prefix(3) == [true, true, false])
    #expect(stimulus.isReset.dropFirst(2).contains(true))
    #expect(stimulus.words.allSatisfy { $0.allSatisfy { $0[2] < 64 } })
    #expect(stimulus.words.filter { $0[0] == $0[1] }.count > 10)
    #expect(stimulus.words.filter { $0[0] == [.max, .max, 63] }.count > 10)
  }
}
