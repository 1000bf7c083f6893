/// Lines with an indent that follows the scopes of the code that writes them.
struct TextWriter {
  private(set) var text = ""
  private var indent = 0

  static let columns = 100

  mutating func line(_ content: String = "") {
    if !content.isEmpty { text += String(repeating: " ", count: 2 * indent) + content }
    text += "\n"
  }

  /// A line with a note behind column `column`, or above where there is no room.
  mutating func line(_ content: String, note: String?, at column: Int) {
    guard let note = note.map(Self.oneLine) else { return line(content) }
    let whole = content.padded(to: column) + "  // " + note
    if whole.count <= room, whole.last != " " { return line(whole) }
    comment(note)
    line(content)
  }

  /// A closing line, without an empty line before it.
  mutating func endScope(_ content: String) {
    if text.hasSuffix("\n\n") { text.removeLast() }
    line(content)
  }

  /// A line of its own at the margin, without an empty line before it.
  mutating func endDirective(_ content: String) {
    if text.hasSuffix("\n\n") { text.removeLast() }
    text += content + "\n"
  }

  mutating func indented(by levels: Int = 1, _ body: (inout TextWriter) -> Void) {
    indent += levels
    body(&self)
    indent -= levels
  }

  /// The columns left for `content` on a fresh line.
  var room: Int { Self.columns - 2 * indent }

  /// A comment's text on one line.
  static func oneLine(_ text: String) -> String {
    let words = text.split(whereSeparator: \.isWhitespace)
    return ([beginning(words.first ?? "")] + words.dropFirst()).joined(separator: " ")
  }

  /// A comment's first word. Tools take some for instructions, as in `// verilator lint_off`.
  private static func beginning(_ word: Substring) -> Substring {
    instructions.contains(word.lowercased()) ? "(\(word))" : word
  }

  private static let instructions: Set<String> = [
    "verilator", "synopsys", "synthesis", "pragma", "ambit", "cadence", "verilog_lint:",
  ]

  /// A comment, wrapped at the column limit.
  mutating func comment(_ content: String) {
    var current = "//"
    for word in content.split(whereSeparator: \.isWhitespace) {
      if current.count + 1 + word.count > room, current != "//" {
        line(current)
        current = "//"
      }
      current += " " + (current == "//" ? Self.beginning(word) : word)
    }
    line(current)
  }
}

extension String {
  func padded(to width: Int) -> String {
    count < width ? self + String(repeating: " ", count: width - count) : self
  }
}
