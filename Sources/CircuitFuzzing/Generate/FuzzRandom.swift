import HardwareIR

/// SplitMix64, and draws that are the same from a seed with every version of Swift.
struct FuzzRandom {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed >> 31
  }

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
