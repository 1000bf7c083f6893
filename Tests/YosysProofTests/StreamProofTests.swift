import CircuitInterpreter
import HardwareDSL
import HardwareIR
import TestSupport
import Testing
import YosysProof

@testable import HardwareLibrary

/// The library's queue with ghosts that say what a queue is: a list of the words that it holds.
private final class ProvenFIFO: Module {
  let input: ReadyValid<Item>
  let output: ReadyValid<Item>
  let storage: [Signal]
  let head: Signal
  let tail: Signal
  let taken: Signal
  let given: Signal
  /// The words that are held, the next to be given first.
  let list: [Signal]
  private let depth: Int
  private let queue: () -> Behavior

  init(width: Int, depth: Int) {
    let fifo = StreamFIFO(width: width, depth: depth)
    (input, output, storage) = (fifo.input, fifo.output, fifo.storage)
    (head, tail) = (fifo.head, fifo.tail)
    queue = { fifo.body }
    self.depth = depth
    taken = ghost(register(.unsigned(8), reset: 0))
    given = ghost(register(.unsigned(8), reset: 0))
    list = (0..<depth).map { _ in ghost(dataRegister(.bits(width))) }
  }

  var documentation: Documentation { Documentation("A queue that is proved.") }

  var body: Behavior {
    queue()
    section("What a queue is")
    when(input.fires) { taken <== taken &+ 1 }
    when(output.fires) { given <== given &+ 1 }
    let level = ghost(wire("level", (taken &- given).truncated(to: bitsToHold(depth))))
    let last = ghost(wire("last", level &- output.fires.asUnsigned))
    for (index, word) in list.enumerated() {
      if index + 1 < depth { when(output.fires) { word <== list[index + 1] } }
      when(input.fires && last == .number(index)) { word <== input.payload.data }
    }
    claim("NothingLost", taken &- given == (tail &- head).extended(to: 8), "no word is lost")
    claim("InOrder", !output.valid || output.payload.data == list[0], "words come in order")
    for index in 0..<depth {
      let slot = (head &+ .number(index)).truncated(to: bitsToHold(depth - 1))
      claim("Holds\(index)", .number(index) >= level || select(storage, at: slot) == list[index])
    }
  }
}

extension Circuit {
  /// The circuit with every assignment of one signal changed.
  fileprivate func changing(
    _ name: String, _ change: (Expression) -> Expression?
  ) -> Circuit {
    func changed(_ statement: Statement) -> Statement? {
      switch statement {
      case .assign(let target, let value, let location) where target.name == name:
        return change(value).map { .assign(target: target, value: $0, location: location) }
      case .when(let condition, let then, let otherwise, let location):
        return .when(
          condition: condition, then: then.compactMap(changed),
          otherwise: otherwise.compactMap(changed), location: location)
      default: return statement
      }
    }
    var result = self
    for index in modules.indices {
      result.modules[index].statements = modules[index].statements.compactMap(changed)
    }
    return result
  }
}

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
  @Test("The queue of the library loses nothing, keeps the order and the rules", arguments: [2, 4])
  func queue(depth: Int) async throws {
    let circuit = try elaborate(ProvenFIFO(width: 2, depth: depth))
    let result = try await prove(circuit, streamRules: .printed)
    #expect(result == .proved, "\(result)")
  }

  @Test("A queue that is never full writes over a word, and waves show how")
  func overfullQueue() async throws {
    let circuit = try elaborate(ProvenFIFO(width: 2, depth: 2))
    let overfull = circuit.changing("input_ready_o") { _ in .literal(BitPattern(1, width: 1), .bit)
    }
    let result = try await prove(overfull)
    let shown = try #require(result.counterexample)
    #expect(shown.failures.contains { $0.hasSuffix("proven_fifo.InOrder: words come in order") })
    for name in ["input_valid_i", "output_data_o", "head_q", "tail_q", "list_0_q", "level"] {
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
    let overfull = try Joined(depth: 2).elaborated().changing("full") { _ in
      .literal(BitPattern(0, width: 1), .bit)
    }
    let result = try await prove(overfull, streamRules: .printed)
    let shown = try #require(result.counterexample)
    #expect(shown.failures.contains { $0.contains(" in joined.fifo.") }, "\(shown)")
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
    let zero = HardwareIR.Expression.literal(BitPattern(0, width: 1), .bit)
    let forgetful = circuit.changing("preferred_0_q") { _ in zero }
      .changing("preferred_1_q") { _ in zero }
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
