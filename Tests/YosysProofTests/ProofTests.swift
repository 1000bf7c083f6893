import HardwareDSL
import HardwareIR
import HardwareLibrary
import TestSupport
import Testing
import YosysProof

/// A level that never exceeds a limit, or so it claims.
private final class Level: Module {
  let up = input(.bit)
  let down = input(.bit)
  let level = output(.unsigned(4))
  let value = register(.unsigned(4), reset: 0)
  let claimed: Int
  init(claimed: Int) { self.claimed = claimed }
  var documentation: Documentation { Documentation("A level.") }
  static let line = #line + 6
  var body: Behavior {
    // Right only if both do not come at once.
    when(up && (value != 3 || down)) { value <== value &+ 1 }
      .elseWhen(down && value != 0) { value <== value &- 1 }
    level <== value
    claim("InRange", value <= .number(claimed), "the level never exceeds \(claimed)")
    assume("OneAtATime", !(up && down))
    claim("OneStep", isStable(value) || value == past(value) &+ 1 || value &+ 1 == past(value))
  }
}

/// A level that it drives both ways at once, unless told not to.
private final class Careless: Module {
  let isUp = input(.bit)
  let isDown = input(.bit)
  let level = output(.unsigned(4))
  let inner = Level(claimed: 3)
  let allowsBoth: Bool
  init(mistake: Bool = true) { allowsBoth = mistake }
  var documentation: Documentation { Documentation("A level, driven.") }
  var body: Behavior {
    inner.up <== isUp
    if allowsBoth { inner.down <== isDown } else { inner.down <== (isDown && !isUp) }
    level <== inner.level
  }
}

/// A number without reset, of which claims see two cycles before.
private final class Falling: Module {
  let next = input(.unsigned(3))
  let now = output(.unsigned(3))
  let number = dataRegister(.unsigned(3))
  let wasReset = ghost(register(.bit, reset: 1))
  var documentation: Documentation { Documentation("Holds a number.") }
  var body: Behavior {
    number <== next
    now <== number
    wasReset <== 0
    claim("Follows", number == past(next))
    claim("FollowsTwice", past(number) == past(next, cycles: 2))
    claim("FromReset", past(next, cycles: 2, reset: 5) == 5 || !wasReset)
    claim("Edges", !(rose(next[0]) && fell(next[0])) && (isStable(next) || next != past(next)))
  }
}

@Suite(
  "Proofs by Yosys", .enabled(if: Tool.yosys.isInstalled, "yosys is not installed"))
struct ProofTests {
  @Test("Claims are proved under assumptions")
  func proof() async throws {
    #expect(try await prove(elaborate(Level(claimed: 3))) == .proved)
  }

  @Test("A claim that is false is shown with its sentence, and the run that breaks it as waves")
  func counterexample() async throws {
    let circuit = try elaborate(Level(claimed: 2))
    let shown = try #require(try await prove(circuit).counterexample)
    #expect(
      shown.failures.map(withoutColumns) == [
        "\(#filePath):\(Level.line): Assertion failed in "
          + "\(circuit.top.name).InRange: "
          + "the level never exceeds 2"
      ])
    // Three steps up from 0, behind the reset; what comes in the last cycle does not matter.
    expectText(
      shown.waves.split(separator: "\n").filter { !$0.contains("_i ") || $0.contains("rst") }
        .joined(separator: "\n"),
      is: #"""
        cycle   0  1  2  3  4
        rst_ni  ___/~~~~~~~~~~~
        level_o |0    |1 |2 |3
        value_q |0    |1 |2 |3
        """#)
    try expectReplay(of: shown, in: circuit)
  }

  @Test("What a module inside assumes is for the design to keep")
  func inner() async throws {
    let circuit = try elaborate(Careless())
    let shown = try #require(try await prove(circuit).counterexample)
    #expect(
      shown.failures.map(withoutColumns) == [
        "\(#filePath):\(Level.line + 1): Assumption broken in "
          + "\(circuit.top.name).inner.OneAtATime; the environment must keep it"
      ])
    #expect(shown.rows.map(\.signal).suffix(2) == ["inner.up_i", "inner.down_i"])
    try expectReplay(of: shown, in: circuit)
    #expect(try await prove(elaborate(Careless(mistake: false))) == .proved)
  }

  @Test("A reset that comes again begins the values of the cycle before anew")
  func resetAgain() async throws {
    #expect(try await prove(elaborate(Falling())) == .proved)
  }

  @Test("What cannot be proved is refused with a sentence")
  func refusals() async throws {
    func expectRefusal(_ text: String, _ body: () async throws -> ProofResult) async {
      await #expect { try await body() } throws: { "\($0)".hasPrefix(text) }
    }
    let arbiter = try elaborate(StreamArbiter(width: 1, count: 2))
    var silent = arbiter
    silent.modules = arbiter.modules.map { $0.withoutGhosts() }
    await expectRefusal(
      "Design stream_arbiter_n2_w1 claims nothing; write a claim(_, _), or state the rules of its "
        + "streams."
    ) { try await prove(silent) }
    await expectRefusal("A proof over 0 cycles tries nothing; give it 1 or more.") {
      try await prove(arbiter, cyclesMax: 0)
    }
    await expectRefusal("Yosys found neither a proof nor a counterexample within 0 s; raise") {
      try await prove(arbiter, streamRules: .printed, limit: .milliseconds(1))
    }
  }
}
