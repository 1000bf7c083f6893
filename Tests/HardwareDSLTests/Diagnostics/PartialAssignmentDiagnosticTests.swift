import HardwareDSL
import Testing

/// Slices and indexed elements as targets, with the full text of the error.
@Suite struct PartialAssignmentDiagnosticTests {
  @Test("Every bit is driven, and on every path")
  func gaps() {
    final class Gaps: TestModule {
      let a = input(.bits(4))
      let choose = input(.bit)
      static let outputLine = #line + 1
      let y = output(.bits(8))
      let z = output(.bits(8))
      static let registerLine = #line + 1
      let held = register(.bits(5), reset: 0)
      static let line = #line + 2
      var body: Behavior {
        y[0...3] <== a
        z[4...7] <== a
        when(choose) { z[0...2] <== a[0...2] }
          .otherwise { z[0...3] <== a }
        held[1...4] <== a
      }
    }
    expectRefusal(
      Gaps(),
      error(at: Gaps.outputLine)
        + "bits 4...7 of output 'y_o' of gaps are never assigned; "
        + "assign them in the body [undriven]",
      error(at: Gaps.registerLine)
        + "bit 0 of register 'held_q' of gaps is never assigned; "
        + "assign it in the body [undriven]",
      error(at: Gaps.line + 1)
        + "bit 3 of 'z_o' of gaps has no value where none of its conditions holds; "
        + "assign a default before the conditions [latch]")
  }

  @Test("An assignment to bits that are assigned again is void")
  func twice() {
    final class Twice: TestModule {
      let a = input(.bits(4))
      let y = output(.bits(8))
      static let line = #line + 5
      var body: Behavior {
        y <== 0
        y[0...3] <== a
        y[4...7] <== a
        y[4...7] <== ~a
      }
    }
    expectRefusal(
      Twice(),
      error(at: Twice.line)
        + "bits 4...7 of 'y_o' of twice are driven twice: "
        + "this assignment makes that of \(#filePath):\(Twice.line - 1) void; remove one "
        + "[driven-twice]")
  }

  @Test("What goes into a slice or an element has its type")
  func types() {
    final class Types: TestModule {
      let at = input(.unsigned(1))
      let a = input(.unsigned(4))
      let y = output(.bits(8))
      let words = (0..<2).map { _ in register(.unsigned(3), reset: 0) }
      static let line = #line + 3
      var body: Behavior {
        y <== words[at].asBits.extended(to: 8)
        y[0...3] <== a
        y[4...7] <== 16
        words[at] <== a
      }
    }
    expectRefusal(
      Types(),
      error(at: Types.line)
        + "'a_i' (unsigned(4)) is assigned to bits 0...3 of 'y_o' (bits(4)); "
        + "convert it with .asBits [type-mismatch]",
      error(at: Types.line + 1)
        + "literal 16 does not fit bits(4) (0...15); use a wider type [literal-range]",
      error(at: Types.line + 2)
        + "a value of 4 bits does not fit an element like 'words_0_q' (unsigned(3)); "
        + "write .truncated(to: 3) or .saturated(to: 3) [narrowing]")
  }

  @Test("An index reaches the elements, and lanes divide a word")
  func ranges() {
    final class Ranges: TestModule {
      let at = input(.unsigned(1))
      let a = input(.bit)
      let words = (0..<3).map { _ in register(.bit, reset: 0) }
      let word = register(.bits(8), reset: 0)
      static let line = #line + 2
      var body: Behavior {
        words[at] <== a
        word.lanes(of: 3)[at] <== 0
      }
    }
    expectRefusal(
      Ranges(),
      error(at: Ranges.line)
        + "index 'at_i' (unsigned(1)) reaches 2 of 3 signals; "
        + "use an index of 2 bits [slice-range]",
      error(at: Ranges.line + 1)
        + "lanes(of: 3) of 'word_q' (bits(8)) do not divide it; use a divisor of 8 [slice-range]")
  }

  @Test("An element of a child's outputs is not assigned")
  func foreign() {
    final class Child: TestModule {
      let a = input(.bit)
      let outputs = (0..<2).map { _ in output(.bit) }
      var body: Behavior {
        for signal in outputs { signal <== a }
      }
    }
    final class Parent: TestModule {
      let a = input(.unsigned(1))
      let child = Child()
      static let line = #line + 3
      var body: Behavior {
        child.a <== a.asBits
        child.outputs[a] <== 1
      }
    }
    expectRefusal(
      Parent(),
      error(at: Parent.line)
        + "output 'outputs_0_o' of instance 'child' is driven by the instance; "
        + "drive one of its inputs instead [driven-twice]",
      error(at: Parent.line)
        + "output 'outputs_1_o' of instance 'child' is driven by the instance; "
        + "drive one of its inputs instead [driven-twice]")
  }
}
