import HardwareDSL
import HardwareIR
import TestSupport
import Testing

/// Sizes that tools or the machine do not take, with the full text of the error. None of them ends
/// the process.
@Suite struct LimitDiagnosticTests {
  @Test("A width is at most 65536", arguments: [65_537, 1 << 40, Int.max])
  func widths(width: Int) {
    final class Wide: TestModule {
      static let line = #line + 5
      let a: Signal
      let y: Signal
      let count: Signal
      init(width: Int) {
        a = input(.unsigned(width))
        count = register(.signed(width), reset: -1)
        y = output(.bits(width))
        self.width = width
      }
      let width: Int
      static let bodyLine = #line + 2
      var body: Behavior {
        y <== (a + a).asBits
        count <== Signal(0, .signed(width))
      }
    }
    func refused(_ line: Int, _ name: String, _ type: String) -> String {
      error(at: line)
        + "'\(name)': \(type)(\(width)) is not a type: a width must be at most 65536; divide the "
        + "value, or keep it in a Memory [definition]"
    }
    expectRefusal(
      Wide(width: width), refused(Wide.line, "a", "unsigned"),
      refused(Wide.line + 1, "count", "signed"), refused(Wide.line + 2, "y", "bits"))
  }

  @Test("No operation makes a value that is too wide")
  func results() {
    final class Results: TestModule {
      let a = input(.unsigned(65_536))
      let b = input(.unsigned(8))
      let y = output(.bit)
      static let line = #line + 2
      var body: Behavior {
        y <== (a + a == 0)
        y <== (b.extended(to: 1 << 40) == 0)
        y <== (concatenate(a, b) == concatenate(a, b))
        y <== b.shiftedLeft(by: Int.max).isAnySet
        y <== b.shiftedLeft(by: 1 << 30).isAnySet
        y <== b.replicated(Int.max).isAnySet
        y <== b.saturated(to: Int.max).isAnySet
        y <== (a * b == 0)
        y <== (a.toSigned() == 0)
      }
    }
    func given(_ line: Int, _ bits: Int) -> String {
      error(at: Results.line + line)
        + "an operation gives \(bits) bits, but a width must be at most 65536; divide the value "
        + "[definition]"
    }
    func tooWide(_ line: Int, _ call: String) -> String {
      error(at: Results.line + line)
        + "\(call) of 'b_i' (unsigned(8)) makes a value too wide; a width must be at most 65536 "
        + "[slice-range]"
    }
    expectRefusal(
      Results(), given(0, 65_537), given(1, 1 << 40), given(2, 65_544),
      tooWide(3, "shiftedLeft(by: \(Int.max))"), tooWide(4, "shiftedLeft(by: \(1 << 30))"),
      tooWide(5, "replicated(\(Int.max))"), given(6, Int.max), given(7, 65_544),
      given(8, 65_537))
  }

  @Test("Ranges of any size are compared, not counted")
  func ranges() {
    final class Ranges: TestModule {
      let a = input(.unsigned(8))
      let y = output(.bit)
      static let line = #line + 2
      var body: Behavior {
        y <== a[0...Int.max].isAnySet
        y <== a[Int.min...Int.max].isAnySet
        y <== a[Int.max]
        y <== a.lanes(of: Int.max)[0].isAnySet
        y <== a.truncated(to: Int.min).isAnySet
        y <== a.shiftedRight(by: Int.max).isAnySet
        y <== a.saturated(to: Int.min).isAnySet
        y <== a.rotatedLeft(by: Int.min).isAnySet
        y <== a.replicated(-1).isAnySet
        decode(a, values: Int.min..<Int.max) { _ in y <== 1 }
        decode(a, values: 0..<(1 << 40)) { _ in y <== 1 }
      }
    }
    func refused(_ line: Int, _ sentence: String, _ rule: String = "slice-range") -> String {
      error(at: Ranges.line + line) + "\(sentence) [\(rule)]"
    }
    func slice(_ line: Int, _ range: ClosedRange<Int>) -> String {
      refused(
        line,
        "slice \(range.lowerBound)...\(range.upperBound) of 'a_i' (unsigned(8)) is out of range; "
          + "bits run from 0 to 7")
    }
    func decoded(_ line: Int) -> String {
      refused(
        line,
        "decode lists more than the 65536 values that tools take; compare with when, or use a "
          + "Memory", "literal-range")
    }
    expectRefusal(
      Ranges(), slice(0, 0...Int.max), slice(1, Int.min...Int.max), slice(2, Int.max...Int.max),
      refused(
        3, "lanes(of: \(Int.max)) of 'a_i' (unsigned(8)) do not divide it; use a divisor of 8"),
      refused(4, "truncated(to: \(Int.min)) of 'a_i' (unsigned(8)) is out of range 0...8"),
      refused(
        5,
        "shiftedRight(by: \(Int.max)) of 'a_i' (unsigned(8)) is by more than all of its "
          + "bits; shift by 0 to 8"),
      refused(
        6,
        "saturated(to: \(Int.min)) of 'a_i' (unsigned(8)) is out of range; a width must be at "
          + "least 0"),
      refused(
        7, "rotatedLeft(by: \(Int.min)) of 'a_i' (unsigned(8)) is negative; use rotatedRight"),
      refused(8, "replicated(-1) of 'a_i' (unsigned(8)) is negative; give 0 copies or more"),
      decoded(9), decoded(10))
  }

  @Test("Fraction bits are 0 to 65536")
  func fractions() {
    final class Fractions: TestModule {
      let a = Fixed(input(.signed(8)), fractionBits: 4)
      let y = output(.bit)
      static let line = #line + 2
      var body: Behavior {
        y <== (a.rounded(toFraction: -Int.max) == a)
        y <== (a.floored(toFraction: Int.min) == a)
        y <== (Fixed(a.raw, fractionBits: Int.max) * a == a)
        y <== (a.extended(toFraction: Int.max) == a)
        y <== (a != a.rounded(toFraction: -1))
      }
    }
    func refused(_ line: Int, _ sentence: String) -> String {
      error(at: Fractions.line + line) + "\(sentence) [slice-range]"
    }
    expectRefusal(
      Fractions(), refused(0, "\(-Int.max) fraction bits do not exist; give 0 or more"),
      refused(1, "\(Int.min) fraction bits do not exist; give 0 or more"),
      refused(2, "\(Int.max) fraction bits do not exist; give 0 to 65536"),
      refused(
        3,
        "extended(toFraction: \(Int.max)) of 'a_i' (signed(8)) makes a value too wide; a width "
          + "must be at most 65536"),
      refused(4, "-1 fraction bits do not exist; give 0 or more"))
  }

  @Test("A memory has at most 2^24 words and 2^30 bits")
  func memories() {
    final class Huge: TestModule {
      let a = input(.bit)
      let y = output(.bit)
      static let line = #line + 1
      let deep = Memory(.bits(8), depth: 1 << 40)
      let deeper = DualPortMemory(.bits(8), depth: Int.max, maskGranularity: 1)
      let large = Memory(.bits(128), depth: 1 << 24)
      let wide = Memory(.bits(Int.max), depth: 16, maskGranularity: 1)
      var body: Behavior { y <== a }
    }
    func refused(_ line: Int, _ name: String, _ depth: Int, _ width: Int) -> String {
      error(at: Huge.line + line)
        + "'\(name)': a memory of \(depth) words of \(width) bits; tools take at most 16777216 "
        + "words and 1073741824 bits, so divide it or connect one from outside [definition]"
    }
    expectRefusal(
      Huge(), refused(0, "deep", 1 << 40, 8), refused(1, "deeper", Int.max, 8),
      refused(2, "large", 1 << 24, 128),
      error(at: Huge.line + 3)
        + "'wide': bits(\(Int.max)) is not a type: a width must be at most 65536; divide the "
        + "value, or keep it in a Memory [definition]")
  }

  @Test("A synchronizer has at most 64 stages")
  func stages() {
    final class Stages: TestModule {
      let a = input(.bit, in: .asynchronous)
      let y = output(.bit)
      static let line = #line + 1
      var body: Behavior { y <== synchronized("a", a, into: .default, stages: 1 << 40) }
    }
    expectRefusal(
      Stages(),
      error(at: Stages.line)
        + "'a': a synchronizer of \(1 << 40) stages only waits; give it 2, or at most 64 "
        + "[clock-domain]")
  }
}
