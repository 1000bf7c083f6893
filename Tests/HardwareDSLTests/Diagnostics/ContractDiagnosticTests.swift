import HardwareDSL
import Testing

/// Contracts that say what is not so, with the full text of the error.
@Suite struct ContractDiagnosticTests {
  /// A unit with a path from each of an array, a stream through it, and a register.
  final class Unit: Module {
    let enable = input(.bit)
    let words = (0..<3).map { _ in input(.bits(4)) }
    let mixed = output(.bits(4))
    let copies = (0..<3).map { _ in output(.bits(4)) }
    let late = output(.bits(4))
    let items = ReadyValid<Item>.input { Item($0(.bits(4))) }
    let held = register(.bits(4), reset: 0)
    let child = StateKeeper()
    private let make: (Unit) -> Documentation

    init(_ make: @escaping (Unit) -> Documentation) { self.make = make }

    var documentation: Documentation { make(self) }

    var body: Behavior {
      child.word <== words[0]
      mixed <== mux(enable, words[0] ^ words[1] ^ words[2], child.kept)
      for (copy, word) in zip(copies, words) { copy <== word }
      when(items.valid) { held <== items.payload.data }
      items.ready <== enable
      late <== held
    }
  }

  /// A register without reset.
  final class StateKeeper: TestModule {
    let word = input(.bits(4))
    let kept = output(.bits(4))
    let state = dataRegister(.bits(4))
    var body: Behavior {
      state <== word
      kept <== state
    }
  }

  static let actual =
    "enable_i and words_i to mixed_o; words_i to copies_o; enable_i to items_ready_o"

  /// Expects one sentence, at a line of the documentation that `make` gives.
  private func expect(
    _ sentence: String, line: Int = #line,
    sourceLocation: Testing.SourceLocation = #_sourceLocation,
    _ make: @escaping (Unit) -> Documentation
  ) {
    let refusal = #expect(throws: DiagnosticError.self, sourceLocation: sourceLocation) {
      try elaborate(Unit(make))
    }
    let found = refusal?.diagnostics ?? []
    #expect(
      found.map(\.message) == ["unit states \(sentence)"], sourceLocation: sourceLocation)
    #expect(found.map(\.rule.rawValue) == ["contract"], sourceLocation: sourceLocation)
    let place = found.first?.location
    #expect(place?.file == #filePath, sourceLocation: sourceLocation)
    #expect((line...line + 9).contains(place?.line ?? 0), sourceLocation: sourceLocation)
  }

  @Test("The whole text, at the line of the documentation")
  func text() {
    let line = #line + 1
    let unit = Unit { _ in Documentation("A unit.", combinationalPaths: .none) }
    expectRefusal(
      unit,
      error(at: line) + "unit states the combinational paths 'none', but has '\(Self.actual)': "
        + "'\(Self.actual)' is not stated\(remedy) [contract]")
  }

  private let remedy =
    "; state the paths that there are, or put a register where there must be none"

  @Test("Paths as they are, or none stated, are accepted")
  func kept() throws {
    let circuit = try elaborate(
      Unit { unit in
        Documentation(
          "A unit.",
          latency: [.cycles(1, from: unit.items, to: unit.late), .sentence("And more.")],
          reset: [.value(0, of: unit.late), .control],
          combinationalPaths: [
            .path(from: unit.enable, unit.words, to: unit.mixed),
            .path(from: unit.words, to: unit.copies), .path(from: unit.enable, to: unit.items),
          ])
      })
    #expect(
      circuit.top.contract.facts.map { "\($0): \($1)" } == [
        "Latency: 1 cycle from items to late_o; And more.",
        "Reset: late_o is 0; control only.", "Combinational paths: \(Self.actual).",
      ])
    _ = try elaborate(Unit { _ in Documentation("A unit.") })
  }

  @Test("A contract that denies a path is refused with both lists")
  func denied() {
    expect(
      "the combinational paths 'none', but has '\(Self.actual)': '\(Self.actual)' is not stated"
        + remedy
    ) { _ in Documentation("A unit.", combinationalPaths: .none) }
    let stated = "enable_i and words_i to mixed_o; words_i to copies_o"
    expect(
      "the combinational paths '\(stated)', but has '\(Self.actual)': "
        + "'enable_i to items_ready_o' is not stated" + remedy
    ) { unit in
      Documentation(
        "A unit.",
        combinationalPaths: [
          .path(from: unit.enable, unit.words, to: unit.mixed),
          .path(from: unit.words, to: unit.copies),
        ])
    }
  }

  @Test("A contract that states a path that is not there is refused with both lists")
  func invented() {
    let stated = "enable_i and words_i to mixed_o, copies_o and items_ready_o"
    expect(
      "the combinational paths '\(stated)', but has '\(Self.actual)': 'enable_i to copies_o' does "
        + "not exist" + remedy
    ) { unit in
      Documentation(
        "A unit.",
        combinationalPaths: [
          .path(from: unit.enable, unit.words, to: unit.mixed, unit.copies, unit.items)
        ])
    }
  }

  @Test("Elements of an array are stated one by one, or as one")
  func elements() {
    let stated = "enable_i and words_i to mixed_o; words_0_i to copies_0_o; "
    expect(
      "the combinational paths '\(stated)enable_i to items_ready_o', but has 'enable_i, words_0_i, "
        + "words_1_i and words_2_i to mixed_o; words_0_i to copies_0_o; words_1_i to copies_1_o; "
        + "words_2_i to copies_2_o; enable_i to items_ready_o': 'words_1_i to copies_1_o; words_2_i"
        + " to copies_2_o' is not stated" + remedy
    ) { unit in
      Documentation(
        "A unit.",
        combinationalPaths: [
          .path(from: unit.enable, unit.words, to: unit.mixed),
          .path(from: unit.words[0], to: unit.copies[0]), .path(from: unit.enable, to: unit.items),
        ])
    }
  }

  @Test("A path goes from inputs to outputs of the module itself")
  func ports() {
    expect(
      "a combinational path from 'mixed_o', which is no input of it; name its own inputs"
    ) { unit in
      Documentation("A unit.", combinationalPaths: [.path(from: unit.mixed, to: unit.late)])
    }
    expect("a latency to 'kept_o', which is no output of it; name its own outputs") { unit in
      Documentation("A unit.", latency: [.cycles(1, from: unit.enable, to: unit.child.kept)])
    }
    expect("a latency from 'held_q', which is no input of it; name its own inputs") { unit in
      Documentation("A unit.", latency: [.cycles(1, from: unit.held, to: unit.late)])
    }
    expect("a throughput to 'items_valid_i', which is no output of it; name its own outputs") {
      Documentation("A unit.", throughput: [.one("item", from: $0.items, to: $0.items)])
    }
  }

  @Test("A latency agrees with the paths")
  func latency() {
    expect(
      "a latency of 1 cycle from enable_i to late_o and mixed_o, but enable_i reaches mixed_o in "
        + "the same cycle; state 0 cycles, or put a register on the path"
    ) { unit in
      Documentation("A unit.", latency: [.cycles(1, from: unit.enable, to: unit.late, unit.mixed)])
    }
    expect(
      "a latency of 0 cycles from words_i to late_o, but no path without a register joins words_i "
        + "to the other side; state the cycles that it takes"
    ) { unit in Documentation("A unit.", latency: [.cycles(0, from: unit.words, to: unit.late)]) }
    expect("a latency of -1 cycles; give it 0 or more") { unit in
      Documentation("A unit.", latency: [.cycles(-1, from: unit.words, to: unit.late)])
    }
  }

  @Test("A throughput and a reset are possible ones")
  func others() {
    expect("a throughput of 1 item in 0 cycles; give both 1 or more") { unit in
      Documentation("A unit.", throughput: [.one("item", every: 0, to: unit.late)])
    }
    expect(
      "a reset of 'late_o': literal 16 does not fit bits(4) (0...15); use a wider type"
    ) { unit in Documentation("A unit.", reset: [.value(16, of: unit.late)]) }
    expect(
      "a reset of none, but it has registers with a reset, here or in a child; state what is reset"
    ) { _ in Documentation("A unit.", reset: [.none]) }
  }

  @Test("A ghost is no register that a contract speaks of")
  func ghosts() throws {
    final class Data: Module {
      let next = input(.bit)
      let now = output(.bit)
      let held = dataRegister(.bit)
      let isKnown = ghost(register(.bit, reset: 0))
      var documentation: Documentation { Documentation("Data.", reset: [.none]) }
      var body: Behavior {
        held <== next
        now <== held
        isKnown <== 1
        claim("Follows", !isKnown || held == past(next))
      }
    }
    _ = try elaborate(Data())
  }

  @Test("A latency is counted by one clock")
  func domains() {
    final class Two: TestModule {
      let near = output(.bit)
      let far = output(.bit, in: ClockDomain("far"))
      let go = input(.bit)
      let state = register(.bit, reset: 0)
      let other = register(.bit, reset: 0, in: ClockDomain("far"))
      static let line = #line + 2
      var documentation: Documentation {
        Documentation("Two clocks.", latency: [.cycles(1, from: go, to: near, far)])
      }
      var body: Behavior {
        state <== go
        near <== state
        other <== !other
        far <== other
      }
    }
    expectRefusal(
      Two(),
      error(at: Two.line) + "two states a latency to outputs in the default clock domain and clock "
        + "domain 'far'; state one for each [contract]")
  }

  @Test("A black box states its paths in the same words, and what it lacks is no part of them")
  func blackBox() throws {
    final class Box: BlackBox {
      let start = input(.bit)
      let others: [Signal] = []
      let spare: Signal? = nil
      let done = output(.bit)
      var moduleName: String { "box" }
      var documentation: Documentation {
        Documentation(
          "By hand.",
          combinationalPaths: [.path(from: start, to: done), .path(from: others, to: done)])
      }
    }
    final class Outer: TestModule {
      let start = input(.bit)
      let done = output(.bit)
      let box = Box()
      var body: Behavior {
        box.start <== start
        done <== box.done
      }
      var documentation: Documentation {
        Documentation("A box.", combinationalPaths: .all)
      }
    }
    let circuit = try elaborate(Outer())
    #expect(circuit.modules[0].blackBox?.inputsOfOutput == ["done": ["start"]])
  }
}
