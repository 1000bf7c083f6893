import Foundation
import Testing

@Suite("Help")
struct HelpTests {
  @Test(
    "Help texts are as recorded",
    arguments: [
      ("help", ["--help"]), ("generate", ["generate", "--help"]),
      ("simulate", ["simulate", "--help"]),
    ])
  func text(_ name: String, _ arguments: [String]) async throws {
    let run = try await VitcodRun(arguments, in: Scratch())
    #expect(run.code == 0)
    #expect(run.errors == "")
    try expectSnapshot(run.output, name)
  }

  @Test("Without arguments, help")
  func bare() async throws {
    let folder = try Scratch()
    let bare = try await VitcodRun([], in: folder)
    let help = try await VitcodRun(["--help"], in: folder)
    #expect(bare.output == help.output)
  }

  @Test("The version is one line")
  func version() async throws {
    let run = try await VitcodRun(["--version"], in: Scratch())
    #expect(run.code == 0)
    #expect(run.output.wholeMatch(of: /\d+\.\d+\.\d+\n/) != nil)
  }

  /// A missing snapshot is recorded, and the test fails.
  private func expectSnapshot(_ text: String, _ name: String) throws {
    let file = repository.appending(path: "Tests/vitcodTests/Snapshots/\(name).txt")
    guard let recorded = try? String(contentsOf: file, encoding: .utf8) else {
      try text.write(to: file, atomically: true, encoding: .utf8)
      Issue.record("The snapshot \(name).txt was missing and is recorded now; look at it.")
      return
    }
    #expect(
      text == recorded, "If the change is meant, delete Snapshots/\(name).txt and test again.")
  }
}
