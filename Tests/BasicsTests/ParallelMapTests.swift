import Basics
import Testing

@Suite("Parallel map")
struct ParallelMapTests {
  @Test("Results are in order, and the first error is thrown")
  func order() throws {
    #expect(parallelMap(1000) { $0 * $0 } == (0..<1000).map { $0 * $0 })
    #expect(parallelMap(0) { $0 } == [])
    let refusal = #expect(throws: Refusal.self) {
      try parallelMap(100) { index in
        if index % 10 == 7 { throw Refusal("Index \(index).") }
      }
    }
    #expect(refusal?.description == "Index 7.")
  }
}
