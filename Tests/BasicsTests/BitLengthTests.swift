import Basics
import Testing

@Suite("Bit lengths") struct BitLengthTests {
  @Test(
    "Bit lengths and index widths",
    arguments: [
      (1, 1, 0), (2, 2, 1), (3, 2, 2), (4, 3, 2), (5, 3, 3), (255, 8, 8), (256, 9, 8), (257, 9, 9),
    ])
  func lengths(count: Int, length: Int, index: Int) {
    #expect(bitLength(count) == length)
    #expect(bitsToIndex(count) == index)
  }

  @Test("Bits to hold a number", arguments: zip(0...9, [0, 1, 2, 2, 3, 3, 3, 3, 4, 4]))
  func bits(number: Int, count: Int) { #expect(bitsToHold(number) == count) }

  @Test("A number has as many bits as hold it")
  func agree() {
    for number in [0, 1, 2, 3, 127, 128, 1 << 40, Int.max] {
      #expect(bitLength(number) == bitsToHold(number))
    }
  }
}
