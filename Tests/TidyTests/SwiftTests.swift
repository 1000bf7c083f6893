import Testing

/// The rules of STYLE.md for Swift.
@Suite("Swift")
struct SwiftTests {
  private struct Ban: @unchecked Sendable {
    var pattern: Regex<Substring>
    var instead: String

    init(_ pattern: Regex<Substring>, _ instead: String) {
      self.pattern = pattern
      self.instead = instead
    }
  }

  private static let bans = [
    Ban(/\btry!/, "let the error go to the caller"),
    Ban(/\bas!/, "use as? and refuse the rest"),
    Ban(/\bfatalError\(\)/, "say what is wrong"),
    Ban(/[\w)\]]!(?:[.,)\]\s]|$)/, "unwrap with guard"),
    Ban(/^import (?:Glibc|Darwin)$/, "import Foundation"),
  ]

  /// How the standard library draws from a generator is its own affair, and may change.
  private static let draw = Ban(
    /\.(?:random\((?:in:|using:|\))|randomElement\(|shuffled?\()/,
    "draw with SplitMix64's own functions")

  @Test("Whatever is drawn is the same from a seed with every version of Swift")
  func draws() {
    for file in SourceTree.files("swift") where file.isIn("Sources") || file.isIn("Tests") {
      for (number, line) in file.lines.enumerated() {
        guard Self.withoutTextAndComments(line).contains(Self.draw.pattern) else { continue }
        Issue.record("\(file.path):\(number + 1) is banned; \(Self.draw.instead).")
      }
    }
  }

  @Test(
    "The ban of draws finds what it is for, and no more",
    arguments: [
      ("let x = Int.random(in: 0...9, using: &random)", true), ("Bool.random()", true),
      ("let x = list.randomElement(using: &random)", true), ("list.shuffle()", true),
      ("let x = list.shuffled(using: &random)", true), ("// Int.random(in: 0...9)", false),
      ("try simulation.pace(name, .random(pausing: 0.5, seed: 1))", false),
      ("try .random(tokens: 4, headDimension: 8, seed: 1)", false),
    ])
  func draw(_ line: String, _ isBanned: Bool) {
    #expect(Self.withoutTextAndComments(line[...]).contains(Self.draw.pattern) == isBanned)
  }

  @Test("What traps is not used in Sources")
  func traps() {
    for file in SourceTree.files("swift") where file.isIn("Sources") {
      for (number, line) in file.lines.enumerated() {
        let code = Self.withoutTextAndComments(line)
        for ban in Self.bans where code.contains(ban.pattern) {
          Issue.record("\(file.path):\(number + 1) is banned; \(ban.instead).")
        }
      }
    }
  }

  @Test(
    "The bans find what they are for, and no more",
    arguments: [
      ("let x = try! f()", true), ("let x = y as! Int", true), ("fatalError()", true),
      ("let x = y!", true), ("let x = y![0]", false), ("f(x!, y)", true), ("a[0]!.b", true),
      ("if !isEmpty {", false), ("a != b", false), ("#expect(!x)", false),
      ("let s = \"Stop! Now\"", false), ("// Stop! Now", false),
    ])
  func bans(_ line: String, _ isBanned: Bool) {
    let code = Self.withoutTextAndComments(line[...])
    #expect(Self.bans.contains { code.contains($0.pattern) } == isBanned)
  }

  /// Whether a line declares a limit under another name than STYLE.md gives it: the largest of some
  /// values, `newMaximum`, is a value and no limit.
  private static func declaresLongLimit(_ line: some StringProtocol) -> Bool {
    String(line).contains(longLimit.pattern)
  }

  private static let longLimit = Ban(
    /\b(?:let|var|func|case)\s+(?!newM)[a-z]\w*[a-z](?:Maximum|Minimum)\b/,
    "let it end in Max or Min")

  @Test("A limit ends in Max or Min")
  func limits() {
    for file in SourceTree.files("swift") where file.isIn("Sources") {
      guard file.text.contains("Maximum") || file.text.contains("Minimum") else { continue }
      for (number, line) in file.lines.enumerated() where Self.declaresLongLimit(line) {
        Issue.record("\(file.path):\(number + 1) names a limit; \(Self.longLimit.instead).")
      }
    }
  }

  @Test(
    "Long names of limits are found, and no others",
    arguments: [
      ("static let bytesMaximum = 1", true), ("var scaleMinimum: Double {", true),
      ("static let bytesMax = 1", false), ("let newMaximum = max(a, b)", false),
      ("let maximum = row.max()", false), ("f(bytesMaximum: 1)", false),
    ])
  func limit(_ line: String, _ isLong: Bool) {
    #expect(Self.declaresLongLimit(line) == isLong)
  }

  private static let literal = Ban(/"(?:[^"\\]|\\.)*"/, "")

  private static func withoutTextAndComments(_ line: Substring) -> String {
    var code = line.contains("\"") ? line.replacing(literal.pattern, with: "\"\"") : line
    if let comment = code.range(of: "//") { code = code[..<comment.lowerBound] }
    return String(code)
  }

  @Test("Every target has tests, and every test target a target")
  func targets() {
    let targets = SourceTree.folders(in: "Sources").filter { $0 != "Hardware" }
    let tests = SourceTree.folders(in: "Tests").filter { $0.hasSuffix("Tests") }
    #expect(targets.map { $0 + "Tests" }.filter { !tests.contains($0) } == [])
    #expect(
      tests.filter { $0 != "TidyTests" && !targets.contains(String($0.dropLast(5))) } == [])
  }
}
