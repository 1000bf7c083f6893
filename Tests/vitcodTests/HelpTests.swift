import TestSupport
import Testing

@Suite("Help")
struct HelpTests {
  @Test(
    "Help texts are as recorded",
    arguments: [
      ("help", ["--help"]), ("generate", ["generate", "--help"]),
      ("simulate", ["simulate", "--help"]), ("prune", ["prune", "--help"]),
      ("reorder", ["reorder", "--help"]), ("run", ["run", "--help"]),
      ("evaluate", ["evaluate", "--help"]), ("synthesize", ["synthesize", "--help"]),
      ("estimate", ["estimate", "--help"]),
    ])
  func text(_ name: String, _ arguments: [String]) async throws {
    let run = try await VitcodRun(arguments, in: Scratch())
    #expect(run.code == 0)
    #expect(run.errors == "")
    expectSnapshot(run.output, "\(name).txt")
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
}
