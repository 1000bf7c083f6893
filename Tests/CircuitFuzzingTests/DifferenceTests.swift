import Foundation
import HardwareDSL
import HardwareIR
import SimulationInterface
import TestSupport
import Testing

@testable import CircuitFuzzing

/// What counts as a difference, and how it reads.
@Suite("Differences")
struct DifferenceTests {
  /// A delay of one cycle without reset, and a claim about it.
  private final class Delay: Module {
    let word = HardwareDSL.input(.unsigned(40))
    let held = dataRegister(.unsigned(40))
    let same = HardwareDSL.output(.unsigned(40))
    let documentation = Documentation("Delays a word.")

    var body: Behavior {
      held <== word
      same <== held
      claim("SmallWord", held <= 0xff_ffff_ffff)
    }
  }

  private func fuzzCase() throws -> FuzzCase {
    FuzzCase(seed: 7, circuit: try elaborate(Delay()), cycles: 3)
  }

  private func trace(_ words: [UInt32]) -> Trace { Trace(words: words) }

  private func text(_ traces: [(String, Trace)]) throws -> String? {
    Difference.first(try fuzzCase(), traces.map { (executor: $0.0, trace: $0.1) })?.description
  }

  @Test("The first cycle and output that are not alike, with the value of each executor")
  func output() throws {
    let right = trace([0, 0, 0x1234_5678, 0x9a, 5, 0])
    let wrong = trace([0, 0, 0x1234_5678, 0x9b, 6, 0])
    #expect(try text([("a", right), ("b", right), ("c", right)]) == nil)
    #expect(
      try text([("a", right), ("b", wrong), ("c", right)])
        == "circuit 7, cycle 1, same_o: a 9a12345678, b 9b12345678, c 9a12345678")
  }

  @Test("What is before the first edge in reset counts nothing, and unknown bits count later")
  func unknown() throws {
    let right = trace([0, 0, 1, 0, 5, 0])
    var early = trace([9, 9, 1, 0, 5, 0])
    early.unknown[0] = "xxxxxxxxxx"
    #expect(try text([("a", right), ("b", early)]) == nil)
    early.unknown[4] = "00000000x5"
    #expect(
      try text([("a", right), ("b", early)]) == "circuit 7, cycle 2, same_o: a 5, b 00000000x5")
  }

  @Test("A claim that fails is a difference, since all claims hold")
  func claims() throws {
    let right = trace([0, 0, 1, 0, 5, 0])
    var failing = right
    failing.failures = [.init(cycle: 1, text: "Assertion failed in bench.u_c0.SmallWord")]
    #expect(
      try text([("a", right), ("b", failing)])
        == "circuit 7, cycle 1, Assertion failed in bench.u_c0.SmallWord: a holds, b fails")
  }

  @Test("The one against two is the dissenter")
  func dissenters() throws {
    let right = trace([0, 0, 1, 0, 5, 0])
    let wrong = trace([0, 0, 1, 0, 6, 0])
    let difference = Difference.first(
      try fuzzCase(), [("a", right), ("b", wrong), ("c", right)])
    #expect(difference?.dissenters == ["b"])
  }

  @Test("The trace of a bench is read into words, and unknown digits are kept")
  func traceText() throws {
    let lines = "0000000000\n123456789a\n00000xx000\n"
    let trace = TraceText(Data(lines.utf8)).traces([try fuzzCase()])[0]
    #expect(trace.words.prefix(4) == [0, 0, 0x3456_789a, 0x12])
    #expect(trace.unknown == [4: "00000xx000"])
  }

  @Test("Failed claims are found in what vvp prints")
  func claimText() {
    let text = "ERROR: delay.sv:10: \n       Time: 26 Scope: bench.u_c0.SmallWord\n"
    #expect(
      ClaimText.failures(in: text)
        == [.init(cycle: 8, text: "Assertion failed in bench.u_c0.SmallWord")])
  }

  @Test("Two executors without a majority are both dissenters")
  func noMajority() throws {
    let difference = Difference.first(
      try fuzzCase(), [("a", trace([0, 0, 1, 0, 5, 0])), ("b", trace([0, 0, 2, 0, 5, 0]))])
    #expect(difference?.dissenters == ["a", "b"])
  }
}
