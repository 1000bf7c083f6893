import Basics
import HardwareIR

/// Draws of a random module. Kept seeds of faults and of mutants hang on them, and on the remainder
/// by which a number is drawn.
struct FuzzRandom {
  private var generator: SplitMix64

  init(seed: UInt64) { generator = SplitMix64(seed: seed) }

  mutating func next() -> UInt64 { generator.next() }

  mutating func integer(_ range: ClosedRange<Int>) -> Int {
    let count = UInt64(bitPattern: Int64(range.upperBound &- range.lowerBound)) &+ 1
    let offset = count == 0 ? next() : next() % count
    return range.lowerBound &+ Int(truncatingIfNeeded: offset)
  }

  mutating func element<Element>(of choices: [Element]) -> Element {
    choices[integer(0...(choices.count - 1))]
  }

  /// True once in `count` times.
  mutating func oneIn(_ count: Int) -> Bool { integer(1...count) == 1 }
}

extension FuzzRandom {
  /// Small widths, where rare cases are frequent, and those at the borders of machine words.
  mutating func width() -> Int {
    switch integer(0...11) {
    case 0...3: integer(1...8)
    case 4, 5: integer(9...33)
    case 6: element(of: [31, 32, 33, 63, 64])
    case 7, 8: element(of: [63, 64, 65, 127, 128, 129, 200])
    case 9: integer(34...100)
    default: integer(65...200)
    }
  }

  /// A type that a port, a wire, a register or a memory can have.
  mutating func type() -> HardwareType {
    switch integer(0...7) {
    case 0: .bit
    case 1, 2: HardwareType.bit.withWidth(width())
    default: number(width: width())
    }
  }

  /// A type of no bits.
  mutating func emptyType() -> HardwareType { element(of: [.bits(0), .unsigned(0), .signed(0)]) }

  mutating func number(width: Int) -> HardwareType { oneIn(2) ? .unsigned(width) : .signed(width) }
}
