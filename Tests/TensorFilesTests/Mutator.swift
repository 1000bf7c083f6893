import TestSupport

/// Breaks files, the same way from a seed.
struct Mutator {
  private var random: TestRandom
  /// Texts that may mean something in the format.
  private let words: [String]

  init(seed: UInt64, words: [String]) {
    random = TestRandom(seed: seed)
    self.words = words + ["0", "-1", "99999999999999999999", "9223372036854775807", "4294967296"]
  }

  /// The bytes after one to four mutations.
  mutating func mutated(_ original: [UInt8]) -> [UInt8] {
    var bytes = original
    for _ in 0..<random.integer(1...4) { mutate(&bytes) }
    return bytes
  }

  mutating func integer(_ range: ClosedRange<Int>) -> Int { random.integer(range) }

  private mutating func mutate(_ bytes: inout [UInt8]) {
    guard !bytes.isEmpty else { return }
    let place = random.integer(0...bytes.count - 1)
    switch random.integer(0...8) {
    case 0: bytes[place] ^= 1 << UInt8(random.integer(0...7))
    case 1: bytes[place] = UInt8(random.integer(0...255))
    case 2: bytes.removeSubrange(place...)
    case 3: bytes.insert(contentsOf: random.element(of: words).utf8, at: place)
    case 4: replaceNumber(in: &bytes, from: place)
    case 5: lie(in: &bytes, at: place)
    case 6:
      // Two slices change places.
      let size = min(random.integer(1...32), bytes.count - place)
      let other = random.integer(0...bytes.count - size)
      for offset in 0..<size { bytes.swapAt(place + offset, other + offset) }
    case 7: bytes.removeSubrange(place..<min(bytes.count, place + random.integer(1...16)))
    default:
      let slice = bytes[place..<min(bytes.count, place + random.integer(1...64))]
      bytes.insert(contentsOf: slice, at: random.integer(0...bytes.count))
    }
  }

  /// A number in decimal, as headers hold it, becomes another.
  private mutating func replaceNumber(in bytes: inout [UInt8], from place: Int) {
    guard let start = bytes[place...].firstIndex(where: { (0x30...0x39).contains($0) }) else {
      return
    }
    let end = bytes[start...].firstIndex { !(0x30...0x39).contains($0) } ?? bytes.count
    let texts = ["0", "1", "7", "12", "4294967296", "9223372036854775807", "-9", "1e9"]
    bytes.replaceSubrange(start..<end, with: random.element(of: texts).utf8)
  }

  /// Two, four or eight bytes become a number that is at an end of what they can say, or small.
  private mutating func lie(in bytes: inout [UInt8], at place: Int) {
    let size = min(random.element(of: [2, 4, 8]), bytes.count - place)
    let numbers: [UInt64] = [
      0, 1, 8, 100, 65_536, 1 << 31, 1 << 32, .max >> 1, .max - 7, .max, UInt64(bytes.count),
    ]
    let number = random.element(of: numbers)
    for offset in 0..<size {
      bytes[place + offset] = UInt8(truncatingIfNeeded: number >> (8 * offset))
    }
  }
}
