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

@Suite(
  "Proofs by Yosys", .enabled(if: Tool.yosys.isInstalled, "yosys is not installed"))
struct ProofTests {
  @Test("Claims are proved under assumptions")
  func proof() async throws {
    #expect(try await prove(elaborate(Level(claimed: 3))) == .proved)
  }

  @Test("A claim that is false is shown with its sentence, and the run that breaks it as waves")
  func counterexample() async throws {
    let result = try await prove(elaborate(Level(claimed: 2)))
    expectText(
      "\(result)",
      is: """
        x
        """)
  }

  @Test(
    "The rules of a stream are proved for the library", arguments: [2, 3])
  func arbiter(count: Int) async throws {
    let circuit = try elaborate(StreamArbiter(width: 2, count: count))
    let result = try await prove(circuit, streamRules: .printed)
    #expect(result == .proved, "\(result)")
  }
}
