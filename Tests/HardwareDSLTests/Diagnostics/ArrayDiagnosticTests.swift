import HardwareDSL
import Testing

/// Arrays that do not fit each other, with the full text of the error.
@Suite struct ArrayDiagnosticTests {
  struct Pair: SignalBundle {
    let high: Signal
    let low: Signal
    init(_ field: FieldMaker, width: Int = 4) {
      high = field(.unsigned(width))
      low = field(.bits(width))
    }
  }

  @Test("Unlike counts are refused at the assignment, also inside")
  func counts() {
    final class Counts: TestModule {
      let words = (0..<3).map { _ in input(.bit) }
      let shown = (0..<4).map { _ in output(.bit) }
      let rows = (0..<2).map { row in (0..<(2 + row)).map { _ in input(.bit) } }
      let table = (0..<2).map { _ in (0..<2).map { _ in output(.bit) } }
      static let line = #line + 2
      var body: Behavior {
        shown <== words
        shown <== []
        table <== rows
        table <== rows.map { Array($0.prefix(2)) } + [[]]
        shown[..<1] <== [words[0] && words[1], 0]
      }
    }
    func sentence(_ sink: String, _ source: String, part: Int) -> String {
      "<== drives \(sink) with \(source); give as many values as there are elements, or drive a "
        + "part of the array, as in words[..<\(part)] [type-mismatch]"
    }
    let shown = "4 elements ('shown_0_o' to 'shown_3_o')"
    expectRefusal(
      Counts(),
      error(at: Counts.line)
        + sentence(shown, "3 elements ('words_0_i' to 'words_2_i')", part: 3),
      error(at: Counts.line + 1) + sentence(shown, "0 elements", part: 1),
      error(at: Counts.line + 2)
        + sentence(
          "2 elements ('table_1_0_o' to 'table_1_1_o')",
          "3 elements ('rows_1_0_i' to 'rows_1_2_i')", part: 2),
      error(at: Counts.line + 3)
        + sentence(
          "2 elements ('table_0_0_o' to 'table_1_1_o')",
          "3 elements ('rows_0_0_i' to 'rows_1_1_i')", part: 2),
      error(at: Counts.line + 4) + sentence("1 element ('shown_0_o')", "2 elements", part: 1))
  }

  @Test("What is wrong with all elements is said once, of each field")
  func alike() {
    final class Alike: TestModule {
      let words = (0..<3).map { _ in input(.unsigned(5)) }
      let shown = (0..<3).map { _ in output(.unsigned(4)) }
      let pairs = (0..<2).map { _ in Pair(.input(), width: 5) }
      let held = (0..<2).map { _ in Pair(.dataRegister()) }
      let wide = (0..<2).map { _ in output(.unsigned(4)) }
      static let line = #line + 2
      var body: Behavior {
        shown <== words
        held <== pairs
        wide <== held.map(\.high)
      }
    }
    func narrow(_ target: String) -> String {
      "a value of 5 bits does not fit '\(target)' (unsigned(4)); "
        + "write .truncated(to: 4) or .saturated(to: 4) [narrowing]"
    }
    expectRefusal(
      Alike(), error(at: Alike.line) + narrow("shown_0_o"),
      error(at: Alike.line + 1)
        + "5 bits are assigned to 'held_0_low_q' (bits(4)); write .truncated(to: 4), or slice "
        + "[narrowing]",
      error(at: Alike.line + 1) + narrow("held_0_high_q"))
  }

  @Test("What follows an array with a mistake is still looked at")
  func following() {
    final class Following: TestModule {
      let words = (0..<2).map { _ in input(.unsigned(5)) }
      let load = input(.unsigned(2))
      let held = (0..<2).map { _ in register(.unsigned(4), reset: 0) }
      let total = output(.unsigned(4))
      static let line = #line + 3
      var body: Behavior {
        total <== 0
        when(load == 1) { held <== words }
          .elseWhen(load) { total <== words[0] }
          .otherwise { total <== held[0] + held[1] }
      }
    }
    expectRefusal(
      Following(),
      error(at: Following.line)
        + "a value of 5 bits does not fit 'held_0_q' (unsigned(4)); "
        + "write .truncated(to: 4) or .saturated(to: 4) [narrowing]",
      error(at: Following.line + 1)
        + "the condition of when is 'load_i' (unsigned(2)), not a bit; compare it first "
        + "[type-mismatch]",
      error(at: Following.line + 1)
        + "a value of 5 bits does not fit 'total_o' (unsigned(4)); "
        + "write .truncated(to: 4) or .saturated(to: 4) [narrowing]",
      error(at: Following.line + 2)
        + "a value of 5 bits does not fit 'total_o' (unsigned(4)); "
        + "write .truncated(to: 4) or .saturated(to: 4) [narrowing]")
  }

  @Test("Arrays joined the wrong way round are to be swapped")
  func swapped() {
    final class Swapped: TestModule {
      let words = (0..<2).map { _ in input(.bit) }
      let shown = (0..<2).map { _ in output(.bit) }
      static let line = #line + 1
      var body: Behavior { words <== shown }
    }
    expectRefusal(
      Swapped(),
      error(at: Swapped.line)
        + "<== would drive 'words_0_i' with 'shown_0_o', but of these only the second can be "
        + "driven here; swap the arrays [driven-twice]")
  }

  @Test("The points of numbers in arrays and in bundles lie at one place")
  func points() {
    struct Scale: SignalBundle {
      let factor: Fixed
      init(_ field: FieldMaker, fractionBits: Int) {
        factor = Fixed(field(.signed(8)), fractionBits: fractionBits)
      }
    }
    final class Points: TestModule {
      let given = (0..<2).map { _ in Fixed(input(.signed(8)), fractionBits: 4) }
      let shown = (0..<2).map { _ in Fixed(output(.signed(8)), fractionBits: 6) }
      let source = Scale(.input(), fractionBits: 4)
      let sink = Scale(.output(), fractionBits: 6)
      static let line = #line + 2
      var body: Behavior {
        shown <== given
        sink <== source
      }
    }
    expectRefusal(
      Points(),
      error(at: Points.line)
        + "a number with 4 fraction bits is assigned to one with 6; write .rounded(toFraction: 6) "
        + "[type-mismatch]",
      error(at: Points.line + 1)
        + "<== joins two unlike bundles of Scale: field 'factor' has 6 fraction bits, and 4 in the "
        + "second; make both with the same parameters [type-mismatch]")
  }

  @Test("An array that is assigned outside a body is reported with it")
  func stray() {
    final class Stray: TestModule {
      let words = (0..<2).map { _ in input(.bit) }
      static let line = #line + 1
      let shown = (0..<2).map { _ in output(.bit) }
      init() { shown[..<1] <== words[..<1] }
      var body: Behavior { shown <== words }
    }
    expectRefusal(
      Stray(),
      error(at: Stray.line)
        + "'shown_0' of stray is assigned outside a body; move the statement into one [definition]")
  }

  @Test("Lanes of a word that they do not divide are refused, whichever is used")
  func lanes() {
    final class Lanes: TestModule {
      let word = input(.bits(20))
      let shown = output(.bits(8))
      static let line = #line + 1
      var body: Behavior { shown <== word.lanes(of: 8)[2] }
    }
    expectRefusal(
      Lanes(),
      error(at: Lanes.line)
        + "lanes(of: 8) of 'word_i' (bits(20)) do not divide it; use a divisor of 20 [slice-range]")
  }
}
