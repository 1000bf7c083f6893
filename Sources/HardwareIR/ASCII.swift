/// Bytes that names are made of.
extension UInt8 {
  var isLetter: Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20) }

  var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }

  /// A letter, a digit or `_`.
  var isWord: Bool { isLetter || isDigit || self == UInt8(ascii: "_") }
}
