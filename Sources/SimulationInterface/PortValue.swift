/// A whole number of any size, as a port carries it.
///
/// Integer literals and `Int` values convert to it; wide values are given as 32-bit words.
public struct PortValue: Hashable, Sendable, ExpressibleByIntegerLiteral {
  /// Two's complement, low word first; words that only repeat the sign are left out.
  private let significant: [UInt32]
  public let isNegative: Bool

  public init(_ value: some BinaryInteger) {
    let words = value.words.flatMap { word in
      stride(from: 0, to: UInt.bitWidth, by: 32).map { UInt32(truncatingIfNeeded: word >> $0) }
    }
    self.init(twosComplement: words, isNegative: value < 0)
  }

  public init(integerLiteral value: Int) {
    self.init(value)
  }

  /// An unsigned number from its words, low word first.
  public init(words: [UInt32]) {
    self.init(twosComplement: words, isNegative: false)
  }

  /// The number that a port of this width and sign carries in `words`.
  public init(words: [UInt32], widthBits: Int, isSigned: Bool) {
    let top = (widthBits - 1) % 32
    guard isSigned, let last = words.last, last >> top & 1 == 1 else {
      self.init(words: words)
      return
    }
    let extended = words.dropLast() + [last | ~UInt32(0) << top]
    self.init(twosComplement: Array(extended), isNegative: true)
  }

  private init(twosComplement words: [UInt32], isNegative: Bool) {
    let fill: UInt32 = isNegative ? .max : 0
    let count = (words.lastIndex { $0 != fill } ?? 0) + 1
    significant = words.isEmpty ? [0] : Array(words.prefix(count))
    self.isNegative = isNegative
  }

  /// The low `count` words, low word first, with the sign carried on.
  public func words(_ count: Int) -> [UInt32] {
    let fill: UInt32 = isNegative ? .max : 0
    return (0..<count).map { $0 < significant.count ? significant[$0] : fill }
  }

  /// The value, if it fits.
  public var integer: Int? {
    guard significant.count <= 2 else { return nil }
    let words = self.words(2)
    let pattern = Int(truncatingIfNeeded: UInt64(words[1]) << 32 | UInt64(words[0]))
    return (pattern < 0) == isNegative ? pattern : nil
  }

  /// The value in decimal, if 64 bits hold it, with a sign or without.
  var decimal: String? {
    if let integer { return String(integer) }
    guard !isNegative, significant.count <= 2 else { return nil }
    let words = self.words(2)
    return String(UInt64(words[1]) << 32 | UInt64(words[0]))
  }

  /// Whether a port of this width and sign can carry the number.
  public func fits(widthBits: Int, isSigned: Bool) -> Bool {
    if widthBits == 0 { return self == 0 }
    if isNegative && !isSigned { return false }
    let magnitudeBits = isSigned ? widthBits - 1 : widthBits
    let fill: UInt32 = isNegative ? .max : 0
    return significant.indices.allSatisfy { index in
      let used = max(0, min(32, magnitudeBits - index * 32))
      return used == 32 || (significant[index] ^ fill) >> used == 0
    }
  }
}

extension PortValue: CustomStringConvertible {
  public var description: String {
    if let integer { return String(integer) }
    let digits = significant.reversed().map { word in
      let text = String(word, radix: 16)
      return String(repeating: "0", count: 8 - text.count) + text
    }
    return (isNegative ? "0x...f" : "0x") + digits.joined()
  }
}
