import Testing

/// Nothing unused, as STYLE.md says.
@Suite("Unused declarations")
struct UnusedTests {
  /// What is called by the compiler or a library, by this name.
  private static let calledByOthers: Set = [
    "HardwareBenchCommand", "appendInterpolation", "buildArray", "buildBlock", "buildEither",
    "buildExpression", "buildFinalResult", "buildOptional", "buildPartialBlock", "callAsFunction",
    "customMirror", "errorDescription", "hash",
  ]

  /// What only tests use, each with the reason why it is no part of a test.
  private static let forTests: [String: String] = [
    "MultiplyAccumulate": "the judge of the accelerator's unit of that name",
    "MutatedExecutor": "the fuzzer is judged by the faults that it finds",
    "hasTools": "what is left running cannot be seen from outside",
    "isInstalled": "a test is skipped where the tool is absent",
    "signalPaths": "a designer lists the names that `peek(path:)` takes",
  ]

  /// What nothing in Sources uses.
  private static let unused = Declarations(
    SourceTree.files("swift").filter { $0.isIn("Sources") }.map { ($0.path, $0.text) }
  ).unused

  @Test("Whatever Sources declares is used there, or shown to designers")
  func unused() {
    let shown = SourceTree.files("md").map(\.text).joined()
    for declaration in Self.unused
    where !Self.calledByOthers.contains(declaration.name)
      && Self.forTests[declaration.name] == nil && !shown.contains(declaration.name)
    {
      Issue.record(
        """
        \(declaration.path):\(declaration.line) declares \(declaration.name), which nothing in \
        Sources uses; delete it, or say in this test why only tests do.
        """)
    }
  }

  @Test("The exceptions are needed: only tests use them")
  func exceptions() {
    let unused = Set(Self.unused.map(\.name))
    #expect(Self.forTests.keys.sorted().filter { !unused.contains($0) } == [])
    let tests = SourceTree.files("swift").filter { $0.isIn("Tests") && !$0.isIn("Tests/TidyTests") }
    let code = tests.map { SwiftCode($0.text).text }.joined(separator: "\n")
    #expect(Self.forTests.keys.sorted().filter { !code.contains($0) } == [])
  }

  @Test(
    "A name that stands only where it is declared is unused",
    arguments: [
      ("func f() {}", ["f"]), ("func f() {}\nf()", []), ("public let a = 1", ["a"]),
      ("let a, b: Int", ["a", "b"]), ("let a = b, c = 2", ["a"]), ("var a: Int { b }", ["a"]),
      ("struct A {\n  @Option(help: \"x\") var a: Int\n}", ["A", "a"]),
      ("enum A {\n  case a, b(Int)\n}\nA.a", ["b"]), ("enum A: CaseIterable {\n  case a\n}", ["A"]),
      ("switch x {\ncase a: 1\ncase let .b(c): 2\n}", []),
      ("class A {}\nfinal class B: A {}", ["B"]),
      ("static func f() {}\nfunc f(x: Int) {}", ["f", "f"]), ("// f\nfunc f() {} // f", ["f"]),
      ("/* f /* f */ f */ let f = 1", ["f"]), ("func f() {}\nlet g = \"f\\(g)\"", ["f"]),
      ("func f() {}\nlet g = \"\\(f(\")\") + g)\"", []),
      ("func f() {}\nlet g = \"\\\"f\\(g)\"", ["f"]),
      ("let g = \"\"\"\n  f \"f\" \\(g)\n  \"\"\"\nfunc f() {}", ["f"]), ("case a = 8", ["a"]),
      ("let a = #\"\\(b\"#\nlet b = a", ["b"]), ("let a = #\"\\#(b)\"#\nlet b = a", []),
      ("let a = /\"/\nlet b = a", ["b"]), ("typealias A = Int", ["A"]),
      ("private(set) var a = 0", ["a"]), ("let (a, b) = c", []),
    ])
  func names(_ text: String, _ expected: [String]) {
    #expect(Declarations([("a.swift", text)]).unused.map(\.name) == expected)
  }

  @Test("A name that another file uses is used")
  func files() {
    let declarations = Declarations([("a.swift", "\n\nlet a = 1"), ("b.swift", "let b = a")])
    #expect(declarations.unused == [Declaration(name: "b", path: "b.swift", line: 1)])
  }
}
