import Basics
import Foundation

/// Reads JSON (RFC 8259) token by token; spaces before a token are skipped. There is no nesting to
/// follow: who reads knows what comes next, as in the header of a safetensors file, of which
/// refusals speak.
package struct JSONScanner {
  private let bytes: [UInt8]
  private var position = 0
  private let place: String

  /// - Parameter place: What refusals name.
  package init(_ bytes: [UInt8], in place: String) {
    self.bytes = bytes
    self.place = place
  }

  package func malformed(_ expected: String) -> Refusal {
    Refusal(
      in: place,
      "The header is not the JSON of a safetensors file, for at its byte \(position) there is no "
        + "\(expected); write the file with the safetensors library.")
  }

  private mutating func skipSpaces() {
    while position < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[position]) {
      position += 1
    }
  }

  package mutating func isNext(_ character: Unicode.Scalar) -> Bool {
    skipSpaces()
    return position < bytes.count && bytes[position] == UInt8(ascii: character)
  }

  package mutating func accept(_ character: Unicode.Scalar) -> Bool {
    guard isNext(character) else { return false }
    position += 1
    return true
  }

  package mutating func accept(word: String) -> Bool {
    skipSpaces()
    guard bytes[position...].starts(with: word.utf8) else { return false }
    position += word.utf8.count
    return true
  }

  package mutating func expect(_ character: Unicode.Scalar) throws(Refusal) {
    guard accept(character) else { throw malformed("\"\(character)\"") }
  }

  package mutating func expectEnd() throws(Refusal) {
    skipSpaces()
    guard position == bytes.count else { throw malformed("end") }
  }

  /// A sequence of items between two brackets, with commas between them.
  package mutating func list(
    from opening: Unicode.Scalar, to closing: Unicode.Scalar,
    _ item: (inout JSONScanner) throws(Refusal) -> Void
  ) throws(Refusal) {
    try expect(opening)
    if accept(closing) { return }
    repeat { try item(&self) } while accept(",")
    try expect(closing)
  }

  /// A whole number, whatever its sign and size, as its text.
  mutating func number() throws(Refusal) -> String {
    skipSpaces()
    let start = position
    if position < bytes.count, bytes[position] == UInt8(ascii: "-") { position += 1 }
    let digits = bytes[position...].prefix { (0x30...0x39).contains($0) }
    guard let first = digits.first, first != 0x30 || digits.count == 1 else {
      throw malformed("whole number")
    }
    position += digits.count
    return String(decoding: bytes[start..<position], as: UTF8.self)
  }

  /// A number with or without a fraction and an exponent.
  package mutating func anyNumber() throws(Refusal) -> Double {
    skipSpaces()
    let text = bytes[position...].prefix { byte in
      (0x30...0x39).contains(byte) || [0x2B, 0x2D, 0x2E, 0x45, 0x65].contains(byte)
    }
    // Swift reads .5 and 5. as well, which are no JSON.
    guard let first = text.drop(while: { $0 == 0x2D }).first, (0x30...0x39).contains(first),
      let number = Double(String(decoding: text, as: UTF8.self)), text.last != 0x2E
    else { throw malformed("number") }
    position += text.count
    return number
  }

  package mutating func string() throws(Refusal) -> String {
    guard accept("\"") else { throw malformed("string") }
    var text: [UInt8] = []
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      switch byte {
      case UInt8(ascii: "\""):
        guard let string = String(bytes: text, encoding: .utf8) else {
          throw malformed("UTF-8 before this quotation mark")
        }
        return string
      case UInt8(ascii: "\\"): text += Array(String(try escaped()).utf8)
      case 0..<0x20: throw malformed("printable character before this byte")
      default: text.append(byte)
      }
    }
    throw malformed("quotation mark")
  }

  /// What follows a backslash.
  private mutating func escaped() throws(Refusal) -> Unicode.Scalar {
    guard position < bytes.count else { throw malformed("escaped character") }
    let byte = bytes[position]
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): return try unicodeEscape()
    default: throw malformed("escaped character before this byte")
    }
  }

  /// Four hexadecimal digits, or two halves of a surrogate pair.
  private mutating func unicodeEscape() throws(Refusal) -> Unicode.Scalar {
    let first = try hexadecimal()
    if let scalar = Unicode.Scalar(first) { return scalar }
    guard first < 0xDC00, bytes[position...].starts(with: Array("\\u".utf8)) else {
      throw malformed("second half of a surrogate pair")
    }
    position += 2
    let second = try hexadecimal()
    guard (0xDC00..<0xE000).contains(second),
      let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
    else { throw malformed("second half of a surrogate pair before this byte") }
    return scalar
  }

  private mutating func hexadecimal() throws(Refusal) -> UInt32 {
    let digits = String(decoding: bytes[position...].prefix(4), as: UTF8.self)
    guard digits.utf8.count == 4, digits.allSatisfy(\.isHexDigit),
      let code = UInt32(digits, radix: 16)
    else { throw malformed("four hexadecimal digits") }
    position += 4
    return code
  }
}
