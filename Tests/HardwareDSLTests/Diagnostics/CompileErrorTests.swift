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
          "warning: '\($0)' is deprecated: '\($0)' takes signals; write .number(_) for an Int"
        })
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
