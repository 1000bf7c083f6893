import BenchSupport
import CircuitInterpreter
import HardwareDSL
import HardwareIR
import HardwareLibrary
import TestSupport
import Testing
import YosysProof

@Suite(
  "Proofs of streams by Yosys", .enabled(if: Tool.yosys.isInstalled, "yosys is not installed"))
struct StreamProofTests {
  @Test("A queue that is never full writes over a word, and waves show how")
  func overfullQueue() async throws {
    let circuit = try elaborate(
      Proven(StreamFIFO(width: 2, depth: 2)) { fifo in
        claimOrder(from: fifo.input, to: fifo.output, capacity: 2)
      })
    let overfull = circuit.sticking("input_ready_o", at: 1)
    let result = try await prove(overfull)
    let shown = try #require(result.counterexample)
    #expect(shown.failures.contains { $0.hasSuffix(".GivesNext: items come in order") })
    for name in ["input_valid_i", "output_data_o", "ghost_next"] {
      #expect(shown.rows.contains { $0.signal == name }, "\(shown)")
    }
    try expectReplay(of: shown, in: overfull)
  }

  @Test("An arbiter that forgets who goes first replaces an item, and waves show how")
  func forgetfulArbiter() async throws {
    let circuit = try elaborate(StreamArbiter(width: 2, count: 2))
    let forgetful = circuit.sticking("preferred_0_q", at: 0).sticking("preferred_1_q", at: 0)
    let result = try await prove(forgetful, streamRules: .printed)
    let shown = try #require(result.counterexample)
    #expect(shown.failures.count == 1)
    #expect(
      shown.failures[0].contains(#/StreamArbiter\.swift:[0-9:]+: Assertion failed in /#)
        && shown.failures[0].hasSuffix(
          "stream_arbiter_n2_w2.OutputPayloadStays: the payload is stable while valid waits for "
            + "ready")
    )
    #expect(
      shown.rows.map(\.signal) == [
        "rst_ni", "inputs_0_valid_i", "inputs_0_ready_o", "inputs_0_data_i", "inputs_1_valid_i",
        "inputs_1_ready_o", "inputs_1_data_i", "output_valid_o", "output_ready_i", "output_data_o",
        "output_waits_q", "output_data_past_q",
      ])
    #expect(shown.waves.hasPrefix("cycle              0  1  2\nrst_ni             ___/~~~~~\n"))
    try expectReplay(of: shown, in: forgetful.statingStreamRules())
  }
}
