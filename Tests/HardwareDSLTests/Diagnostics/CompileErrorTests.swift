import Foundation
import TestSupport
import Testing

/// The Swift compiler, and what this test is linked with.
enum Compiler {
  private static let tool = Tool("swiftc")
  private static let modules = URL(fileURLWithPath: CommandLine.arguments[0])
    .deletingLastPathComponent().appendingPathComponent("Modules")

  static let isAtHand =
    tool.isInstalled
    && FileManager.default.fileExists(
      atPath: modules.appendingPathComponent("HardwareDSL.swiftmodule").path)

  /// What it says of a file, one line each, without the place.
  static func messages(of source: String) throws -> [String] {
    try withTemporaryFolder { folder in
      let file = folder.appendingPathComponent("Subject.swift")
      try source.write(to: file, atomically: true, encoding: .utf8)
      let result = try tool.run(
        [
          "-typecheck", "-swift-version", "6", "-diagnostic-style", "llvm", "-I", modules.path,
          file.path,
        ], in: folder)
      return result.output.split(separator: "\n").compactMap { line in
        line.firstMatch(of: /^.*Subject.swift:\d+:\d+: ((?:error|warning): .*)$/).map {
          String($0.1)
        }
      }
    }
  }
}

/// Mistakes that the Swift compiler finds, by its own words: short, and in short time.
@Suite(.enabled(if: Compiler.isAtHand, "swiftc or the built module is not at hand"))
struct CompileErrorTests {
  /// What the compiler says of a body.
  private func messages(_ statements: String...) throws -> [String] {
    try Compiler.messages(
      of: """
        import HardwareDSL
        final class Subject: Module {
          let a = input(.unsigned(8)), b = input(.unsigned(8)), c = input(.unsigned(8))
          let d = input(.unsigned(8)), e = input(.unsigned(8)), f = input(.unsigned(8))
          let y = output(.unsigned(8))
          let count = 3
          let flag = true
          let byte: UInt8 = 3
          var documentation: Documentation { Documentation("") }
          var body: Behavior {
            \(statements.joined(separator: "\n    "))
          }
        }
        """)
  }

  @Test(
    "A wrong operand is named, however long the expression",
    arguments: ["count", "\"x\"", "flag", "byte", "1.5"])
  func operands(_ wrong: String) throws {
    let expressions = [
      "a + \(wrong)", "a + b * \(wrong)", "a + b * c &+ d - \(wrong)",
      "a + b * c &+ d + e * f &- \(wrong)", "\(wrong) * a + b &+ c * d + e * f",
      "a & b | c ^ d & e | f ^ \(wrong)",
    ]
    let found = try messages(expressions.map { "y <== (\($0))" }.joined(separator: "\n"))
    let symbols = ["+", "*", "-", "&-", "*", "^"]
    #expect(
      found.map { $0.replacing(" [#DeprecatedDeclaration]", with: "") }
        == symbols.map {
          "warning: '\($0)' is deprecated: an error: '\($0)' takes signals; "
            + "write .number(_) for an Int" + ($0 == "^" ? ", 1 or 0 for a Bool" : "")
        })
  }

  @Test("Where a Bool is meant, the remedy is one for a Bool")
  func conditions() throws {
    let symbols = ["==", "!=", "&&", "||", "&", "|", "^"]
    let found = try messages(
      symbols.flatMap { ["y <== (a \($0) flag)", "y <== (true \($0) a)"] }.joined(separator: "\n"))
    #expect(
      found.map { $0.replacing(" [#DeprecatedDeclaration]", with: "") }
        == symbols.flatMap { [$0, $0] }.map {
          "warning: '\($0)' is deprecated: an error: '\($0)' takes signals; "
            + "write .number(_) for an Int, 1 or 0 for a Bool"
        })
  }

  @Test("An operator that signals do not have is named, with what stands for it")
  func operators() throws {
    let remedies = [
      ("a % 4", "'%'", "signals have no '%'; n % 4 is n.truncated(to: 2)"),
      ("a % count", "'%'", "signals have no '%'; n % 4 is n.truncated(to: 2)"),
      ("a / b", "'/'", "signals have no '/'; n / 4 is n.shiftedRight(by: 2)"),
      ("a << 2", "'<<'", "signals have no '<<'; write .shiftedLeft(by: _)"),
      ("a >> b", "'>>'", "signals have no '>>'; write .shiftedRight(by: _)"),
      ("3 &* a", "'&*'", "signals have no '&*'; truncate a * b"),
      ("a[b]", "'subscript(_:)'", "a signal counts bits as n.bits[index]"),
      ("a + b * c &+ d + e * f % 4", "'%'", "signals have no '%'; n % 4 is n.truncated(to: 2)"),
      ("a + b << count &+ d + e * f", "'<<'", "signals have no '<<'; write .shiftedLeft(by: _)"),
    ]
    let found = try messages(remedies.map { "y <== (\($0.0))" }.joined(separator: "\n"))
    #expect(
      found.map { $0.replacing(" [#DeprecatedDeclaration]", with: "") }
        == remedies.map { "warning: \($0.1) is deprecated: an error: \($0.2)" })
  }

  @Test("A statement of Swift's own that drives or asks a signal does not compile")
  func statements() throws {
    let remedies = [
      (
        "if a == 3 { y <== b }", "'=='", "Swift decides by no signal; write when(a == b) { } or mux"
      ),
      ("if a < b { y <== b }", "'<'", "Swift decides by no signal; write when(a < b) { } or mux"),
      ("y += 1", "'+='", "a signal is driven with <==; write r <== r &+ 1"),
      ("y -= a", "'-='", "a signal is driven with <==; write r <== r &- 1"),
      ("y |= a", "'|='", "a signal is driven with <==; write r <== r | mask"),
      ("y <== count", "'<=='", "'<==' takes signals; write .number(_) for an Int"),
      ("y <== byte", "'<=='", "'<==' takes signals; write .number(_) for an Int"),
      ("y <== flag", "'<=='", "'<==' takes signals; write .number(_ ? 1 : 0) for a Bool"),
      (
        "[y, y] <== a", "'<=='",
        "an array takes as many values; for one value: for word in words { word <== value }"
      ),
      (
        "[y, y] <== 0", "'<=='",
        "an array takes as many values; for one value: for word in words { word <== value }"
      ),
      (
        "[y, y] <== [[a, b], [b, a]]", "'<=='",
        "both arrays are to hold the same: signals, bundles of one type, or arrays of such"
      ),
      (
        "y <== [a, b]", "'<=='",
        "one target takes one value; choose one of the array, as in words[0]"
      ),
    ]
    let found = try messages(remedies.map(\.0).joined(separator: "\n"))
    #expect(found == remedies.map { "error: \($0.1) is unavailable: \($0.2)" })
  }

  @Test("A value that is dropped does not compile")
  func values() throws {
    let found = try messages("a == b", "y <== a")
    #expect(
      found == [
        "error: 'buildExpression' is unavailable: this value is computed and dropped; "
          + "drive a signal with it: signal <== value"
      ])
  }

  @Test("A chain does not go on after otherwise")
  func chains() throws {
    let found = try messages(
      "when(a == b) { y <== a }.otherwise { y <== b }.elseWhen(a == c) { y <== c }")
    #expect(found == ["error: value of type 'RecordedStatement' has no member 'elseWhen'"])
  }

  @Test("A module that is made as a statement does not compile")
  func modules() throws {
    let found = try messages("Subject()", "y <== a")
    #expect(
      found == [
        "error: 'buildExpression' is unavailable: this module is made and dropped; "
          + "store it as a property"
      ])
  }
}
