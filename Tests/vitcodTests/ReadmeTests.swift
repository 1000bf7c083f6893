import Foundation
import Hardware
import TestSupport
import Testing

@Suite("README.md and docs/language.md")
struct ReadmeTests {
  private func text(_ path: String) throws -> String {
    try String(contentsOf: repository.appending(path: path), encoding: .utf8)
  }

  @Test(
    "The example is the text of a test that runs",
    arguments: [
      ("README.md", "ReadmeExampleTests"), ("docs/language.md", "LanguageExampleTests"),
      ("docs/language.md", "AXILiteExampleTests"), ("docs/language.md", "ProofExampleTests"),
      ("docs/language.md", "ParameterExampleTests"),
    ])
  func example(page: String, test: String) throws {
    let example = try text("Tests/vitcodTests/\(test).swift")
    #expect(try text(page).contains("```swift\n\(example)```"))
  }

  @Test(
    "The memories of the guide are parts of a test that runs",
    arguments: [
      ("/// Reads two lines", "\n/// Answers the bursts"), ("/// Answers the bursts", "\n@Suite"),
    ])
  func memory(first: String, next: String) throws {
    let test = try text("Tests/vitcodTests/MemoryExampleTests.swift")
    let start = try #require(test.range(of: first)).lowerBound
    let end = try #require(test.range(of: next)).lowerBound
    let example = test[start..<end].replacing("private func", with: "func")
    #expect(try text("docs/language.md").contains("```swift\n\(example)```"))
  }

  @Test(
    "The counterexample of the guide is what a proof finds",
    .enabled(if: Tool.yosys.isInstalled, "yosys is not installed"))
  func counterexample() async throws {
    guard case .broken(let run) = try await prove(elaborate(Level(last: 2))) else {
      Issue.record("Level(last: 2) is proved.")
      return
    }
    // The place is that of the example, and what comes in the last cycle does not matter.
    let said = "\(run)".replacing(#/^.*?: /#, with: "").split(separator: "\n")
    let guide = try text("docs/language.md")
    for line in said where !(line.hasPrefix("up_i") || line.hasPrefix("down_i")) {
      #expect(guide.contains(line), "\(line)")
    }
  }

  @Test(
    "Every file that it links to is there",
    arguments: [("README.md", 10), ("docs/language.md", 1), ("rtl/README.md", 10)])
  func links(page: String, countMin: Int) throws {
    let links = try text(page).matches(of: /\]\(([^)#:]+)\)/).map { String($0.1) }
    #expect(links.count >= countMin)
    let folder = repository.appending(path: page).deletingLastPathComponent()
    for link in links {
      let path = folder.appending(path: link).standardized.path
      #expect(FileManager.default.fileExists(atPath: path), "\(link)")
    }
  }

  @Test("Its exit codes are those of --help")
  func exitCodes() async throws {
    let help = try await VitcodRun(["--help"], in: Scratch()).output
    let listed = help.matches(of: /\n\x20+(\d+)\x20+\S/).map { String($0.1) }
    let readme = try text("README.md").matches(of: /\n\|\x20(\d+)\x20\|/).map { String($0.1) }
    #expect(listed.count == 7)
    #expect(readme == listed)
  }
}
