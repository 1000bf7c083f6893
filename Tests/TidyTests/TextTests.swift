import Testing

/// The rules of STYLE.md that hold for text of any kind.
@Suite("Text")
struct TextTests {
  @Test("The tree is found")
  func found() {
    #expect(SourceTree.files.count > 100)
    #expect(SourceTree.files("").contains { $0.path == "scripts/test" })
  }

  @Test("Lines have at most 100 columns")
  func columns() {
    for file in SourceTree.files("swift", "hpp", "cpp", "sv", "py", "yaml", "") {
      for (number, line) in file.lines.enumerated() where line.count > 100 {
        Issue.record("\(file.path):\(number + 1) has \(line.count) columns; break the line.")
      }
    }
  }

  @Test("No tabs, no trailing spaces, one newline at the end")
  func spaces() {
    for file in SourceTree.files where file.isWritten && file.kind != "txt" {
      for (number, line) in file.lines.enumerated() {
        if line.contains("\t") { Issue.record("\(file.path):\(number + 1) has a tab; use spaces.") }
        if line.last == " " {
          Issue.record("\(file.path):\(number + 1) ends in a space; remove it.")
        }
      }
      if !file.text.hasSuffix("\n") || file.text.hasSuffix("\n\n") {
        Issue.record("\(file.path) does not end in one newline; mend its end.")
      }
    }
  }

  @Test("Code is ASCII")
  func ascii() {
    for file in SourceTree.files("swift", "hpp", "cpp", "sv", "py", "yaml", "") {
      for (number, line) in file.lines.enumerated() where !line.utf8.allSatisfy({ $0 < 128 }) {
        Issue.record("\(file.path):\(number + 1) is not ASCII; use plain letters.")
      }
    }
  }

  @Test("Files have at most 400 lines")
  func length() {
    for file in SourceTree.files("swift", "hpp", "cpp", "sv", "py", "") where file.lines.count > 401
    {
      Issue.record("\(file.path) has \(file.lines.count - 1) lines; split it by purpose.")
    }
  }

  @Test("Nothing is left for later")
  func later() {
    let words = ["TO" + "DO", "FIX" + "ME", "X" + "XX"]
    for file in SourceTree.files where file.isWritten {
      for (number, line) in file.lines.enumerated() {
        for word in words where line.contains(word) {
          Issue.record("\(file.path):\(number + 1) says \(word); do it, or open an issue.")
        }
      }
    }
  }

  @Test("Scripts are strict and short")
  func scripts() {
    for file in SourceTree.files("") where file.isIn("scripts") {
      if file.lines.count > 41 { Issue.record("\(file.path) has over 40 lines; shorten it.") }
      let isStrict = file.text.contains("set -euo pipefail") || file.text.contains("/setup-tools\"")
      if !isStrict { Issue.record("\(file.path) goes on after errors; add set -euo pipefail.") }
    }
  }
}
