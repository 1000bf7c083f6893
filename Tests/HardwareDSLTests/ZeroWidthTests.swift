import HardwareDSL
import HardwareIR
import Testing

/// Widths of 0, which a generator computes.
@Suite struct ZeroWidthTests {
  /// A line of so many chunks, one after the other.
  final class Line: TestModule {
    let advance = input(.bit)
    let first: Signal
    let chunk: Signal
    let isLast = output(.bit)
    let word = output(.bits(8))
    let count: Signal
    let words: [Signal]
    let chunks: Int

    init(chunks: Int) {
      self.chunks = chunks
      let number = HardwareType.unsigned(bitsToHold(chunks - 1))
      first = input(number)
      chunk = output(number, "the chunk at hand")
      count = register(number, reset: 0)
      words = (0..<chunks).map { _ in input(.bits(8)) }
    }

    var moduleName: String { "line_\(chunks)" }

    var documentation: Documentation {
      Documentation(
        "Counts chunks.", reset: [.value(0, of: chunk)],
        combinationalPaths: [.path(from: words, first, to: word)])
    }

    var body: Behavior {
      when(advance) { count <== count &+ 1 }
      chunk <== count
      isLast <== (count == .number(chunks - 1))
      word <== words[wire("place", count &+ first)]
      claim("InRange", possiblyConstant("inRange", count <= .number(chunks - 1)))
    }
  }

  final class Parent: TestModule {
    let advance = input(.bit)
    let words: [Signal]
    let word = output(.bits(8))
    let isLast = output(.bit)
    let line: Line

    init(chunks: Int) {
      words = (0..<chunks).map { _ in input(.bits(8)) }
      line = Line(chunks: chunks)
    }

    var body: Behavior {
      line.advance <== advance
      line.first <== 0
      line.words <== words
      word <== line.word
      isLast <== (line.isLast && line.chunk == .number(line.chunks - 1))
    }
  }

  @Test("Ports, wires and registers of no bits go")
  func module() throws {
    let wide = try elaborate(Line(chunks: 4), .strict)
    #expect(wide.zeroWidthPorts.isEmpty)
    #expect(wide.top.clocking.map(\.name) == ["clk_i", "rst_ni"])
    let narrow = try elaborate(Line(chunks: 1), .strict)
    let top = narrow.top
    #expect(
      top.ports.map(\.name) == [
        "clk_i", "rst_ni", "advance_i", "is_last_o", "word_o", "words_0_i",
      ])
    #expect(narrow.zeroWidthPorts.map(\.name) == ["first_i", "chunk_o"])
    #expect(top.wires.map(\.name) == ["in_range"])
    #expect(top.registers.isEmpty)
    #expect(
      top.statements == [
        .assign(
          target: "is_last_o", value: .literal(BitPattern(1, width: 1), .bit),
          location: top.statements[0].location),
        .assign(
          target: "word_o", value: .reference("words_0_i", .bits(8)),
          location: top.statements[1].location),
        .assign(
          target: "in_range", value: .literal(BitPattern(1, width: 1), .bit),
          location: top.statements[2].location),
        top.statements[3],
      ])
  }

  @Test("What a contract says of a port of no bits goes with it")
  func contract() throws {
    #expect(try elaborate(Line(chunks: 4)).top.contract.reset.count == 1)
    let contract = try elaborate(Line(chunks: 1)).top.contract
    #expect(contract.reset.isEmpty)
    #expect(
      contract.paths
        == .only([
          Contract.Path(
            from: [Contract.Ports(name: "words_i", ports: ["words_0_i"])],
            to: [Contract.Ports(name: "word_o", ports: ["word_o"])])
        ]))
  }

  @Test("A parent connects what is left, and no more")
  func parent() throws {
    let circuit = try elaborate(Parent(chunks: 1), .strict)
    let line = try #require(circuit.top.instances.first)
    #expect(line.connections.map(\.port) == ["advance_i", "is_last_o", "word_o", "words_0_i"])
    #expect(circuit.top.wires.map(\.name) == ["line_is_last", "line_word"])
    #expect(circuit.zeroWidthPorts.isEmpty)
    #expect(circuit.top.clocking.map(\.name) == ["clk_i", "rst_ni"])
  }

  @Test("A child of which nothing is left goes as a whole")
  func child() throws {
    final class Nothing: TestModule {
      let given = input(.bits(0))
      let held = dataRegister(.bits(0))
      let shown = output(.bits(0))
      var body: Behavior {
        held <== given
        shown <== held
      }
    }
    final class Around: TestModule {
      let given = input(.bits(0))
      let flag = input(.bit)
      let shown = output(.bits(0))
      let isZero = output(.bit)
      let nothing = Nothing()
      var body: Behavior {
        nothing.given <== given
        shown <== nothing.shown
        isZero <== (nothing.shown.asUnsigned == 0 && flag)
      }
    }
    let circuit = try elaborate(Around(), .strict)
    #expect(circuit.modules.map(\.name) == ["around"])
    #expect(circuit.top.instances.isEmpty)
    #expect(circuit.top.ports.map(\.name) == ["flag_i", "is_zero_o"])
  }

  @Test("A memory of words of no bits goes with its wires; a mask and an address may have none")
  func memories() throws {
    final class Stores: TestModule {
      let address = input(.unsigned(2))
      let write = input(.bit)
      let nothing = input(.unsigned(0))
      let word = input(.bits(8))
      let results = (0..<2).map { _ in output(.bits(8)) }
      let empty = Memory(.bits(0), depth: 4, maskGranularity: 8)
      let one = Memory(.bits(8), depth: 1)
      var body: Behavior {
        empty.write(nothing.asBits, at: address, enable: write)
        when(write) { empty.read(at: address) }
        one.write(word, at: nothing, enable: write)
        one.read(at: nothing)
        results[0] <== concatenate(empty.readData, one.readData)
        results[1] <== ~one.readData
      }
    }
    let top = try elaborate(Stores()).top
    #expect(top.memories.map(\.name) == ["one"])
    #expect(!top.wires.contains { $0.name.hasPrefix("empty") })
    #expect(top.ports.map(\.name).contains("clk_i"))
  }

  @Test("A claim that holds because a value has no bits is not printed; a cover point stays")
  func claims() throws {
    final class Claims: TestModule {
      let level = input(.unsigned(0))
      let flag = input(.bit)
      let shown = output(.bit)
      var body: Behavior {
        shown <== flag
        claim("Low", level == 0)
        claim("Sometimes", flag || level != 0)
        cover("Lowest", level == 0)
        unused("level", level)
      }
    }
    let top = try elaborate(Claims(), .strict).top
    let labels = top.statements.compactMap { statement -> String? in
      if case .property(let property) = statement { property.label } else { nil }
    }
    #expect(labels == ["Sometimes", "Lowest"])
    #expect(top.wires.isEmpty)
  }

  @Test("What is wrong whatever the width is wrong at no bits")
  func mistakes() {
    final class Mistakes: TestModule {
      static let line = #line + 1
      let given = input(.unsigned(0))
      let undriven = output(.unsigned(0))
      let latched = output(.bits(0))
      let twice = output(.unsigned(0))
      let flag = input(.bit)
      var body: Behavior {
        when(flag) { latched <== given.asBits }
        twice <== given
        twice <== given &+ 1
      }
    }
    let line = Mistakes.line
    expectRefusal(
      Mistakes(),
      error(at: line + 1)
        + "output 'undriven_o' of mistakes is never assigned; assign it in the body [undriven]",
      error(at: line + 6)
        + "'latched_o' of mistakes has no value where none of its conditions holds; "
        + "assign a default before the conditions [latch]",
      error(at: line + 8)
        + "'twice_o' of mistakes is driven twice: this assignment makes that of "
        + "\(#filePath):\(line + 7) void; remove one [driven-twice]")
  }

  @Test("What does not fit 0 is refused, with the value, the rule and the remedy")
  func refusals() {
    final class Refusals: TestModule {
      let none = input(.unsigned(0))
      let nothing = input(.bits(0))
      let word = input(.unsigned(4))
      let negative = input(.signed(4))
      let results = (0..<9).map { _ in output(.unsigned(4)) }
      let zero = output(.unsigned(0))
      let held = register(.unsigned(0), reset: 2)
      static let line = #line + 2
      var body: Behavior {
        zero <== 1
        zero <== word
        results[0] <== none + 2
        results[1] <== [word, word][none]
        results[2] <== word[5...].asUnsigned
        results[3] <== nothing[0].asUnsigned
        results[4] <== negative.shiftedRight(by: 4).asUnsigned
        results[5] <== word.truncated(to: -1)
        results[6] <== nothing.asUnsigned
        results[7] <== mux(none == 3, word, 0)
        results[8] <== nothing
      }
    }
    let line = Refusals.line
    expectRefusal(
      Refusals(),
      error(at: line - 3)
        + "'held': literal 2 does not fit unsigned(0) (0...0); use a wider type [literal-range]",
      error(at: line)
        + "literal 1 does not fit unsigned(0) (0...0); use a wider type [literal-range]",
      error(at: line + 1)
        + "a value of 4 bits does not fit 'zero_o' (unsigned(0)); "
        + "write .truncated(to: 0) or .saturated(to: 0) [narrowing]",
      error(at: line + 2)
        + "literal 2 does not fit unsigned(1) (0...1); use a wider type [literal-range]",
      error(at: line + 3)
        + "index 'none_i' (unsigned(0)) reaches 1 of 2 signals; use an index of 1 bits "
        + "[slice-range]",
      error(at: line + 4)
        + "slice from bit 5 on of 'word_i' (unsigned(4)) is out of range; "
        + "bits run from 0 to 3 [slice-range]",
      error(at: line + 5)
        + "slice 0...0 of 'nothing_i' (bits(0)) is out of range; it has no bits [slice-range]",
      error(at: line + 6)
        + "shiftedRight(by: 4) of 'negative_i' (signed(4)) leaves no sign; shift by 0 to 3 "
        + "[slice-range]",
      error(at: line + 7)
        + "truncated(to: -1) of 'word_i' (unsigned(4)) is out of range 0...4 [slice-range]",
      error(at: line + 9)
        + "literal 3 does not fit unsigned(0) (0...0); write Signal(3, .unsigned(2)), or use a "
        + "wider type [literal-range]",
      error(at: line + 10)
        + "'nothing_i' (bits(0)) is assigned to 'results_8_o' (unsigned(4)); "
        + "convert it with .asUnsigned [type-mismatch]")
  }

  @Test("A width below 0, and a design without a bit, are refused")
  func impossible() {
    final class Negative: TestModule {
      static let line = #line + 1
      let word = input(.bits(-1))
      let shown = output(.bit)
      var body: Behavior { shown <== word.isAnySet }
    }
    expectRefusal(
      Negative(),
      error(at: Negative.line)
        + "'word': bits(-1) is not a type: a width must be at least 0 [definition]")
    final class Empty: TestModule {
      static let line = #line + 1
      let word = input(.bits(0))
      let shown = output(.bits(0))
      var body: Behavior { shown <== word }
    }
    expectRefusal(
      Empty(),
      error(at: Empty.line)
        + "no port of empty has a bit, so that nothing is left of it; give one a width of 1 or "
        + "more [definition]")
  }

  @Test("Parts of no bits are driven without effect, and the others with theirs")
  func parts() throws {
    final class Parts: TestModule {
      let high = input(.bits(8))
      let low: Signal
      let word: Signal
      let cut: Int
      init(cut: Int) {
        self.cut = cut
        low = input(.bits(cut))
        word = output(.bits(8 + cut))
      }
      var moduleName: String { "parts_\(cut)" }
      var body: Behavior {
        word[..<cut] <== low
        word[cut...] <== high
      }
    }
    #expect(try elaborate(Parts(cut: 3), .strict).top.statements.count == 2)
    let statements = try elaborate(Parts(cut: 0), .strict).top.statements
    #expect(statements.count == 1)
    guard case .assign("word_o", .reference("high_i", _), _) = statements[0] else {
      Issue.record("\(statements[0])")
      return
    }
  }

  @Test("Bits beside none are no value of their own, and need no wire")
  func beside() throws {
    final class Beside: TestModule {
      let high = input(.bits(8))
      let low: Signal
      let first: Signal
      let second: Signal
      init(cut: Int) {
        low = input(.bits(cut))
        first = output(.unsigned(8 + cut))
        second = output(.unsigned(8 + cut))
      }
      var body: Behavior {
        let joined = concatenate(high, low).asUnsigned
        first <== joined
        second <== joined
      }
    }
    #expect(try elaborate(Beside(cut: 3)).top.wires.map(\.name) == ["first_word"])
    #expect(try elaborate(Beside(cut: 0)).top.wires.isEmpty)
  }
}
