import HardwareDSL
import TestSupport
import Testing
import YosysProof

/// Two counters in step, of which a claim is made that holds in no induction over a few cycles.
private final class Counters: Module {
  let enable = input(.bit)
  let total = output(.unsigned(4))
  let first = register(.unsigned(4), reset: 0)
  let second = register(.unsigned(4), reset: 0)
  let difference: Int

  /// - Parameter difference: What is claimed to lie between the counters.
  init(difference: Int) { self.difference = difference }

  var documentation: Documentation { Documentation("Two counters in step.") }

  var body: Behavior {
    when(enable) {
      first <== first &+ 1
      second <== second &+ 1
    }
    total <== first
    claim("InStep", first != 9 || second == .number(9 + difference), "both count the same")
  }
}

@Suite("Proofs by reachability", .enabled(if: Tool.yosys.isInstalled, "yosys is not installed"))
struct ReachabilityTests {
  @Test("What no induction proves is proved, and nothing more is claimed")
  func proved() async throws {
    let circuit = try elaborate(Counters(difference: 0))
    #expect(try await prove(circuit, cyclesMax: 4).open?.cycles == 4)
    #expect(try await prove(circuit, method: .reachability) == .proved)
  }

  @Test("A broken claim comes with the run that breaks it")
  func broken() async throws {
    let result = try await prove(elaborate(Counters(difference: 1)), method: .reachability)
    guard case .broken(let run) = result else {
      Issue.record("\(result)")
      return
    }
    #expect(run.failures.count == 1 && run.failures[0].contains("counters_difference1.InStep"))
    #expect(run.cycleCount == 11)
    #expect(run.rows.contains { $0.signal == "first_q" }, "\(run)")
  }

  @Test("A search proves nothing, however long it is")
  func search() async throws {
    let circuit = try elaborate(Counters(difference: 0))
    #expect(try await prove(circuit, method: .search, cyclesMax: 4).open?.cycles == 4)
  }
}
