import HardwareDSL
import HardwareIR
import Testing

@Suite struct BundleTests {
  struct Pair: SignalBundle {
    let high: Signal
    let low: Signal
    init(_ field: FieldMaker) {
      high = field(.unsigned(4))
      low = field(.bits(2))
    }
  }

  /// Everything that a bundle can hold.
  struct Everything: SignalBundle {
    let pairs: [Pair]
    let spare: Signal?
    let absent: Signal?
    let scaled: Fixed
    let flags: [Signal]
    let back: Pair
    let request: ReadyValid<Pair>
    let answer: ReadyValid<Pair>
    init(_ field: FieldMaker) {
      pairs = (0..<2).map { _ in Pair(field) }
      spare = field(.bit)
      absent = nil
      scaled = Fixed(field(.signed(8)), fractionBits: 4)
      flags = (0..<2).map { _ in field(.bit) }
      back = Pair(field.flipped)
      request = ReadyValid(field) { Pair($0) }
      answer = ReadyValid(field.flipped) { Pair($0) }
    }
  }

  final class Passage: TestModule {
    let source = Everything(.input())
    let sink = Everything(.output())
    let held = Everything(.dataRegister())
    var body: Behavior {
      sink <== source
      let copy = wire("copy") { Pair($0) }
      copy <== source.pairs[0]
      held.back <== copy
      held.pairs[0] <== copy
      held.pairs[1] <== copy
      if let spare = held.spare, let other = source.spare { spare <== other }
      held.scaled <== source.scaled
      for (flag, other) in zip(held.flags, source.flags) { flag <== other }
      held.request.valid <== 0
      held.request.ready <== 0
      held.request.payload <== copy
      held.answer.valid <== 0
      held.answer.ready <== 0
      held.answer.payload <== copy
    }
  }

  @Test("One declaration gives the names and directions of both ends, and of registers")
  func names() throws {
    let circuit = try elaborate(Passage())
    func names(_ prefix: String, _ direction: Port.Direction) -> [String] {
      circuit.top.ports.filter { $0.name.hasPrefix(prefix) && $0.direction == direction }
        .map { String($0.name.dropFirst(prefix.count).dropLast(2)) }
    }
    let forward = [
      "pairs_0_high", "pairs_0_low", "pairs_1_high", "pairs_1_low", "spare", "scaled", "flags_0",
      "flags_1", "request_valid", "request_high", "request_low", "answer_ready",
    ]
    let backward = [
      "back_high", "back_low", "request_ready", "answer_valid", "answer_high", "answer_low",
    ]
    #expect(names("source_", .input) == forward)
    #expect(names("source_", .output) == backward)
    #expect(names("sink_", .output) == forward)
    #expect(names("sink_", .input) == backward)
    let registers = circuit.top.registers.prefix(2).map(\.name)
    #expect(registers == ["held_pairs_0_high_q", "held_pairs_0_low_q"])
    #expect(circuit.top.wires.map(\.name) == ["copy_high", "copy_low"])
  }

  @Test("Streams inside a bundle are streams of the module, in their own direction")
  func streams() throws {
    let streams = try elaborate(Passage()).streams
    #expect(
      streams.map { "\($0.name) \($0.direction)" } == [
        "source_request input", "source_answer output", "sink_request output",
        "sink_answer input",
      ])
    #expect(streams[1].valid == "source_answer_valid_o")
    #expect(streams[1].payload == ["source_answer_high_o", "source_answer_low_o"])
  }

  @Test("Each field is driven in its own direction, from the place of the statement")
  func directions() throws {
    let module = try elaborate(Passage()).top
    var drivers: [String: Expression] = [:]
    var places: [String: HardwareIR.SourceLocation?] = [:]
    for case .assign(let target, let value, let location) in module.statements {
      drivers[target.name] = value
      places[target.name] = location
    }
    #expect(drivers["sink_spare_o"] == .reference("source_spare_i", .bit))
    #expect(drivers["source_back_low_o"] == .reference("sink_back_low_i", .bits(2)))
    #expect(drivers["source_request_ready_o"] == .reference("sink_request_ready_i", .bit))
    #expect(drivers["source_answer_valid_o"] == .reference("sink_answer_valid_i", .bit))
    #expect(drivers["sink_answer_ready_o"] == .reference("source_answer_ready_i", .bit))
    #expect(places["source_back_low_o"]??.line == places["sink_spare_o"]??.line)
    #expect(places["sink_spare_o"]??.file == #filePath)
  }

  /// Values of the shape of a bundle.
  final class Values: TestModule {
    let choice = input(.bit)
    let source = Pair(.input())
    let other = Pair(.input())
    let sinks = (0..<2).map { _ in Pair(.output()) }
    let word = output(.bits(6))
    let high = output(.unsigned(4))
    var body: Behavior {
      let chosen = wire("chosen", mux(choice, source, other))
      sinks[0] <== chosen
      sinks[1] <== select([source, other], at: choice.asUnsigned)
      word <== chosen.asBits
      high <== source.asBits.asBundle(like: other).high
    }
  }

  @Test("A choice between bundles is named and read by its fields, and bits go both ways")
  func values() throws {
    let module = try elaborate(Values()).top
    #expect(module.wires.map(\.name) == ["chosen_high", "chosen_low"])
    let high = Expression.reference("source_high_i", .unsigned(4))
    let low = Expression.reference("source_low_i", .bits(2))
    func value(of name: String) -> Expression? {
      for case .assign(let target, let value, _) in module.statements where target.name == name {
        return value
      }
      return nil
    }
    let chosen = [("high", high), ("low", low)].map { name, signal in
      Expression.select(
        condition: .reference("choice_i", .bit), then: signal,
        otherwise: .reference("other_\(name)_i", signal.type))
    }
    #expect(value(of: "chosen_high") == chosen[0])
    #expect(value(of: "sinks_0_low_o") == .reference("chosen_low", .bits(2)))
    #expect(value(of: "word_o")?.type == .bits(6))
    let bits = Expression.concatenation([.reinterpret(high, as: .bits(4)), low])
    #expect(
      value(of: "high_o") == .reinterpret(.slice(bits, low: 2, width: 4), as: .unsigned(4)))
  }
}
