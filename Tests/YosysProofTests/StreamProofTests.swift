import BenchSupport
import CircuitInterpreter
import HardwareDSL
import HardwareIR
import HardwareLibrary
import TestSupport
import Testing
import YosysProof

/// All sides of a queue between domains at one clock, as a proof has them anyway, with one reset.
private final class Joined: Module {
  let input = ReadyValid<Item>.input { field in Item(field(.bits(1))) }
  let output = ReadyValid<Item>.output { field in Item(field(.bits(1))) }
  let fifo: AsynchronousFIFO
  private let depth: Int

  init(depth: Int) {
    fifo = AsynchronousFIFO(width: 1, depth: depth)
    self.depth = depth
  }

  var documentation: Documentation { Documentation("A queue between domains, in one.") }

  var body: Behavior {
    clock(fifo, [.source: .default, .sink: .default])
    fifo.input <== input
    output <== fifo.output
  }

  /// The design with what an induction needs beside the claims of the queue, and no domain may
  /// say: the counts, and what has come over of them, follow each other around.
  func elaborated() throws -> Circuit {
    let count = HardwareType.unsigned(bitsToHold(depth))
    let wide = HardwareType.unsigned(count.width + 3)
    func number(_ register: String) -> HardwareIR.Expression {
      let code = HardwareIR.Expression.reference(register, .bits(count.width))
      let bits = (0..<count.width).reversed().map { bit in
        HardwareIR.Expression.unary(
          .parity, .slice(code, low: bit, width: count.width - bit))
      }
      return .reinterpret(.concatenation(bits), as: count)
    }
    let order = [
      "head_sync_2_q", "head_sync_1_q", "head_gray_q", "tail_sync_2_q", "tail_sync_1_q",
      "tail_gray_q",
    ].map(number)
    let distances = zip(order, order.dropFirst()).map { before, behind in
      HardwareIR.Expression.extend(.binary(.subtract, behind, before), to: wide)
    }
    let sum = distances.dropFirst().reduce(distances[0]) { .binary(.add, $0, $1) }
    let limit = HardwareIR.Expression.literal(BitPattern(depth, width: wide.width), wide)
    var circuit = try elaborate(self)
    let queue = try #require(circuit.modules.firstIndex { $0.name.hasPrefix("asynchronous") })
    circuit.modules[queue].statements.append(
      .property(Property(.claim, "InOrder", .binary(.lessOrEqual, sum, limit), in: .sink)))
    return circuit
  }
}

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

  @Test("The queue between domains keeps the rules of its output", arguments: [2, 4])
  func asynchronousQueue(depth: Int) async throws {
    let result = try await prove(Joined(depth: depth).elaborated(), streamRules: .printed)
    #expect(result == .proved, "\(result)")
  }

  @Test("A queue between domains that is never full breaks the rules of its output")
  func overfullAsynchronousQueue() async throws {
    let overfull = try Joined(depth: 2).elaborated().sticking("full", at: 0)
    let result = try await prove(overfull, streamRules: .printed)
    let shown = try #require(result.counterexample)
    #expect(shown.failures.contains { $0.contains(" in \(overfull.top.name).fifo.") }, "\(shown)")
    try expectReplay(of: shown, in: overfull.statingStreamRules())
  }

  @Test("The arbiter of the library keeps the rules of its output", arguments: [2, 3])
  func arbiter(count: Int) async throws {
    let circuit = try elaborate(StreamArbiter(width: 2, count: count))
    let result = try await prove(circuit, streamRules: .printed)
    #expect(result == .proved, "\(result)")
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
