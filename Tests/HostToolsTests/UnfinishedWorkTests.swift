import Foundation
import Testing

@testable import HostTools

@Suite("Unfinished work")
struct UnfinishedWorkTests {
  @Test("What is unfinished goes, what is finished or not ours stays")
  func abandon() throws {
    let path = NSTemporaryDirectory() + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: path) }
    let work = UnfinishedWork()
    for folder in ["made/inside/stage/before", "used", "done"] {
      try HostFolder.make("\(path)/\(folder)")
    }
    for file in ["file", "kept", "used/theirs", "made/inside/stage/file"] {
      try "text".write(toFile: "\(path)/\(file)", atomically: false, encoding: .utf8)
    }
    work.begin(made: path + "/used")
    work.begin(made: path + "/made")
    work.begin(made: path + "/made/inside")
    work.begin(path + "/made/inside/stage")
    work.begin(path + "/file")
    work.begin(path + "/absent")
    work.begin(path + "/kept")
    work.end(path + "/kept")
    work.begin(made: path + "/done")
    work.end(made: path + "/done")
    work.abandon()
    let left = try FileManager.default.subpathsOfDirectory(atPath: path).sorted()
    #expect(left == ["done", "kept", "used", "used/theirs"])
  }

  @Test("A tool is no unfinished work once it ended, even if it printed too much")
  func tool() async throws {
    let work = UnfinishedWork()
    let environment = ToolEnvironment()
    let head = try #require(environment.locate("head"))
    let short = Command(words: [head, "-c", "1", "/dev/zero"], environment: environment)
    #expect(try await short.run(within: work).isSuccess)
    #expect(!work.hasTools)
    let long = Command(words: [head, "-c", "68000000", "/dev/zero"], environment: environment)
    await #expect(throws: (any Error).self) { try await long.run(within: work) }
    #expect(!work.hasTools)
  }

  @Test(
    "The folder of a path is found without looking at the disk",
    arguments: [
      ("g", nil), ("g/", nil), ("/", nil), ("", nil), ("/g", "/"), ("//g", "/"), ("g//h//", "g"),
      ("a/b/c", "a/b"), ("./g", "."), ("~/g", "~"), ("/\u{e9}/x", "/\u{e9}"),
    ])
  func parent(_ path: String, _ folder: String?) {
    #expect(HostFolder.parent(of: path) == folder)
  }
}
