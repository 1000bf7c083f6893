import Testing

@testable import CircuitFuzzing

@Suite("Bugs of tools")
struct ToolBugTests {
  @Test("What keeps a bug out changes expressions, and no value", arguments: ToolBug.all)
  func harmless(_ bug: ToolBug) async throws {
    var changed = 0
    for index in 0..<8 {
      let original = try FuzzCase(seed: FuzzCase.seed(run: 1, index: index), cycles: 20)
      let avoided = bug.avoided(in: original)
      let outcomes = try await InterpreterExecutor().run([original, avoided])
      #expect(outcomes.first == outcomes.last, "circuit \(original.seed)")
      if avoided != original { changed += 1 }
    }
    #expect(changed >= 2)
  }
}
