import HardwareDSL
import HardwareIR

/// What a random body may read, and the draws that it makes. What is read comes from registers or
/// stands above, so no loop can close.
final class Pool {
  static let checksumBits = 32

  var random: FuzzRandom
  /// The part at hand, after which its wires are named.
  var stem = ""
  private(set) var readable: [Signal]
  /// Signals of no bits, which no other value is made of but by a part of its own.
  var empty: [Signal] = []
  /// What a constant is called after.
  struct NamedNumber: Hashable {
    var value: Int
    var type: HardwareType
  }

  var namedNumbers: [NamedNumber: Int] = [:]
  /// Names have a source of their own: a seed gives the same hardware under any.
  var naming: FuzzRandom
  private var wireCount = 0

  /// Draws from `seed`.
  init(seed: UInt64, readable: [Signal]) {
    random = FuzzRandom(seed: seed)
    naming = FuzzRandom(seed: ~seed)
    self.readable = readable
  }

  /// Takes up a signal that is driven by now.
  func add(_ signal: Signal) { readable.append(signal) }

  /// One of the widths that divide a width.
  func divisor(of width: Int) -> Int {
    random.element(of: (1...width).filter { width.isMultiple(of: $0) })
  }

  /// A name for a wire of the part at hand.
  func name(_ role: String) -> String {
    wireCount += 1
    return "\(stem)_\(role)\(wireCount)"
  }

  /// Gives a value a name, and takes it up.
  @discardableResult
  func keep(_ role: String, _ value: Signal) -> Signal {
    let signal = wire("\(name(role))", value)
    add(signal)
    return signal
  }

  /// Every readable bit in one word: words are rotated before they are joined by `^`, so that equal
  /// signals do not cancel, and a single wrong bit anywhere makes a wrong bit here.
  func checksum() -> Signal {
    let bits = Self.checksumBits
    let all = readable.map(\.asBits)
    let width = all.reduce(0) { $0 + $1.width }
    let padding = (bits - width % bits) % bits
    let parts = padding == 0 ? all : all + [Signal(0, .bits(padding))]
    let words = Self.words(parts, bits: bits).enumerated().map { index, word in
      // Not an array: Icarus takes the square of their number for bits of one vector.
      let named = wire("checksum_word\(String(index))", word)
      let turn = index % bits
      return turn == 0
        ? named : concatenate(named[0...(turn - 1)], named[turn...(bits - 1)])
    }
    return Self.joined(words[...])
  }

  /// All words joined by `^`, as a tree: a simulator that follows events pays for each level.
  private static func joined(_ words: ArraySlice<Signal>) -> Signal {
    guard let first = words.first else { return Signal(0, .bits(checksumBits)) }
    if words.count == 1 { return first }
    let middle = words.startIndex + words.count / 2
    let sum = joined(words[..<middle]) ^ joined(words[middle...])
    return words.count > 4 ? wire("checksum_\(words.startIndex)_\(words.endIndex)", sum) : sum
  }

  /// The parts side by side, cut into words.
  private static func words(_ parts: [Signal], bits: Int) -> [Signal] {
    var words: [Signal] = []
    var word: [Signal] = []
    var room = bits
    for part in parts {
      var low = 0
      while low < part.width {
        let count = min(room, part.width - low)
        word.append(part[low...(low + count - 1)])
        low += count
        room -= count
        if room == 0 {
          words.append(concatenate(word))
          word = []
          room = bits
        }
      }
    }
    return words
  }
}
