/// What a line of Swift declares.
struct Declaration: Equatable {
  var name: String
  /// Relative to the repository.
  var path: String
  var line: Int
}

/// The declarations of some files, and how often every name stands in them.
struct Declarations {
  private(set) var all: [Declaration] = []
  private var counts: [Substring: Int] = [:]

  private static let modifiers: Set<Substring> = [
    "public", "package", "internal", "fileprivate", "private", "static", "final", "mutating",
    "nonmutating", "override", "indirect", "lazy", "weak", "unowned", "nonisolated", "private(set)",
    "fileprivate(set)", "package(set)", "internal(set)", "consuming", "borrowing", "prefix",
    "postfix", "required", "convenience",
  ]
  private static let keywords: Set<Substring> = [
    "func", "var", "let", "struct", "enum", "class", "protocol", "typealias", "actor", "case",
    "associatedtype",
  ]

  /// - Parameter files: paths and texts.
  init(_ files: [(path: String, text: String)]) {
    let word = /[A-Za-z_]\w*/
    for file in files {
      let code = SwiftCode(file.text).text
      for match in code.matches(of: word) { counts[Substring(match.0), default: 0] += 1 }
      read(code, path: file.path)
    }
  }

  /// Those whose names stand nowhere but where they are declared.
  var unused: [Declaration] {
    let declared = Dictionary(grouping: all, by: \.name).mapValues(\.count)
    return all.filter { declared[$0.name] == counts[Substring($0.name)] }
  }

  private mutating func read(_ code: String, path: String) {
    var isListed = false
    // Read once: a pattern costs more than its use.
    let attributes = /^\s*(?:@\w+(?:\([^)]*\))?\s+)*/
    for (number, line) in code.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      let declaration = line.contains("@") ? line.replacing(attributes, with: "") : line
      var words = declaration.split(separator: " ")
      while let word = words.first,
        Self.modifiers.contains(word) || word == "class" && words.count > 2 && words[1] == "func"
      {
        words.removeFirst()
      }
      guard words.count >= 2, Self.keywords.contains(words[0]) else { continue }
      // Cases that are listed by their type need not be named.
      if words[0] == "enum" {
        isListed = line.contains(/\b(?:CaseIterable|HardwareEnum|CodingKey)\b/)
      }
      if words[0] == "case", isListed || Self.isPattern(line) { continue }
      let rest = words.dropFirst().joined(separator: " ")
      for name in Self.names(rest, keyword: words[0]) {
        all.append(Declaration(name: name, path: path, line: number + 1))
      }
    }
  }

  /// Whether a line with `case` matches a value, and declares nothing.
  private static func isPattern(_ line: Substring) -> Bool {
    let outside = line.replacing(/\([^()]*\)/, with: "")
    return outside.contains(":") || outside.contains(/\bcase\s+(?:\.|let\b|var\b|is\b|nil\b|\()/)
  }

  /// One name, or those of `case a, b(Int), c` and of `let a, b: Int`.
  private static func names(_ rest: String, keyword: Substring) -> [String] {
    let first = /^`?([A-Za-z_]\w*)`?/
    guard ["case", "let", "var"].contains(keyword) else {
      return rest.firstMatch(of: first).map { [String($0.1)] } ?? []
    }
    var names: [String] = []
    var plain = rest
    while let inner = plain.firstRange(of: /\([^()]*\)/) { plain.removeSubrange(inner) }
    // The names end where a type or a value begins.
    let list = plain.split(separator: /[:={]/, maxSplits: keyword == "case" ? .max : 1).first ?? ""
    for part in list.split(separator: ",") {
      guard let match = part.drop(while: { $0 == " " }).firstMatch(of: first) else { continue }
      names.append(String(match.1))
    }
    return names
  }
}
