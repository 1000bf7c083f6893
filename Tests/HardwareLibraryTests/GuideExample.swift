import Foundation
import Testing

/// An example of docs/language.md that stands in a file of tests, where it runs.
struct GuideExample {
  /// The text of docs/language.md.
  let guide: String
  /// The part of the file of tests that is to stand there.
  let source: Substring

  /// - Throws: where a file cannot be read, or does not have `start` and, behind it, `end`.
  init(from start: String, to end: String, in file: String = #filePath) throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    guide = try String(contentsOf: root.appending(path: "docs/language.md"), encoding: .utf8)
    let text = try String(contentsOf: URL(fileURLWithPath: file), encoding: .utf8)
    let start = try #require(text.range(of: start)).lowerBound
    source = text[start..<(try #require(text.range(of: end)).lowerBound)]
  }
}
