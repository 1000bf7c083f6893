import BenchSupport
import HardwareDSL
import Testing

/// A pipeline that multiplies, and a count that a start sets: with loads and a reset that nothing
/// can notice, and with others.
private final class Pipeline: Module {
  let valid = input(.bit)
  let left = input(.unsigned(16))
  let right = input(.unsigned(16))
  let start = input(.bit)
  let done = output(.bit)
  let result = output(.unsigned(32))
  let ends = output(.bit)

  let taken = register(.bit, reset: 0)
  let x = dataRegister(.unsigned(16))
  let y = dataRegister(.unsigned(16))
  let finished = register(.bit, reset: 0)
  let product = dataRegister(.unsigned(32))
  let running = register(.bit, reset: 0)
  let count = register(.unsigned(3), reset: 0)

  var documentation: Documentation { Documentation("Multiplies and counts.") }

  var body: Behavior {
    taken <== valid
    when(valid) {
      x <== left
      y <== right
    }
    finished <== taken
    when(taken) { product <== x * y }
    done <== finished
    result <== mux(finished, product, 0)
    when(start) {
      running <== 1
      count <== 0
    }.elseWhen(running) {
      count <== count &+ 1
      when(count == 5) { running <== 0 }
    }
    ends <== (running && count == 5)
  }
}

/// Two bits of a unit inside, of which nothing is known.
private final class Pair: Module {
  final class Inner: Module {
    let a = input(.bit)
    let x = output(.bit)
    let y = output(.bit)
    var documentation: Documentation { Documentation("Two bits.") }
    var body: Behavior {
      x <== a
      y <== !a
    }
  }

  let a = input(.bit)
  let x = output(.bit)
  let y = output(.bit)
  let inner = Inner()
  var documentation: Documentation { Documentation("Two bits of a unit inside.") }
  var body: Behavior {
    inner.a <== a
    x <== inner.x
    y <== inner.y
  }
}

@Suite("Slips that change nothing")
struct EquivalenceTests {
  /// Whether a slip is proved to change nothing; nil for one that cannot be made.
  private func isProved(_ slip: String) async throws -> Bool? {
    let unit = MutatedUnit("Pipeline", Pipeline(), [])
    return try await unit.slip(", " + slip)?.isProvedEquivalent()
  }

  @Test("Outputs of a unit inside that are swapped are not proved to be the same")
  func swapped() async throws {
    let slip = try MutatedUnit("Pair", Pair(), []).slip("pin x_o of inner: pins are swapped")
    #expect(try await slip?.isProvedEquivalent() == false)
  }

  @Test(
    "What nothing can notice is proved to change nothing",
    arguments: [
      "when of product_q: the condition always holds",
      "reset of count_q: a reset value is its neighbour",
    ])
  func equivalent(slip: String) async throws {
    #expect(try await isProved(slip) == true)
  }

  @Test(
    "What something can notice is not",
    arguments: [
      "when of x_q: the condition never holds", "when of product_q: the condition is inverted",
      "when of product_q: another signal is read", "result_o: a choice takes the first always",
      "reset of finished_q: a reset value is its neighbour",
    ])
  func different(slip: String) async throws {
    #expect(try await isProved(slip) == false)
  }
}
