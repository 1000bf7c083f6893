/// Swift text without its comments and the text of its literals; what is interpolated stays.
struct SwiftCode {
  private(set) var text = ""
  /// The open literals, outermost first.
  private var literals: [Literal] = []
  /// Open comments of several lines, which may hold comments.
  private var comments = 0

  private struct Literal {
    /// One or three.
    var quotes: String
    /// What stands before the quotes and after them, of a raw literal.
    var hashes: String
    /// How many parentheses are open in an interpolation; nil where text is read.
    var depth: Int?
  }

  init(_ source: some StringProtocol) {
    let characters = Array(source)
    var index = 0
    while index < characters.count { index += take(characters[index...]) }
  }

  /// Takes what stands first, and says how many characters it has.
  private mutating func take(_ rest: ArraySlice<Character>) -> Int {
    if comments > 0 { return takeOfComment(rest) }
    if let literal = literals.last, literal.depth == nil { return takeOfText(rest, literal) }
    if rest.starts(with: "//") { return rest.prefix { $0 != "\n" }.count }
    if rest.starts(with: "/*") { return takeOfComment(rest) }
    let hashes = String(rest.prefix { $0 == "#" })
    let quoted = rest.dropFirst(hashes.count)
    if quoted.first == "\"" {
      let quotes = quoted.starts(with: "\"\"\"") ? "\"\"\"" : "\""
      literals.append(Literal(quotes: quotes, hashes: hashes, depth: nil))
      return hashes.count + quotes.count
    }
    let character = rest[rest.startIndex]
    if let depth = literals.last?.depth {
      let inner = depth + (character == "(" ? 1 : character == ")" ? -1 : 0)
      literals[literals.count - 1].depth = inner == 0 ? nil : inner
    }
    text.append(character)
    return 1
  }

  private mutating func takeOfText(_ rest: ArraySlice<Character>, _ literal: Literal) -> Int {
    let escape = "\\" + literal.hashes
    if rest.starts(with: escape + "(") {
      literals[literals.count - 1].depth = 1
      text.append(" ")
      return escape.count + 1
    }
    if rest.starts(with: escape) { return min(escape.count + 1, rest.count) }
    if rest.starts(with: literal.quotes + literal.hashes) {
      literals.removeLast()
      text.append(" ")
      return literal.quotes.count + literal.hashes.count
    }
    if rest.first == "\n" {
      text.append("\n")
      // A quote in a pattern opened no literal.
      if literal.quotes.count == 1 { literals.removeLast() }
    }
    return 1
  }

  private mutating func takeOfComment(_ rest: ArraySlice<Character>) -> Int {
    if rest.starts(with: "/*") {
      comments += 1
      return 2
    }
    if rest.starts(with: "*/") {
      comments -= 1
      return 2
    }
    if rest.first == "\n" { text.append("\n") }
    return 1
  }
}
