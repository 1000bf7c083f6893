import BenchSupport
import CircuitInterpreter
import HardwareDSL
import SimulationInterface
import Testing
import VerilatorSimulation

/// A word with what a generator may give no bits: a tag, the number of a bank.
struct Tagged: SignalBundle {
  let word: Signal
  let tag: Signal
  let bank: Signal
  init(_ field: FieldMaker, tagBits: Int, banks: Int) {
    word = field(.unsigned(8))
    tag = field(.bits(tagBits))
    bank = field(.unsigned(bitsToHold(banks - 1)))
  }
}

/// Words in banks, each read again a cycle later, with a count of the rounds.
final class TaggedBanks: Module {
  let given: ReadyValid<Tagged>
  let read: ReadyValid<Tagged>
  let seen: Tap<Item>
  let start = input(.unsigned(0), "no bits whatever the parameters")
  let rounds: Signal

  let round: Signal
  let isFull = register(.bit, reset: 0)
  let held: [Tagged]
  let lines: [Memory]
  let tags: Memory
  private let shape: (tagBits: Int, banks: Int, rounds: Int)

  init(tagBits: Int, banks: Int, rounds: Int) {
    shape = (tagBits, banks, rounds)
    given = .input { Tagged($0, tagBits: tagBits, banks: banks) }
    read = .output { Tagged($0, tagBits: tagBits, banks: banks) }
    seen = .output(.unsigned(bitsToHold(banks - 1)))
    round = register(.unsigned(bitsToHold(rounds - 1)), reset: 0)
    self.rounds = output(.unsigned(bitsToHold(rounds - 1)))
    held = (0..<banks).map { _ in Tagged(.dataRegister(), tagBits: tagBits, banks: banks) }
    lines = (0..<banks).map { _ in Memory(.unsigned(8), depth: rounds) }
    tags = Memory(.bits(tagBits), depth: 4)
  }

  var moduleName: String { "tagged_banks_t\(shape.tagBits)_b\(shape.banks)_r\(shape.rounds)" }

  var documentation: Documentation {
    Documentation(
      "Holds words in banks.",
      latency: [.cycles(1, from: given, to: read), .cycles(0, from: start, to: rounds)],
      reset: [.value(0, of: read.valid, seen.valid)],
      combinationalPaths: [
        .path(from: given.valid, read.ready, to: seen.valid),
        .path(from: given.payload.bank, to: seen.payload), .path(from: read.ready, to: given),
        .path(from: start, to: rounds),
      ])
  }

  var body: Behavior {
    let item = given.payload
    given.ready <== (!isFull || read.ready)
    when(read.fires) { isFull <== 0 }
    let newest = dataRegister("newest", .unsigned(bitsToHold(shape.banks - 1)))
    when(given.fires) {
      isFull <== 1
      held[item.bank] <== item
      newest <== item.bank
      when(round == .number(shape.rounds - 1)) { round <== 0 }
        .otherwise { round <== round &+ 1 }
      decode(item.bank, values: 0..<shape.banks) { bank in
        lines[bank].write(item.word, at: round)
      }
      tags.write(item.tag, at: round.truncated(to: min(round.width, 2)))
    }
    for memory in lines { memory.read(at: round) }
    tags.read(at: 3)
    unused("readData", concatenate(lines.map(\.readData)), tags.readData)
    read.valid <== isFull
    read.payload <== held[newest]
    seen.valid <== given.fires
    seen.payload.data <== item.bank
    rounds <== round &+ start
    claim("RoundInRange", possiblyConstant("inRange", round <= .number(shape.rounds - 1)))
  }
}

/// Operations on values of no bits, each to an output that has some.
private final class Operations: Module {
  let none = input(.unsigned(0))
  let negative = input(.signed(0))
  let nothing = input(.bits(0))
  let word = input(.unsigned(4))
  let choice = input(.bit)
  let results = (0..<31).map { _ in output(.unsigned(5)) }

  var documentation: Documentation { Documentation("Operations on nothing.") }

  var body: Behavior {
    let bits: [Signal] = [
      none == 0, none != none, none < none, none <= none, negative >= negative, negative > 0,
      nothing.isAnySet, nothing.areAllSet, nothing.parity, word == none,
    ]
    let words: [Signal] = [
      none + word, word &- none, (word * none).extended(to: 4), none.extended(to: 4), none + 1,
      (none &+ 1).extended(to: 4), concatenate(nothing, word, nothing).asUnsigned,
      mux(choice, none, none).extended(to: 4), mux(choice, none, word),
      word.shiftedLeft(by: none), none.shiftedLeft(by: 4), word.shiftedRight(by: 4) + word,
      word.truncated(to: 0).extended(to: 4), word[4...].asUnsigned.extended(to: 4),
    ]
    let more: [Signal] = [
      word.saturated(to: 0).extended(to: 4), nothing.popCount.extended(to: 4), [word][none],
      select([word], at: nothing), word.replicated(0).asUnsigned.extended(to: 4),
      nothing.rotatedLeft(by: 3).asUnsigned.extended(to: 4), ((~none) | none).extended(to: 4),
    ]
    results[..<10] <== bits.map { $0.asUnsigned.extended(to: 4) }
    results[10..<24] <== words
    results[24...] <== more
  }
}

@Suite struct ZeroWidthTests {
  @Test("A value of no bits is 0 in every operation")
  func operations() throws {
    let simulation = try InterpretedSimulation(of: elaborate(Operations()))
    for (word, choice) in [(0, 0), (5, 1), (15, 0)] {
      simulation["word_i"] = word
      simulation["choice_i"] = choice
      let values = try (0..<31).map { try simulation.peek("results_\($0)_o").integer ?? -1 }
      #expect(values[..<10] == [1, 0, 0, 1, 1, 0, 0, 1, 0, word == 0 ? 1 : 0])
      let mixed = choice == 1 ? 0 : word
      #expect(
        values[10..<24] == [word, word, 0, 0, 1, 0, word, 0, mixed, word, 0, word, 0, 0])
      #expect(values[24...] == [0, 0, word, word, 0, 0, 0])
    }
  }

  /// What a test does, whatever the widths.
  private func readsBack(_ simulation: some Simulator, tagBits: Int, banks: Int) throws {
    try simulation.reset()
    simulation["start_i"] = 0
    #expect(simulation["start_i"] == 0)
    let items = (0..<6).map { index in
      [10 * index, tagBits == 0 ? 0 : index % 4, index % banks]
    }
    try simulation.send("given", items.map { $0.map { PortValue($0) } })
    let read = try simulation.receive("read", 6, limit: 100)
    #expect(read.map { $0.fields.map { $0.integer ?? -1 } } == items)
    #expect(try simulation.tap("seen").map { $0.fields[0].integer } == items.map { $0[2] })
    #expect(try simulation.pending("given") == 0)
    #expect(throws: SimulationError.self) { try simulation.poke("start_i", 1) }
    #expect(throws: SimulationError.self) { try simulation.send("given", [[1, 64, 0]]) }
    try simulation.run(limit: 1, until: .port("start_i", equals: 0))
    let waveform = try Waveform(of: simulation, ["start_i"], hexadecimal: ["start_i"])
    try waveform.record()
    #expect(waveform.text.hasSuffix("start_i |0"))
  }

  @Test(
    "Ports and fields of no bits are set, read, sent and taken like others",
    arguments: [(2, 4, 4), (0, 4, 4), (2, 1, 4), (2, 4, 1), (0, 1, 1)])
  func interpreted(tagBits: Int, banks: Int, rounds: Int) throws {
    let circuit = try elaborate(
      TaggedBanks(tagBits: tagBits, banks: banks, rounds: rounds), .strict)
    try readsBack(InterpretedSimulation(of: circuit), tagBits: tagBits, banks: banks)
  }

  @Test("In Verilator too")
  func verilated() async throws {
    let circuit = try elaborate(TaggedBanks(tagBits: 0, banks: 1, rounds: 1))
    try readsBack(try await quickSimulation(of: circuit), tagBits: 0, banks: 1)
  }
}
