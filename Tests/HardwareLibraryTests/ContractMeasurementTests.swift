import BenchSupport
import HardwareDSL
import Testing

/// The measurement finds contracts that are wrong.
@Suite("Measured contracts", .simulated)
struct ContractMeasurementTests {
  /// Takes a flag or a word, and shows both two cycles later.
  final class Delay: Module {
    let valid = input(.bit)
    let word = input(.bits(8))
    let busy = register(.unsigned(2), reset: 0)
    let first = register(.bit, reset: 0)
    let firstWord = dataRegister(.bits(8))
    let second = register(.bit, reset: 0)
    let secondWord = dataRegister(.bits(8))
    let seen = output(.bit)
    let seenWord = output(.bits(8))
    let make: (Delay) -> Documentation

    init(_ make: @escaping (Delay) -> Documentation) { self.make = make }

    var documentation: Documentation { make(self) }

    var body: Behavior {
      // A flag is taken every third cycle at most.
      let takes = wire("takes", valid && busy == 0)
      when(takes) { busy <== 2 }.elseWhen(busy != 0) { busy <== busy &- 1 }
      first <== takes
      second <== first
      firstWord <== word
      secondWord <== firstWord
      seen <== second
      seenWord <== secondWord
    }
  }

  private func mistakes(
    _ situations: Situation..., make: @escaping (Delay) -> Documentation
  ) async throws -> [String] {
    try await contractMistakes(of: Delay(make), situations)
  }

  @Test("What is so is accepted")
  func right() async throws {
    let found = try await mistakes { unit in
      Documentation(
        "A delay.",
        latency: [
          .cycles(2, from: unit.valid, to: unit.seen),
          .cycles(2, from: unit.word, to: unit.seenWord),
        ],
        throughput: [
          .one("flag", every: 3, from: unit.valid, to: unit.seen),
          .one("word", from: unit.word, to: unit.seenWord),
        ],
        reset: [.value(0, of: unit.seen)])
    }
    #expect(found == [])
  }

  @Test("A latency that is too long or too short", arguments: [1, 3])
  func latency(cycles: Int) async throws {
    let found = try await mistakes { unit in
      Documentation("A delay.", latency: [.cycles(cycles, from: unit.valid, to: unit.seen)])
    }
    #expect(
      found == ["\(cycles) cycles from valid_i to seen_o: valid_i is seen after 2, seed 1"])
  }

  @Test("A cause without an effect, and an effect without a cause")
  func unrelated() async throws {
    let found = try await mistakes { unit in
      Documentation(
        "A delay.", latency: [.cycles(2, from: unit.valid, unit.word, to: unit.seen, unit.seenWord)]
      )
    }
    #expect(found == [])
    let flags = try await mistakes { unit in
      Documentation("A delay.", latency: [.cycles(2, from: unit.valid, unit.word, to: unit.seen)])
    }
    #expect(flags == ["2 cycles from valid_i, word_i to seen_o: word_i is seen nowhere"])
    let words = try await mistakes { unit in
      Documentation(
        "A delay.", latency: [.cycles(2, from: unit.valid, to: unit.seen, unit.seenWord)])
    }
    #expect(words == ["2 cycles from valid_i to seen_o, seen_word_o: seen_word_o shows nothing"])
  }

  @Test("A throughput that is too high or too low", arguments: [2, 4])
  func throughput(cycles: Int) async throws {
    let found = try await mistakes { unit in
      Documentation(
        "A delay.", throughput: [.one("flag", every: cycles, from: unit.valid, to: unit.seen)])
    }
    #expect(
      found == [
        cycles == 2
          ? "one flag every 2: valid_i does not keep that up"
          : "one flag every 4: valid_i does so every 3"
      ])
  }

  @Test("A value after reset that it has not")
  func reset() async throws {
    let found = try await mistakes { unit in
      Documentation("A delay.", reset: [.value(1, of: unit.seen)])
    }
    #expect(found == ["seen_o is 0 after a reset, not 1"])
  }
}
