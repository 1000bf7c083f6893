/// The words, strings and signs of a text of SystemVerilog outside its comments, with their lines.
public struct VerilogScanner {
  public struct Token: Hashable, Sendable {
    /// A word, with the `` ` `` of a directive or the `$` of a task in front; the content of a
    /// string; or one sign.
    public var text: String
    public var isString: Bool
    public var line: Int
  }

  private let bytes: [UInt8]
  private var index = 0
  private var line = 1
  private var tokens: [Token] = []

  public static func tokens(of text: String) -> [Token] {
    var scanner = VerilogScanner(text)
    while scanner.index < scanner.bytes.count { scanner.scan() }
    return scanner.tokens
  }

  private init(_ text: String) { bytes = Array(text.utf8) }

  private mutating func scan() {
    let byte = bytes[index]
    let next = index + 1 < bytes.count ? bytes[index + 1] : 0
    switch (byte, next) {
    case (Self.slash, Self.slash): skip { $0 != Self.newline }
    case (Self.slash, Self.star): skipComment()
    case (Self.quote, _): scanString()
    case (Self.backslash, _): scanEscape()
    // In macros: quotes that begin no string, and what joins words.
    case (Self.backtick, _) where !next.isWord: advance(2)
    case (Self.backtick, _), (Self.dollar, _): scanWord()
    case _ where byte.isWord: scanWord()
    default:
      if byte > Self.blank { add(index..<(index + 1)) }
      advance(1)
    }
  }

  private static let slash = UInt8(ascii: "/")
  private static let star = UInt8(ascii: "*")
  private static let quote = UInt8(ascii: "\"")
  private static let backslash = UInt8(ascii: "\\")
  private static let backtick = UInt8(ascii: "`")
  private static let dollar = UInt8(ascii: "$")
  private static let blank = UInt8(ascii: " ")
  private static let newline = UInt8(ascii: "\n")

  private mutating func advance(_ count: Int) {
    let end = min(index + count, bytes.count)
    line += bytes[index..<end].count { $0 == Self.newline }
    index = end
  }

  private mutating func skip(while isSkipped: (UInt8) -> Bool) {
    var end = index
    while end < bytes.count, isSkipped(bytes[end]) { end += 1 }
    advance(end - index)
  }

  private mutating func skipComment() {
    var end = index + 2
    while end + 1 < bytes.count, bytes[end] != Self.star || bytes[end + 1] != Self.slash {
      end += 1
    }
    advance(end + 2 - index)
  }

  /// To the closing quote, or the end of the line, which no string goes beyond.
  private mutating func scanString() {
    let start = index + 1
    var end = start
    while end < bytes.count, bytes[end] != Self.quote, bytes[end] != Self.newline {
      end += bytes[end] == Self.backslash ? 2 : 1
    }
    end = min(end, bytes.count)
    add(start..<end, isString: true)
    advance(end + 1 - index)
  }

  /// An escaped identifier, which goes to the next blank, or a line that goes on.
  private mutating func scanEscape() {
    let start = index
    advance(1)
    skip { $0 > Self.blank }
    if index > start + 1 { add(start..<index) }
  }

  private mutating func scanWord() {
    let start = index
    advance(1)
    skip { $0.isWord || $0 == Self.dollar }
    add(start..<index)
  }

  private mutating func add(_ range: Range<Int>, isString: Bool = false) {
    tokens.append(
      Token(text: String(decoding: bytes[range], as: UTF8.self), isString: isString, line: line))
  }
}
