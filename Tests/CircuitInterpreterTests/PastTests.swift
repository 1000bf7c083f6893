import BenchSupport
import CircuitInterpreter
import HardwareDSL
import HardwareIR
import SystemVerilog
import TestSupport
import Testing
import VerilatorSimulation

/// Claims that fail on demand, each in its own way of looking back.
private final class Historian: Module {
  let a = input(.bit)
  let number = input(.unsigned(4))
  let parity = output(.bit)
  let rises = ghost(register(.unsigned(8), reset: 0))

  var documentation: Documentation { Documentation("Looks back.") }

  var body: Behavior {
    parity <== number.parity
    let before = ghost(delayed("before", a, reset: 0))
    when(a && !before) { rises <== rises &+ 1 }
    claim("Rose", !rose(a), "it never rises")
    claim("Fell", !fell(a))
    claim("Stable", isStable(number), "the number holds")
    let isOther = ghost(wire("isOther", past(number, cycles: 3) != number))
    claim("ThreeBefore", isOther)
    claim("FromReset", past(number, cycles: 2, reset: 9) != 9, "nine is never seen")
    assume("TwiceBefore", past(past(number)) < 12, "small numbers only")
    claim("FewRises", rises < 5)
    cover("RoseTwice", rose(a) && past(rose(a), cycles: 2))
    cover("Low", past(number, cycles: 2, reset: 0) == 0)
  }
}

/// A stream that breaks its rules where it is told to.
private final class Unruly: Module {
  let words = ReadyValid<Item>.input { field in Item(field(.bits(4))) }
  let copies = ReadyValid<Item>.output { field in Item(field(.bits(4))) }
  let drops = input(.bit)
  let mangles = input(.bit)
  let isFull = register(.bit, reset: 0)
  let word = dataRegister(.bits(4))

  var documentation: Documentation { Documentation("Passes words on.") }

  var body: Behavior {
    words.ready <== !isFull
    when(words.fires) {
      isFull <== 1
      word <== words.payload.data
    }
    when(copies.fires) { isFull <== 0 }
    copies.valid <== (isFull && !drops)
    copies.payload.data <== mux(mangles, ~word, word)
  }
}

@Suite("Claims that look back")
struct PastTests {
  /// Failures by cycle, kind and text behind the place, in one order for all simulators.
  private func failures(
    _ simulation: some Simulator, seed: UInt64, _ drive: (inout TestRandom) -> Void
  ) throws -> [String] {
    var random = TestRandom(seed: seed)
    try simulation.reset()
    for _ in 0..<300 {
      drive(&random)
      simulation["rst_ni"] = random.oneIn(20) ? 0 : 1
      _ = try? simulation.step()
    }
    return simulation.failures.filter { $0.kind != .streamRule }
      .map { failure in
        let text = failure.text.split(separator: ": ", maxSplits: 1).last ?? ""
        return "\(failure.cycle) \(failure.kind) \(text.replacing("u_", with: ""))"
      }.sorted()
  }

  @Test(
    "Both simulators find the same claims broken in the same cycles", arguments: [1, 2] as [UInt64])
  func agreement(seed: UInt64) async throws {
    let circuit = try elaborate(Historian())
    func drive(_ simulation: some Simulator) throws -> [String] {
      try failures(simulation, seed: seed) { random in
        simulation["a_i"] = random.integer(0...1)
        if random.oneIn(2) { simulation["number_i"] = random.integer(0...15) }
      }
    }
    let interpreted = try InterpretedSimulation(of: circuit)
    let verilated = try await quickSimulation(of: circuit)
    let found = try drive(interpreted)
    let other = try drive(verilated)
    let difference = Set(found).symmetricDifference(other).sorted()
    #expect(difference.isEmpty && other.count == found.count, "seed \(seed)")
    #expect(try verilated.covers.map(\.hits) == interpreted.covers.map(\.hits))
    for label in ["Rose", "Fell", "Stable", "ThreeBefore", "FromReset", "TwiceBefore", "FewRises"] {
      #expect(found.contains { $0.contains(".\(label)") }, "\(label)")
    }
    let sentences = [
      "Rose: it never rises", "Stable: the number holds", "FromReset: nine is never seen",
      "the environment must keep it: small numbers only",
    ]
    for sentence in sentences { #expect(found.contains { $0.hasSuffix(sentence) }, "\(sentence)") }
    #expect(try interpreted.covers.allSatisfy { $0.hits > 0 })
  }

  @Test("Nothing is claimed, assumed or covered in the first cycles after reset, unless asked")
  func afterReset() throws {
    let simulation = try InterpretedSimulation(of: elaborate(Historian()))
    simulation["a_i"] = 0
    simulation["number_i"] = 0
    try simulation.reset()
    let first = simulation.cycle
    simulation["a_i"] = 1
    for number in [3, 3, 3, 3] {
      simulation["number_i"] = number
      _ = try? simulation.step()
    }
    let found = simulation.failures.map { failure in
      "\(failure.cycle - first) \(failure.text.split(separator: ".").last ?? "")"
    }
    #expect(
      found == [
        "0 FromReset: nine is never seen", "1 FromReset: nine is never seen", "3 ThreeBefore",
      ])
    #expect(try simulation.covered("RoseTwice") == 0)
    #expect(try simulation.covered("Low") == 2)
  }

  @Test("The rules of streams fail as claims and assumptions in both simulators")
  func streamRules() async throws {
    let circuit = try elaborate(Unruly())
    func drive(_ simulation: some Simulator) throws -> [String] {
      try failures(simulation, seed: 3) { random in
        for port in ["words_valid_i", "copies_ready_i", "drops_i", "mangles_i"] {
          simulation[port] = random.oneIn(3) ? 1 : 0
        }
        simulation["words_data_i"] = random.integer(0...15)
      }
    }
    let emitter = SystemVerilogEmitter(streamRules: .printed)
    let found = try drive(InterpretedSimulation(of: circuit.statingStreamRules()))
    #expect(try drive(try await quickSimulation(of: circuit, emitter: emitter)) == found)
    for text in [
      "design Assertion failed in unruly.CopiesValidStays: valid holds until the item is accepted",
      "design Assertion failed in unruly.CopiesPayloadStays: the payload is stable while valid "
        + "waits for ready",
      "assumption Assumption broken in unruly.WordsValidStays; the environment must keep it: valid "
        + "holds until the item is accepted",
      "assumption Assumption broken in unruly.WordsPayloadStays; the environment must keep it: the "
        + "payload is stable while valid waits for ready",
    ] {
      #expect(found.contains { $0.hasSuffix(text) }, "\(text)")
    }
    #expect(try drive(InterpretedSimulation(of: circuit)).isEmpty)
    let stated = circuit.statingStreamRules()
    #expect(stated.statingStreamRules() == stated)
  }
}
