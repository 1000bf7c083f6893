import Basics
import Testing

@Suite("Refusals") struct RefusalTests {
  @Test("A place stands before its sentence, an empty one too")
  func text() {
    #expect(Refusal("It is 3.").description == "It is 3.")
    #expect(Refusal(in: "a.npz, x", "It is 3.").description == "a.npz, x: It is 3.")
    #expect(Refusal(in: "", "It is 3.").description == "\"\": It is 3.")
  }

  @Test("Who knows a place gives it, unless somebody knew it better")
  func placed() {
    #expect(Refusal("It is 3.").placed(in: "a.npz").description == "a.npz: It is 3.")
    let refusal = Refusal(in: "a.npz, x", "It is 3.")
    #expect(refusal.placed(in: "a.npz") == refusal)
  }

  @Test("Things are counted in words", arguments: [(0, "0 masks"), (1, "1 mask"), (2, "2 masks")])
  func counted(count: Int, text: String) { #expect(count.counted("mask") == text) }

  @Test("A noun may have a plural of its own")
  func plural() {
    #expect(1.counted("query", "queries") == "1 query")
    #expect(2.counted("query", "queries") == "2 queries")
  }
}
