import AttentionSpec
import Testing

@testable import NetworkPipeline

@Suite("Parallel map")
struct ParallelMapTests {
  @Test("Results are in order, and the first error is thrown")
  func order() throws {
    #expect(try parallelMap(1000) { $0 * $0 } == (0..<1000).map { $0 * $0 })
    #expect(try parallelMap(0) { $0 } == [])
    let refusal = #expect(throws: Refusal.self) {
      try parallelMap(100) { index in
        if index % 10 == 7 { throw Refusal("Index \(index).") }
      }
    }
    #expect(refusal?.description == "Index 7.")
  }

  @Test("Chunks cover all indices once", arguments: [0, 1, 15, 16, 17, 1000])
  func chunks(count: Int) {
    #expect(chunked(count).flatMap { Array($0) } == Array(0..<count))
    #expect(chunked(count).count == min(16, count))
  }
}
