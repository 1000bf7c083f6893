import Testing

/// Units of the accelerator say what they compute; wiring is left to bundles and arrays.
@Suite("Composites")
struct CompositeTests {
  /// An assignment, as it is written.
  struct Assignment: Equatable {
    var target: Substring
    var value: Substring

    /// A name, a member or an element of one, or the same member of all elements of an array.
    private static var name: Regex<Substring> {
      /[A-Za-z_]\w*(?:\.(?!as)\w+|\[[\w +\-]*\]|\.map\(\\\.[\w.]+\)|\.drop(?:First|Last)\(\))*/
    }

    /// Whether it only gives a signal another name.
    var isCopy: Bool {
      target.wholeMatch(of: Self.name) != nil && value.wholeMatch(of: Self.name) != nil
    }
  }

  /// The assignments in a text, in order.
  static func assignments(in text: String) -> [Assignment] {
    let code = text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { withoutTextAndComments($0) }.joined(separator: "\n")
    return code.ranges(of: "<==").map { arrow in
      let before = code[..<arrow.lowerBound].trimmed
      let start = before.lastIndex { "\n{".contains($0) }
      let target = start.map { before[before.index(after: $0)...] } ?? before
      return Assignment(target: target.trimmed, value: value(code[arrow.upperBound...]).trimmed)
    }
  }

  /// The expression that a text begins with: up to a line's end outside brackets, where the next
  /// line does not go on with an operator, or up to the bracket that closes a block.
  private static func value(_ text: Substring) -> Substring {
    var depth = 0
    for index in text.indices {
      switch text[index] {
      case "(", "[", "{": depth += 1
      case ")", "]", "}":
        guard depth > 0 else { return text[..<index] }
        depth -= 1
      case "\n" where depth == 0 && !text[..<index].trimmed.isEmpty:
        guard let next = text[index...].trimmed.first, "|&?:.+*-=".contains(next) else {
          return text[..<index]
        }
      default: ()
      }
    }
    return text
  }

  private static func withoutTextAndComments(_ line: Substring) -> Substring {
    let code = line.replacing(/"(?:[^"\\]|\\.)*"/, with: "\"\"")
    return code.range(of: "//").map { code[..<$0.lowerBound] } ?? code
  }

  private static let units = SourceTree.files("swift").filter { $0.isIn("Sources/Accelerator") }

  /// Streams and bundles between units are copies, too, and most of the accelerator is composed.
  @Test("At most two fifths of the accelerator's assignments only copy")
  func copies() {
    let all = Self.units.flatMap { Self.assignments(in: $0.text) }
    let copies = all.filter(\.isCopy)
    #expect(all.count > 100)
    #expect(
      5 * copies.count <= 2 * all.count,
      "\(copies.count) of \(all.count) only copy: \(copies.map { "\($0.target) <== \($0.value)" })")
  }

  @Test(
    "A composite is as long as a page",
    arguments: [
      ("ProcessingElement.swift", 195), ("SparserEngine.swift", 180), ("AcceleratorTop.swift", 210),
    ])
  func lines(_ name: String, _ limit: Int) {
    let files = Self.units.filter { $0.name == name }
    #expect(files.count == 1)
    for file in files {
      let code = file.lines.count { !$0.trimmed.isEmpty && !$0.trimmed.hasPrefix("//") }
      #expect(code <= limit, "\(name) has \(code) lines of code")
    }
  }

  @Test(
    "What counts as a copy",
    arguments: [
      ("a <== b", true), ("when(go) { a.b[0] <== c.d[i + 1].e }", true),
      ("taps\n  <== element.map(\\.taps)", true), ("a.dropLast() <== a.dropFirst()", true),
      ("a <== b // + c", true), ("a <== b &+ c", false), ("a <== .number(3)", false),
      ("a <== 0", false), ("a <== b\n  + c", false), ("a <== b.asUnsigned", false),
      ("a <== mux(b, c, d)", false), ("a <== b[0...3]", false), ("state <== .idle", false),
    ])
  func copy(_ text: String, _ isCopy: Bool) {
    let found = Self.assignments(in: text)
    #expect(found.count == 1)
    #expect(found.map(\.isCopy) == [isCopy])
  }
}

extension Substring {
  fileprivate var trimmed: Substring {
    guard let first = firstIndex(where: { !$0.isWhitespace }),
      let last = lastIndex(where: { !$0.isWhitespace })
    else { return self[endIndex...] }
    return self[first...last]
  }
}
