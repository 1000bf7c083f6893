import CircuitInterpreter
import HardwareDSL
import Testing

/// Every operation of fixed-point numbers on two signed bytes with 4 and 6 fraction bits.
private final class FixedPointUnit: Module {
  let a = Fixed(input(.signed(8)), fractionBits: 4)
  let b = Fixed(input(.signed(8)), fractionBits: 6)
  let sum = Fixed(output(.signed(11)), fractionBits: 6)
  let difference = Fixed(output(.signed(11)), fractionBits: 6)
  let product = Fixed(output(.signed(16)), fractionBits: 10)
  let rounded = Fixed(output(.signed(9)), fractionBits: 1)
  let floored = Fixed(output(.signed(3)), fractionBits: 1)
  let clamped = Fixed(output(.signed(4)), fractionBits: 1)
  let scaled = Fixed(output(.signed(16)), fractionBits: 10)
  let less = output(.bit)
  let clock = register(.bit, reset: 0)
  let tick = output(.bit)

  var documentation: Documentation { Documentation("Fixed-point operations.") }

  var body: Behavior {
    sum <== a + b
    difference <== a - b
    product <== a * b
    rounded <== b.rounded(toFraction: 1)
    floored <== b.floored(toFraction: 1)
    clamped <== b.rounded(toFraction: 1).saturated(to: 4)
    scaled <== a * Fixed.constant(-0.75, .signed(8), fractionBits: 6)
    less <== a < b
    clock <== !clock
    tick <== clock
  }
}

/// Comparison and choice of numbers with 4 and 6 fraction bits.
private final class FixedPointChoice: Module {
  let a = Fixed(input(.signed(8)), fractionBits: 4)
  let b = Fixed(input(.signed(8)), fractionBits: 6)
  let index = input(.unsigned(2))
  let results = output(.bits(6))
  let greater = Fixed(output(.signed(10)), fractionBits: 6)
  let chosen = Fixed(output(.signed(8)), fractionBits: 6)

  var documentation: Documentation { Documentation("Fixed-point choices.") }

  var body: Behavior {
    results <== concatenate(a == b, a != b, a < b, a <= b, a > b, a >= b)
    greater <== mux(a > b, a, b)
    chosen <== select([b, Fixed(a.raw, fractionBits: 6), b], at: index)
  }
}

@Suite struct FixedPointTests {
  @Test("Comparison and choice align the points")
  func choices() throws {
    let simulation = try InterpretedSimulation(of: try elaborate(FixedPointChoice()))
    for a in stride(from: -128, through: 127, by: 3) {
      for b in [-128, -64, -4, 0, 4, 5, 127] {
        simulation["a_i"] = a
        simulation["b_i"] = b
        let (x, y) = (4 * a, b)
        let results = [x == y, x != y, x < y, x <= y, x > y, x >= y]
        #expect(simulation["results_o"] == results.reduce(0) { 2 * $0 + ($1 ? 1 : 0) })
        #expect(simulation["greater_o"] == max(x, y))
        for (index, chosen) in [b, a, b, 0].enumerated() {
          simulation["index_i"] = index
          #expect(simulation["chosen_o"] == chosen)
        }
      }
    }
  }

  @Test("Fixed-point operations are exact, rounding is half up")
  func values() throws {
    let simulation = try InterpretedSimulation(of: try elaborate(FixedPointUnit()))
    try simulation.reset()
    for a in stride(from: -128, through: 127, by: 5) {
      for b in stride(from: -128, through: 127, by: 3) {
        simulation["a_i"] = a
        simulation["b_i"] = b
        #expect(simulation["sum_o"] == a * 4 + b)
        #expect(simulation["difference_o"] == a * 4 - b)
        #expect(simulation["product_o"] == a * b)
        #expect(simulation["rounded_o"] == (b + 16) >> 5)
        #expect(simulation["floored_o"] == b >> 5)
        #expect(simulation["clamped_o"] == max(-8, min(7, (b + 16) >> 5)))
        #expect(simulation["scaled_o"] == a * -48)
        #expect(simulation["less_o"] == (a * 4 < b ? 1 : 0))
      }
    }
  }

  @Test("A binary point is never moved silently")
  func refusals() {
    final class Wrong: Module {
      let a = Fixed(input(.signed(8)), fractionBits: 4)
      let b = Fixed(output(.signed(8)), fractionBits: 2)
      let c = Fixed(output(.signed(4)), fractionBits: 4)
      var documentation: Documentation { Documentation("Wrong.") }
      var body: Behavior {
        b <== a
        c <== a
      }
    }
    let error = #expect(throws: DiagnosticError.self) { try elaborate(Wrong()) }
    let sentences = error?.diagnostics.map(\.message) ?? []
    #expect(
      sentences == [
        "a number with 4 fraction bits is assigned to one with 2; write .rounded(toFraction: 2)",
        "a value of 8 bits does not fit 'c_o' (signed(4)); "
          + "write .truncated(to: 4) or .saturated(to: 4)",
      ])
  }
}
