import BenchSupport
import HardwareDSL
import Testing

/// A stream through a register, whose contract says all that a contract can.
final class WordCounter: Module {
  let words = ReadyValid.input(.bits(8))
  let passed = ReadyValid.output(.bits(8))
  let limit = input(.unsigned(8))
  let count = output(.unsigned(8))
  let isFull = output(.bit)

  let isHeld = register(.bit, reset: 0)
  let word = dataRegister(.bits(8))
  let total = register(.unsigned(8), reset: 0)

  var documentation: Documentation {
    Documentation(
      "Counts words, and passes them on.",
      latency: [
        .cycles(1, from: words, to: passed, count), .cycles(0, from: limit, to: isFull),
        .sentence("a word that nobody takes stays"),
      ],
      throughput: [.one("word", from: words, to: passed, note: "while passed_ready_i is 1")],
      reset: [.value(0, of: passed.valid, count), .control],
      combinationalPaths: [.path(from: limit, to: isFull), .path(from: passed.ready, to: words)])
  }

  var body: Behavior {
    words.ready <== (!isHeld || passed.ready)
    when(words.fires) {
      isHeld <== 1
      word <== words.payload.data
      total <== total &+ 1
    }.elseWhen(passed.ready) {
      isHeld <== 0
    }
    passed.valid <== isHeld
    passed.payload.data <== word
    count <== total
    isFull <== (total >= limit)
  }
}

@Suite("The example of a contract", .simulated)
struct ContractExampleTests {
  @Test("It is kept")
  func kept() async throws {
    try await expectContract(
      of: WordCounter(),
      Situation { trial in
        for _ in 0..<100 { try trial.step(["words_valid": 1]) }
      })
  }

  @Test("It is the text of docs/language.md, and is printed as there")
  func text() throws {
    let example = try GuideExample(from: "  var documentation", to: "\n  var body")
    let lines = example.source.split(separator: "\n").map { $0.dropFirst(2) }
    #expect(example.guide.contains(lines.joined(separator: "\n")))
    let words = example.guide.replacing("\n// ", with: " ")
    for (heading, text) in try elaborate(WordCounter()).top.contract.facts {
      #expect(words.contains("\(heading): \(text)"))
    }
  }
}
