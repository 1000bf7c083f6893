/// A value of fixed width: `width` bits in two's complement, least significant word first. One of
/// no bits is 0, and has a word.
///
/// Bits above `width` are always zero, so equal patterns are equal values.
public struct BitPattern: Hashable, Sendable {
  public let width: Int
  public private(set) var words: [UInt64]

  /// The low `width` bits of `value`, sign-extended when the pattern is wider than 64 bits.
  public init(_ value: Int, width: Int) {
    precondition(width >= 0, "a bit pattern of \(width) bits")
    self.width = width
    let count = max(1, (width + 63) / 64)
    words = [UInt64](repeating: value < 0 ? .max : 0, count: count)
    words[0] = UInt64(bitPattern: Int64(value))
    clearUnusedBits()
  }

  /// Why hexadecimal digits are no pattern of a width.
  public enum HexadecimalError: Error, Hashable, Sendable {
    case noDigit
    case notADigit(Character)
    /// The digits, leading zeros aside, take this many bits.
    case tooWide(bits: Int)
  }

  /// The bits that hexadecimal digits spell, of any number; above them zeros.
  ///
  /// - Parameter hexadecimal: With or without `0x`; `_` may stand between digits.
  /// - Throws: `HexadecimalError` for anything else, and for digits that do not fit.
  public init(hexadecimal: String, width: Int) throws(HexadecimalError) {
    self.init(0, width: width)
    let digits = (hexadecimal.hasPrefix("0x") ? hexadecimal.dropFirst(2) : hexadecimal[...])
      .filter { $0 != "_" }
    guard !digits.isEmpty else { throw .noDigit }
    var low = 0
    var used = 0
    for character in digits.reversed() {
      guard character.isASCII, let digit = character.hexDigitValue else {
        throw .notADigit(character)
      }
      if digit != 0 { used = low + bitsToHold(digit) }
      if low / 64 < words.count { words[low / 64] |= UInt64(digit) << UInt64(low % 64) }
      low += 4
    }
    guard used <= width else { throw .tooWide(bits: used) }
  }

  /// The low `width` bits of `words`, the least significant first; missing words are zero.
  init(truncating words: [UInt64], width: Int) {
    self.init(0, width: width)
    for (index, word) in words.prefix(self.words.count).enumerated() { self.words[index] = word }
    clearUnusedBits()
  }

  /// The number made of 64-bit words, least significant first; missing words are zero. Nil where it
  /// has more than `width` bits.
  public init?(words: [UInt64], width: Int) {
    self.init(0, width: width)
    guard words.dropFirst(self.words.count).allSatisfy({ $0 == 0 }) else { return nil }
    for (index, word) in words.prefix(self.words.count).enumerated() { self.words[index] = word }
    let given = self.words
    clearUnusedBits()
    if self.words != given { return nil }
  }

  private mutating func clearUnusedBits() {
    let used = width % 64
    if used != 0 || width == 0 { words[words.count - 1] &= (1 << UInt64(used)) - 1 }
  }

  public func bit(_ index: Int) -> Bool {
    words[index / 64] >> UInt64(index % 64) & 1 == 1
  }

  /// The value as a signed number, if it has at most 64 bits.
  public var signedValue: Int? {
    guard width <= 64 else { return nil }
    let shift = UInt64(64 - width)
    return Int(Int64(bitPattern: words[0] << shift) >> Int64(shift))
  }

  /// The value as an unsigned number, if that has at most 63 bits.
  public var unsignedValue: Int? {
    words.dropFirst().allSatisfy { $0 == 0 } ? Int(exactly: words[0]) : nil
  }

  /// Hexadecimal digits, without prefix or leading zeros beyond the width.
  public var hexadecimal: String {
    let digits = (width + 3) / 4
    return String(
      (0..<digits).reversed().map { digit -> Character in
        let nibble = words[digit / 16] >> UInt64(digit % 16 * 4) & 0xf
        return Array("0123456789abcdef")[Int(nibble)]
      })
  }
}
