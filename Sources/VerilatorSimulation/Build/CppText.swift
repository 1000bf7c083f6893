/// Text as C++ has it.
enum CppText {
  /// A string literal of the bytes of a text, a line of it on each line.
  static func literal(_ text: String) -> String {
    var literal = "\""
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\n"): literal += "\\n\"\n\""
      case UInt8(ascii: "\""), UInt8(ascii: "\\"):
        literal += "\\"
        literal.unicodeScalars.append(Unicode.Scalar(byte))
      case 0x20..<0x7f: literal.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        let digits = String(byte, radix: 8)
        literal += "\\" + String(repeating: "0", count: 3 - digits.count) + digits
      }
    }
    return literal + "\""
  }
}
