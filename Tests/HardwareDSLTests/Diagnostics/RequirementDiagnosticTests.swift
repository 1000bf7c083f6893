import HardwareDSL
import Testing

/// Parameters that a module refuses, with the full text of the error.
@Suite struct RequirementDiagnosticTests {
  final class Ring: TestModule {
    let limits: [Requirement]
    let word: Signal
    let y: Signal
    let depth: Int

    init(width: Int, depth: Int, file: String = #filePath, line: Int = #line) {
      limits = [
        require(width >= 1, "a Ring of \(width) bits; give it 1 or more", file: file, line: line),
        require(depth >= 2, "a Ring of \(depth) words; give it 2 or more", file: file, line: line),
      ]
      self.depth = depth
      word = input(.bits(width))
      y = output(.bits(width))
    }

    var body: Behavior {
      // Stands for what fails with such parameters.
      y <== (0..<depth).map { _ in word }[1]
    }
  }

  @Test("All refused parameters come together, where they are chosen, and have no consequences")
  func refused() {
    final class Rings: TestModule {
      let a = input(.bits(8))
      let y = output(.bits(8))
      let z = output(.bits(8))
      static let line = #line + 1
      let fine = Ring(width: 8, depth: 2)
      let shallow = Ring(width: 8, depth: 1)
      let again = Ring(width: 8, depth: 1)
      let void = Ring(width: -1, depth: -1)
      var body: Behavior {
        for ring in [fine, shallow, again, void] { ring.word <== a }
        y <== fine.y ^ shallow.y ^ again.y
        z <== void.y
        y <== a[9]
      }
    }
    expectRefusal(
      Rings(),
      error(at: Rings.line + 1) + "a Ring of 1 words; give it 2 or more [definition]",
      error(at: Rings.line + 2) + "a Ring of 1 words; give it 2 or more [definition]",
      error(at: Rings.line + 3) + "a Ring of -1 bits; give it 1 or more [definition]",
      error(at: Rings.line + 3) + "a Ring of -1 words; give it 2 or more [definition]",
      error(at: Rings.line + 8)
        + "slice 9...9 of 'a_i' (bits(8)) is out of range; bits run from 0 to 7 [slice-range]")
  }

  @Test("An initialiser that computes widths of refused parameters does not fail")
  func computed() {
    final class Counter: TestModule {
      let limit: Requirement?
      let count: Signal
      let words: Memory
      let y: Signal

      init(last: Int, isRequired: Bool, line: Int = #line) {
        limit =
          isRequired
          ? require(
            last >= 0, "a Counter to \(last); give it 0 or more", file: #filePath, line: line) : nil
        count = register(.unsigned(bitsToHold(last)), reset: 0)
        words = Memory(.bits(bitsToHold(last)), depth: 1 << max(1, bitsToHold(last - 1)))
        y = output(.unsigned(bitsToHold(last)))
      }

      static let line = #line + 2
      var body: Behavior {
        y <== count
        count <== (count &+ 1).truncated(to: bitsToHold(last))
      }
      var last: Int { y.width }
    }
    let line = #line + 2
    expectRefusal(
      Counter(last: -1, isRequired: true),
      error(at: line) + "a Counter to -1; give it 0 or more [definition]")
    #expect {
      try elaborate(Counter(last: -4, isRequired: false))
    } throws: {
      "\($0)".contains("unsigned(-1) is not a type: a width must be at least 0 [definition]")
    }
  }

  @Test("The top refuses its parameters, too")
  func top() {
    let line = #line + 1
    let ring = Ring(width: 8, depth: 0)
    expectRefusal(
      ring, error(at: line) + "a Ring of 0 words; give it 2 or more [definition]")
  }
}
