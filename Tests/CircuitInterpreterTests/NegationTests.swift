import CircuitInterpreter
import HardwareDSL
import Testing

@Suite struct NegationTests {
  private final class Negation: Module {
    let number = input(.signed(4))
    let negative = output(.signed(5))
    let high = output(.bits(2))
    let low = output(.bits(2))
    var documentation: Documentation { Documentation("The negative of a number.") }
    var body: Behavior {
      negative <== -number
      high <== number[2...]
      low <== number[..<2]
    }
  }

  @Test("The negative of every number is exact, and open ranges end at the borders")
  func negatives() throws {
    let simulation = try InterpretedSimulation(of: elaborate(Negation()))
    for number in -8...7 {
      simulation["number_i"] = number
      #expect(simulation["negative_o"] == -number)
      #expect(simulation["high_o"] == (number & 15) >> 2)
      #expect(simulation["low_o"] == number & 3)
    }
  }
}
