import Foundation
import Testing

@Suite("README.md")
struct ReadmeTests {
  private func text(_ path: String) throws -> String {
    try String(contentsOf: repository.appending(path: path), encoding: .utf8)
  }

  @Test("The example is the text of a test that runs")
  func example() throws {
    let example = try text("Tests/vitcodTests/ReadmeExampleTests.swift")
    #expect(try text("README.md").contains("```swift\n\(example)```"))
  }

  @Test("Every file that it links to is there")
  func links() throws {
    let links = try text("README.md").matches(of: /\]\(([^)#:]+)\)/).map { String($0.1) }
    #expect(links.count > 5)
    for link in links {
      let path = repository.appending(path: link).path
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
