import HardwareDSL
import Testing

/// A choice by index, as plain values and as refusals.
@Suite struct SelectTests {
  private final class Chooser: TestModule {
    let words: [Signal]
    let index: Signal
    let word = output(.bits(4))
    var moduleName: String { "chooser" }

    init(words: Int, indexBits: Int) {
      self.words = (0..<words).map { _ in input(.bits(4)) }
      index = input(.unsigned(indexBits))
    }

    var body: Behavior { word <== select(words, at: index) }
  }

  /// What the expression is where the index is `index`.
  private func chosen(_ expression: Expression, at index: Int) -> String? {
    switch expression {
    case .reference(let name, _): return name
    case .literal(let pattern, _): return pattern.signedValue == 0 ? "zero" : nil
    case .select(let condition, let then, let otherwise):
      let isSet: Bool
      switch condition {
      case .slice(_, let low, 1): isSet = index >> low & 1 == 1
      case .unary(.anyBit, .slice(_, let low, _)): isSet = index >> low != 0
      default: isSet = index == 1
      }
      return chosen(isSet ? then : otherwise, at: index)
    default: return nil
    }
  }

  @Test(
    "Each index chooses its signal, and an index beyond the last one zero",
    arguments: [(1, 1), (2, 1), (3, 2), (4, 2), (5, 3), (5, 6), (8, 4)])
  func choice(words: Int, indexBits: Int) throws {
    let top = try elaborate(Chooser(words: words, indexBits: indexBits)).top
    guard case .assign(_, let value, _)? = top.statements.last else {
      Issue.record("the choice is not one assignment")
      return
    }
    for index in 0..<(1 << indexBits) {
      let expected = index < words ? "words_\(index)_i" : "zero"
      #expect(chosen(value, at: index) == expected, "index \(index)")
    }
  }

  private final class Refused: TestModule {
    let a = input(.bits(4))
    let b = input(.bits(5))
    let index = input(.unsigned(1))
    let number = input(.signed(2))
    let result = output(.bits(4))
    let choice: (Refused) -> Signal
    init(_ choice: @escaping (Refused) -> Signal) { self.choice = choice }
    var body: Behavior {
      result <== choice(self)
    }
  }

  private func refuse(_ sentence: String, _ choice: @escaping (Refused) -> Signal) {
    do {
      _ = try elaborate(Refused(choice))
      Issue.record("not refused: \(sentence)")
    } catch {
      #expect("\(error)".contains(sentence))
    }
  }

  @Test("Signals of two types, none, an index too short, signed or beyond the last are refused")
  func refusals() {
    refuse("select has no signals to choose from; give at least one") { _ in
      select([], at: 0)
    }
    refuse("select chooses between 'a_i' (bits(4)) and 'b_i' (bits(5)); give all signals one type")
    { select([$0.a, $0.b], at: $0.index) }
    refuse("reaches 2 of 3 signals; use an index of 2 bits") {
      select([$0.a, $0.a, $0.a], at: $0.index)
    }
    refuse("select takes an index of bits or unsigned, not 'number_i' (signed(2))") {
      select([$0.a, $0.a], at: $0.number)
    }
    refuse("select at 2 finds no element: the 2 signals are 0 to 1") {
      select([$0.a, $0.a], at: 2)
    }
    refuse("select at 3 finds no element: the 2 signals are 0 to 1") {
      select([$0.a, $0.a], at: Signal(3, .unsigned(2)))
    }
    refuse("select takes an index of bits or unsigned, not 1 (signed(3))") {
      select([$0.a, $0.a], at: Signal(1, .signed(3)))
    }
  }
}
