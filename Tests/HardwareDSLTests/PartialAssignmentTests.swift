import HardwareDSL
import HardwareIR
import Testing

/// Slices and indexed elements as targets: what the plain statements say.
@Suite struct PartialAssignmentTests {
  @Test("A slice of a slice is a slice, and one of all bits is the signal")
  func slices() throws {
    final class Word: TestModule {
      let low = input(.bits(2))
      let all = input(.bits(8))
      let word = output(.bits(8))
      let number = output(.unsigned(8))
      var body: Behavior {
        word[4...7] <== 0
        word[0...3][2...3] <== low
        word[0...1] <== low
        number[0...7] <== all
      }
    }
    let statements = try elaborate(Word()).top.statements
    let targets = statements.compactMap { statement -> Target? in
      if case .assign(let target, _, _) = statement { target } else { nil }
    }
    #expect(
      targets == [
        Target("word_o", bits: 4...7), Target("word_o", bits: 2...3),
        Target("word_o", bits: 0...1), "number_o",
      ])
    guard case .assign(_, let value, _) = statements[3] else { return }
    #expect(value == .reinterpret(.reference("all_i", .bits(8)), as: .unsigned(8)))
  }

  @Test("An indexed element is one arm of a decode for each element")
  func index() throws {
    final class Words: TestModule {
      let slot = input(.unsigned(2))
      let a = input(.unsigned(8))
      let b = input(.unsigned(8))
      let sum = output(.unsigned(9))
      let words = (0..<3).map { _ in dataRegister(.unsigned(9)) }
      var body: Behavior {
        words[slot] <== a + b
        sum <== words[slot]
      }
    }
    let top = try elaborate(Words()).top
    guard case .assign("words_sum", _, _) = top.statements[0],
      case .decode(let subject, let arms, _) = top.statements[1]
    else {
      Issue.record("\(top.statements)")
      return
    }
    #expect(subject == .reference("slot_i", .unsigned(2)))
    #expect(arms.map(\.value) == [0, 1, 2])
    guard case .assign("words_1_q", .reference("words_sum", _), _) = arms[1].statements[0] else {
      Issue.record("\(arms)")
      return
    }
  }

  @Test("An index can choose a lane, a bit, and an element of a chosen row")
  func lanes() throws {
    final class Lanes: TestModule {
      let at = input(.unsigned(1))
      let byte = input(.bits(8))
      let word = register(.bits(16), reset: 0)
      let flags = register(.bits(2), reset: 0)
      let grid = (0..<2).map { _ in (0..<2).map { _ in dataRegister(.bits(8)) } }
      let seen = output(.bits(8))
      var body: Behavior {
        word.lanes(of: 8)[at] <== byte
        flags.bits[at] <== 1
        [grid[0][at], grid[1][at]][at] <== byte
        seen <== word.lanes(of: 8)[at] ^ grid[1][at] ^ grid[0][at]
      }
    }
    let decodes = try elaborate(Lanes()).top.statements.filter {
      if case .decode = $0 { true } else { false }
    }
    #expect(decodes.count == 3)
  }
}
