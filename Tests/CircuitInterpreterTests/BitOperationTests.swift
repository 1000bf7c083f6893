import CircuitInterpreter
import HardwareDSL
import HardwareLibrary
import TestSupport
import Testing

/// Every operation on the bits of a word of some width.
private final class BitUnit: Module {
  let width: Int
  let word: Signal
  let amount = input(.unsigned(5))
  let parity = output(.bit)
  let count: Signal
  let twice: Signal
  let copies = output(.bits(5))
  let left: Signal
  let right: Signal
  let leftByTwo: Signal
  let rightBySeven: Signal
  let decoded: Signal
  let oneHot: Signal
  let encoded: Signal
  let priority: Signal

  init(width: Int) {
    self.width = width
    let word = HardwareType.unsigned(width)
    let index = HardwareType.unsigned(max(1, bitsToHold(width - 1)))
    self.word = input(word)
    count = output(.unsigned(bitsToHold(width)))
    twice = output(.bits(2 * width))
    left = output(word)
    right = output(word)
    leftByTwo = output(word)
    rightBySeven = output(word)
    decoded = output(.bits(width))
    oneHot = input(.bits(width))
    encoded = output(index)
    priority = output(index)
  }

  var moduleName: String { "bit_unit_w\(width)" }
  var documentation: Documentation { Documentation("Operations on bits.") }

  var body: Behavior {
    parity <== word.parity
    count <== word.popCount
    twice <== word.replicated(2)
    copies <== word[0].replicated(5)
    left <== word.rotatedLeft(by: amount)
    right <== word.rotatedRight(by: amount)
    leftByTwo <== word.rotatedLeft(by: 2)
    rightBySeven <== word.rotatedRight(by: 7)
    decoded <== HardwareLibrary.oneHot(of: amount, width: width)
    encoded <== index(ofOneHot: oneHot)
    priority <== priorityIndex(of: word)
  }
}

@Suite struct BitOperationTests {
  @Test("Each is right for all words of a small width", arguments: 1...9)
  func exhaustive(width: Int) throws {
    let simulation = try InterpretedSimulation(of: try elaborate(BitUnit(width: width)))
    let mask = 1 << width - 1
    func rotated(_ word: Int, left amount: Int) -> Int {
      let up = amount % width
      return (word << up | word >> (width - up)) & mask
    }
    for word in 0...mask {
      let amount = word * 7 % 32
      simulation["word_i"] = word
      simulation["amount_i"] = amount
      simulation["one_hot_i"] = 1 << (word % width)
      #expect(simulation["parity_o"] == word.nonzeroBitCount % 2)
      #expect(simulation["count_o"] == word.nonzeroBitCount)
      #expect(simulation["twice_o"] == word << width | word)
      #expect(simulation["copies_o"] == (word & 1 == 1 ? 31 : 0))
      #expect(simulation["left_o"] == rotated(word, left: amount))
      #expect(simulation["right_o"] == rotated(word, left: 32 * width - amount))
      #expect(simulation["left_by_two_o"] == rotated(word, left: 2))
      #expect(simulation["right_by_seven_o"] == rotated(word, left: 7 * width - 7))
      #expect(simulation["decoded_o"] == (amount < width ? 1 << amount : 0))
      #expect(simulation["encoded_o"] == word % width)
      #expect(
        simulation["priority_o"] == (word == 0 ? width - 1 : word.trailingZeroBitCount))
    }
  }
}
