import AttentionSpec
import Foundation
import TestSupport
import Testing

@Suite("docs/program.md")
struct ProgramPageTests {
  private static let page = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "docs/program.md")

  @Test("The page has the tables of fields and rules (RECORD_SNAPSHOTS=1 writes them)")
  func tables() throws {
    let text = try String(contentsOf: Self.page, encoding: .utf8)
    let expected = try [("instructions", instructions), ("rules", rules)].reduce(text) {
      try replaced($0, $1.0, $1.1)
    }
    if ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] == "1" {
      try expected.write(to: Self.page, atomically: true, encoding: .utf8)
    } else {
      expectText(text, is: expected)
    }
  }

  /// The text with a table between its marks.
  private func replaced(_ text: String, _ name: String, _ table: String) throws -> String {
    let mark = "<!-- \(name): written by ProgramPageTests -->\n"
    let start = try #require(text.range(of: mark)).upperBound
    let end = try #require(text[start...].range(of: "<!-- end -->")).lowerBound
    return text.replacingCharacters(in: start..<end, with: table)
  }

  private var instructions: String {
    var lines = ["| opcode | field | bits | from bit | what it says |", "|---|---|---|---|---|"]
    for opcode in Opcode.allCases {
      lines.append("| **\(opcode.rawValue) \(opcode.name)** | | | | \(opcode.meaning) |")
      for field in opcode.fields {
        let bits = "\(field.bits)" + (field.kind == .signed ? " signed" : "")
        lines.append("| | `\(field.name)` | \(bits) | \(field.lowBit) | \(field.meaning) |")
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private var rules: String {
    let lines = ProgramRule.allCases.map { rule in
      "| \(rule.rawValue) | `\(rule)` | \(rule.isChecked ? "accelerator" : "judge") | "
        + "\(rule.meaning) |"
    }
    return (["| code | rule | checked by | |", "|---|---|---|---|"] + lines)
      .joined(separator: "\n") + "\n"
  }
}
